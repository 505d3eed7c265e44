"""Every row of the table of secrets and personal data is masked by default wherever its datum can stand."""

import pytest

from harness.exchange import Exchange
from harness.redaction.redactor import Redactor, leaks
from tests.unit.planting import everything
from tests.unit.rows import PLACES
from tests.unit.rules.recordings import found

REDACTOR = Redactor(b"a key for tests")


@pytest.mark.parametrize(
    ("secret", "whole"),
    [(secret, whole) for _, secret, whole in PLACES],
    ids=[row for row, _, _ in PLACES],
)
def test_a_row_is_masked_where_it_stands(secret: str, whole: Exchange) -> None:
    redacted = REDACTOR.exchange(whole)
    assert secret.lower() in everything(whole).lower()
    assert secret.lower() not in everything(redacted).lower()
    assert REDACTOR.exchange(redacted) == redacted
    assert list(leaks(everything(redacted))) == []
    assert found(redacted, REDACTOR.key_id) == []

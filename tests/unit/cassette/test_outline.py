"""The lines of a block as we write it are those that the YAML library tells."""

import pytest
from hypothesis import given

from harness.cassette.as_written import value
from harness.cassette.outline import around, within
from harness.cassette.place import _lines
from harness.exchange import Exchange, Response
from harness.headers import Headers
from tests.unit.cassette.exchanges import exchanges, redirect, webhook
from tests.unit.cassette.test_as_written import PLAIN, text_of

BODY = b'{"targets":[{"id":"a"},{"odd name":[1,[2]],"x":{}}],"timeout":"30","timeout":31}'
ANSWERED = Response(400, Headers.of({"Retry-After": "2", "a": ["b", "c"]}), BODY, "Bad")


@pytest.mark.parametrize(
    "exchange", [*PLAIN, redirect(BODY, response=ANSWERED), webhook(BODY, ANSWERED), redirect(b"a\nb\n")]
)
def test_a_block_as_we_write_it_has_the_lines_that_the_library_tells(exchange: Exchange) -> None:
    text = text_of(exchange)
    assert value(text) is not None
    assert around(text) | within(text) == _lines(text)


@given(exchanges)
def test_whatever_was_recorded_has_the_lines_that_the_library_tells(exchange: Exchange) -> None:
    text = text_of(exchange)
    if value(text) is not None:
        assert around(text) | within(text) == _lines(text)

"""What a verification comes to: counts, and whether all is well."""

from dataclasses import replace

import pytest

from harness.comparison import Change
from harness.diff import Kind
from harness.verification import LeftOut, Step, Summary, Verified
from tests.unit.verification.entries import one

WELL = Step("a.yaml", 33, 2, "57", "POST /redirect", 202, 202, 1)
DRIFTED = replace(
    WELL, answered=204, changes=(Change("57", 2, "redirect.status", Kind.CHANGED, 202, 204, ("RDR001",)),)
)
SPELLED = replace(WELL, changes=(Change("57", 2, "redirect.response.body.a", Kind.EQUIVALENT, None, None),))
SILENT = replace(WELL, answered=None, why="nobody answered")
KEPT_BACK = replace(SILENT, times=0)


@pytest.mark.parametrize(
    ("step", "well"), [(WELL, True), (SPELLED, True), (DRIFTED, False), (SILENT, False), (KEPT_BACK, False)]
)
def test_all_is_well_where_everything_was_sent_and_answered_as_recorded(step: Step, well: bool) -> None:
    assert Verified("http://127.0.0.1", (WELL, step)).well is well


def test_everything_is_counted() -> None:
    left = (LeftOut("a.yaml", 50, 4, None, "GET /me", "it went elsewhere"),)
    result = Verified("http://127.0.0.1", (WELL, DRIFTED, SPELLED, SILENT, KEPT_BACK), left)
    assert result.summary == Summary(5, 4, 1, 1, 1, 1, 1, 1, 1)


def test_a_step_names_its_place() -> None:
    assert WELL.place == "a.yaml:33, interaction 2, call 57"
    assert replace(WELL, call=None).place == "a.yaml:33, interaction 2"


def test_a_planned_request_names_what_was_recorded() -> None:
    assert one(404).recorded == 404
    assert one().request.endswith("/redirect")

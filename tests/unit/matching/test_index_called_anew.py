"""A bot that is called again: the id of its call is new, and everything else is as it was recorded."""

import pytest

from harness.matching import Index
from tests.unit.matching.finding import READERS, found, missed
from tests.unit.recorded import CALLER, CALLS, KEY, asked, kept, redirect, redirect_body


@pytest.mark.parametrize("reader", READERS)
def test_a_call_that_the_recording_does_not_name_stands_for_the_next_recorded_one(reader: str) -> None:
    anew = "c0ffee00-1234-4abc-9def-0123456789ab"
    exchanges = [
        asked(
            redirect(call, redirect_body(callbackUri=f"https://bot.contoso.com/calls/{call}")), status, at=at
        )
        for at, (call, status) in enumerate([(CALLS[0], 429), (CALLS[0], 202), (CALLS[1], 202)])
    ]
    index = Index.of(kept(exchanges, KEY), redactor=READERS[reader])
    again = redirect(anew, redirect_body(callbackUri=f"https://bot.contoso.com/calls/{anew}"))
    assert [found(index, again), found(index, again)] == [1, 2]
    assert "each recorded answer plays once" in missed(index, again).why
    assert found(index, exchanges[2].request) == 3


def test_with_the_key_a_new_call_changes_nothing_else() -> None:
    index = Index.of(kept([asked(redirect())], KEY), redactor=KEY)
    miss = missed(index, redirect(CALLS[2], redirect_body(user=CALLER)))
    assert [one.path for one in miss.differences] == ["body.targets[0].identity.user.id"]

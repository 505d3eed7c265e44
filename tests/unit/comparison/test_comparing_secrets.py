"""Recordings that hold secrets in clear: compared, and not shown."""

from dataclasses import replace

from tests.unit.comparison.test_comparing import compared, told_of
from tests.unit.comparison.test_hiding import TOKEN
from tests.unit.recorded import CALLER, forward


def test_a_credential_is_compared_and_not_shown() -> None:
    found = compared(forward(clientSecret="one"), forward(clientSecret="other"))
    assert told_of(found) == ['2 redirect.body.clientSecret: "REDACTED" -> "REDACTED" (another secret)']
    assert told_of(compared(forward(clientSecret="one"), forward(clientSecret="one"))) == []
    (come,) = compared(forward(), forward(clientSecret="one")).differences
    assert (come.new, come.note) == ("REDACTED", "")


def test_an_id_that_is_a_secret_is_not_shown_where_it_would_split_or_merge_either() -> None:
    shared, secret, other, more = (f"{n}{CALLER[1:]}" for n in "6789")
    split = compared(forward(aSecret=shared, note=shared), forward(aSecret=secret, note=other))
    why = f"{shared} is another elsewhere: {other} would split it"
    assert told_of(split) == [f'2 redirect.body.note: "{shared}" -> "{other}" ({why})']
    merge = compared(forward(note=shared, zSecret=secret), forward(note=more, zSecret=more))
    assert told_of(merge) == ['2 redirect.body.zSecret: "REDACTED" -> "REDACTED" (another secret)']


def test_a_credential_in_the_route_of_an_exchange_that_came_or_went_is_not_shown() -> None:
    hook = forward()[-1]
    more = replace(hook, request=replace(hook.request, url=f"https://bot.example/{TOKEN}/calls"))
    (come,) = compared(forward(), [*forward(), more]).differences
    assert come.new == "POST /REDACTED/calls: 202"

"""The texts that rules are shown are all that they could speak of: they find the same in every text."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness import body as json_body
from harness.exchange import Exchange, Way
from harness.redaction.redactor import Redactor
from harness.rules.held import in_body
from harness.rules.recording import RULES
from harness.rules.subject import Kept
from harness.rules.telling import MACHINES, OPENS, is_plain, is_telling, telling
from tests.unit.places import PLACES, PLANTINGS
from tests.unit.planting import CALL, KINDS, URL, exchange
from tests.unit.recorded import forward
from tests.unit.rules.recordings import JUDGES
from tests.unit.rules.texts import held

REDACTOR = Redactor(b"a key for tests")
GUID = "4b3c2196-9c9e-8ed1-a1a8-0d816e17257f"

NAMES = [
    *OPENS,
    *("displayName", "subject", "client_secret", "password", "passcode", "meetingInfo", "host", "code"),
    *(
        "phone",
        "user",
        "application",
        "id",
        "tenantId",
        "callbackUri",
        "timeout",
        "value",
        "tel",
        "19",
        "x y",
    ),
    *("bearer", "targets", "modalities", "joinMeetingId", "resourceData", "a.b", GUID, "\N{SNOWMAN}", 'a"b'),
]
WORDS = [
    *("audio", "Ines Marlowe", "REDACTED", "***", "null", "", "Zx81Qp", "0049 30 23125042", "030 23125042"),
    *("19:meeting_Zx81Qp@thread.v2", "ines@contoso.com", "https://bot.contoso.com/api", "eyJh.eyJz.c2ln"),
    *(
        "https://h7f3a90c2.example/?code=Zx81Qp",
        "https://h7f3a90c2.example/?a=redacted-63c53b42",
        "%2B4930231250",
    ),
    *('{"token": "it"}', '["ines@contoso.com"]', f"api://{GUID}", f"/communications/calls/{GUID}", "a\nb"),
    *(GUID, f"+{GUID}", f"{GUID}-1", f"00{GUID}", f"{GUID}@contoso.com", "User 2f85dc0e", "User 00123456"),
    *("+495550144185574", "495550144185574", "tel:1234567", CALL),
]
trees = st.recursive(
    st.none()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(WORDS)
    | st.one_of(*KINDS.values()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
bodies = st.builds(
    lambda tree, indent: json.dumps(tree, indent=indent).encode(), trees, st.sampled_from([None, 2])
)


def same(whole: Exchange) -> bool:
    """Whether each rule finds in what it is shown what it finds in all texts."""
    documentation = JUDGES["reference"].documentation
    shown, everything = (Kept(whole, None, tuple(texts)) for texts in (telling(whole), held(whole)))
    return all(
        [*rule.check(shown, documentation)] == [*rule.check(everything, documentation)] for rule in RULES
    )


@settings(max_examples=500)
@given(bodies, st.sampled_from(Way), st.booleans())
def test_the_rules_find_the_same_in_every_text_of_a_body(body: bytes, way: Way, masked: bool) -> None:
    whole = exchange(body, way=way)
    assert same(REDACTOR.exchange(whole) if masked else whole)


@settings(max_examples=10)
@pytest.mark.parametrize(("kind", "place"), PLANTINGS, ids=lambda it: it)
@given(drawn=st.data())
def test_the_rules_find_the_same_wherever_something_stands(
    kind: str, place: str, drawn: st.DataObject
) -> None:
    whole = PLACES[place][1](kind, drawn.draw(KINDS[kind]))
    assert same(whole)
    assert same(REDACTOR.exchange(whole))


@given(
    st.sampled_from([URL, "https://h7f3a90c2.example/api", "https://login.microsoftonline.com"]),
    st.sampled_from(WORDS),
    st.sampled_from([*NAMES, *MACHINES]),
    st.sampled_from(Way),
)
def test_the_rules_find_the_same_in_every_url_and_header(url: str, word: str, name: str, way: Way) -> None:
    fields = {name: word, "authorization": f"Bearer {word}"}
    assert same(exchange(url=f"{url}/{word}?{name}={word}", way=way, fields=fields))


@pytest.mark.parametrize("line", [*WORDS, 1234567, -1.5, 493023125042, True, None])
@pytest.mark.parametrize("name", NAMES)
def test_the_rules_find_the_same_in_each_member_and_each_element(name: str, line: Any) -> None:
    for told in ({name: line}, {name: [line]}, {name: [[line]]}, {"phone": {name: [1, {"id": line}]}}):
        assert same(exchange(json.dumps({"value": told}, indent=2).encode()))


@given(bodies)
def test_a_body_is_plain_only_where_no_text_of_it_is_telling(body: bytes) -> None:
    if is_plain(body):
        assert not any(map(is_telling, in_body("request.body", "", body)))


def test_masked_messages_that_are_laid_out_are_plain() -> None:
    for whole in map(REDACTOR.exchange, forward()):
        assert is_plain((json_body.laid_out(whole.request.body) or "").encode())
        assert not any(text.where.startswith("request.body") for text in telling(whole))


@pytest.mark.parametrize(
    "body", [b"it", b"a=b", b'{"a": 1,}', b"\xef\xbb\xbf{}", b'{"a": "\xff"}', b'{"a":\n"b"}', b'"a", "b"']
)
def test_what_is_no_json_laid_out_is_not_plain(body: bytes) -> None:
    assert not is_plain(body)

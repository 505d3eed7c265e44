"""Each kind of leak is found where it stands, and no mask is taken for one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.redaction.leaks import TRACES, leaks
from harness.redaction.placeholders import is_placeholder
from tests.unit.planting import SPELLINGS, guids, hosts, mails, names, numbers, spelled, token, tokens, words

FOUND = [
    ("token", tokens, "{}"),
    ("token", tokens, "Authorization: Bearer {}"),
    (
        "secret",
        st.text("abcXYZ019~.-_", min_size=1).filter(lambda text: not is_placeholder(text)),
        "client_secret={}&a=b",
    ),
    ("secret", st.text("abcYZ019", min_size=1), '{{"access_token": "{}"}}'),
    ("secret", st.text("abcYZ019", min_size=1), 'string: "{{\\"passcode\\":\\"{}\\"}}"'),
    ("number", numbers, '"id": "{}"'),
    ("number", numbers.map(lambda it: it.replace("+", "%2B")), "calls/{}/redirect"),
    ("number", numbers, "tel:{}"),
    ("number", numbers.map(lambda it: f"00{it[1:5]} {it[5:7]} {it[7:]}"), "call {} now"),
    ("secret", st.text("abcYZ019", min_size=1), "https://graph.microsoft.com/v1.0/x?a=b&code={}&c=d"),
    ("number", numbers.map(lambda it: f"{it[:5]} ({it[5:7]}) {it[7:]}"), "call {} now"),
    ("guid", st.builds(spelled, guids, st.sampled_from(sorted(SPELLINGS))), "/calls/{}/redirect"),
    ("mail", mails, "{}"),
    ("mail", mails.map(lambda it: it.replace("@", "%40")), "users/{}/x"),
    ("host", hosts, "https://{}/api"),
    ("host", hosts, "wss://ann@{}:8443/api"),
    ("host", hosts, "  headers:\n    host:\n    - {}\n"),
    ("host", st.just("contoso"), "tenant {}.onmicrosoft.com"),
    ("host", st.just("CONTOSO"), "tenant {}.ONMICROSOFT.COM"),
    ("thread", words.filter(lambda it: not is_placeholder(it)), "19:meeting_{}@thread.v2"),
    ("thread", st.builds("{}_{}".format, guids, guids), "19%3a{}%40unq.gbl.spaces"),
    ("name", names, '"displayName": "{}"'),
    ("name", names, '"lastName": "{}"'),
    ("name", names, 'string: "{{\\"displayName\\":\\"{}\\"}}"'),
]


@pytest.mark.parametrize(
    ("kind", "values", "around"), FOUND, ids=lambda it: it if isinstance(it, str) else ""
)
@given(drawn=st.data())
def test_a_leak_is_found_where_it_stands(
    kind: str, values: st.SearchStrategy[str], around: str, drawn: st.DataObject
) -> None:
    text = "version: 1\n" + around.format(drawn.draw(values))
    found = list(leaks(text))
    assert kind in {leak.kind for leak in found}
    assert all(leak.line == text.count("\n", 0, leak.offset) + 1 > 1 for leak in found)


@pytest.mark.parametrize(
    "text",
    [
        "authorization:\n    - Bearer REDACTED",
        'WWW-Authenticate: Bearer realm="", error="insufficient_claims"',
        "00000000-0000-0000-0000-000000000000",
        "00000003-0000-0000-c000-000000000000",
        "4f7e9ee2-9d9c-8ed1-a113-928c9d724b63 4F7E9EE29D9C8ED1A113928C9D724B63",
        '"id": "+495550144185574", "displayName": "+49 5550144185574"',
        "user-3669fb30@mail.example",
        "https://hd21f5468.example/api?x=redacted-63c53b42",
        '"displayName": "User 2c6e89ce", "subject": ""',
        "client_secret=redacted-63c53b42&access_token=null",
        "https://graph.microsoft.com/v1.0 https://login.microsoftonline.com/common https://127.0.0.1:80/",
        "host:\n    - graph.microsoft.com",
        "2026-03-02T12:00:00.123456+00:00 started",
        "19:meeting_redacted-63c53b42@thread.v2 19:redacted-63c53b42@thread.skype 19:@thread.v2",
        "19:4f7e9ee2-9d9c-8ed1-a113-928c9d724b63_4F7E9EE29D9C8ED1A113928C9D724B63@unq.gbl.spaces",
        "+12025550143 +1 (202) 555-0143 %2B12025550143 tel:+12025550143",
        "001 202 555 0143",
        "https://www.example.com/ ann@example.org https://bot.test/ https://x.localhost:80/ a.invalid",
        "client_secret=REDACTED&password=***&access_token=xxxx",
        '"displayName": "REDACTED", "givenName": "2055501441855742", "surname": "tel:+495550144185574;ext=1"',
        "DiagCode: 480#10076.@ 555",
        "key: 1c3ad9e2",
        "The subject: it is not signed in",
    ],
)
def test_what_may_stand_is_no_leak(text: str) -> None:
    assert list(leaks(text)) == []


def test_leaks_come_in_order_with_their_lines_and_without_their_values() -> None:
    text = f"one\nmail: ann@contoso.com\nid: 6b29fc40-ca47-4067-b31d-00dd010662da\n{token(a=1)}"
    found = list(leaks(text))
    assert [(leak.kind, leak.line) for leak in found] == [("mail", 2), ("guid", 3), ("token", 4)]
    assert not {"contoso", "6b29fc40"} & {*json.dumps([repr(leak) for leak in found]).split()}
    assert "contoso" not in repr(found)


@pytest.mark.parametrize("number", ["+2025550143", "+12025550243", "+4955550143", "tel:2025550243"])
def test_only_a_number_that_the_plan_keeps_for_fiction_may_stand(number: str) -> None:
    assert [leak.kind for leak in leaks(number)] == ["number"]


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(0 <= leak.offset < len(text) for leak in leaks(text))


def test_every_trace_has_its_sample() -> None:
    assert {trace.kind for trace in TRACES} == {kind for kind, _, _ in FOUND}

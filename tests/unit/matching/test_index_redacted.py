"""Whatever a redirect holds: masked, it is recognised with the key, with another key and with none."""

import json
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.matching import Index, Match
from harness.redaction.redactor import Redactor
from tests.unit.recorded import CALLS, KEY, OTHER_KEY, asked, kept, redirect

guids = st.uuids(version=4).map(str)
numbers = st.from_regex(r"\A\+[1-9][0-9]{6,14}\Z") | st.sampled_from(
    ["+49 30 901820", "+1 (425) 555-0100", "0301234567", "+493090182012345678", "tel:+4930901820"]
)
names = st.text(min_size=1, max_size=20) | st.sampled_from(
    ["Megan Bowen", "O'Neil, Pat", "Empfang 2. OG", "User 1"]
)
urls = st.builds(
    "{}://{}{}/{}{}".format,
    st.sampled_from(["https", "http", "HTTPS"]),
    st.sampled_from(
        ["bot.contoso.com", "127.0.0.1", "localhost", "[::1]", "büro.example.de", "graph.microsoft.com"]
    ),
    st.sampled_from(["", ":8443", ":443"]),
    st.sampled_from(["", "api/calls", f"api/calls/{CALLS[0]}", "a b", "callback/megan@contoso.com"]),
    st.sampled_from(["", "?a=b", f"?webInstanceId=f00ba4&tenant={CALLS[1]}", "#frag", "?x=", "?x=1&x=2"]),
)
addresses = st.sampled_from(
    [
        "megan@contoso.com",
        "Pat.O'Neil+x@sub.contoso.co.uk",
        "19:meeting_Zm9v@thread.v2",
        "sip:megan@contoso.com",
        f"8:orgid:{CALLS[0]}",
        f"28:{CALLS[1]}",
        "4:+4930901820",
    ]
)
sentences = st.builds("call {} of {} failed".format, guids, numbers)
texts = st.one_of(guids, numbers, names, urls, addresses, sentences)
parties = st.fixed_dictionaries(
    {"id": texts}, optional={"displayName": texts, "tenantId": texts, "email": texts}
)
kinds = st.sampled_from(["user", "phone", "applicationInstance", "guest", "encrypted"])
bodies = st.fixed_dictionaries(
    {
        "targets": st.lists(
            st.fixed_dictionaries({"identity": st.dictionaries(kinds, parties, max_size=2)}), max_size=3
        )
    },
    optional={
        "callbackUri": texts,
        "timeout": st.integers() | texts,
        "subject": texts,
        "note": texts,
        "chatInfo": st.fixed_dictionaries({"threadId": texts}),
        "meetingInfo": st.fixed_dictionaries({"token": texts, "passcode": texts}),
    },
)


@settings(max_examples=150)
@given(bodies, st.sampled_from([KEY, OTHER_KEY, None]))
def test_a_masked_request_is_recognised_whatever_it_holds(
    body: dict[str, Any], reader: Redactor | None
) -> None:
    request = redirect(body=json.dumps(body).encode())
    match = Index.of(kept([asked(request)], KEY), redactor=reader).find(request)
    assert isinstance(match, Match), match.why


def test_a_long_request_is_refused_in_a_moment_whatever_stands_masked_in_the_recorded_one() -> None:
    recorded = asked(redirect(body={"note": ",".join(["hf9e1f189.example"] * 12)}))
    index = Index.of(kept([recorded], KEY))
    began = time.process_time()
    for note in ("a," * 4000 + " x", "a," * 40_000 + " x"):
        assert not isinstance(index.find(redirect(body={"note": note})), Match)
    assert time.process_time() - began < 3

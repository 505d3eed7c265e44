"""Other spellings of a number, an id or a host: in capitals, in groups, encoded, behind a scheme."""

import json
import re

import pytest

from harness.exchange import Way
from harness.headers import Headers
from harness.redaction.redactor import Redactor, leaks
from tests.unit.planting import exchange, token

REDACTOR = Redactor(b"a key for tests")
GUID = "5b0f9a3e-7d41-4a3b-9c1d-0123456789ab"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("at CONTOSO.OnMicrosoft.COM now", r"at h[0-9a-f]{8}\.example now"),
        ("ines_contoso.com#EXT#@fabrikam.onmicrosoft.com", r"user-[0-9a-f]{8}@mail\.example"),
        ("ines_contoso.com%23ext%23%40fabrikam.onmicrosoft.com", r"user-[0-9a-f]{8}@mail\.example"),
        ("tel:030123456 rang", r"tel:055501\d{9} rang"),
        ("tel:+4915112345678 rang", r"tel:\+4955501\d{8} rang"),
        ("to 4:4915112345678", r"to 4:4955501\d{8}"),
        ("to 4:+4915112345678", r"to 4:\+4955501\d{8}"),
        ("call +49 (0)151 / 123-456-78 now", r"call \+49 55501\d{8} now"),
        ("call +49\u00a0151\u00a0123\u202f456 now", r"call \+49 55501\d{8} now"),
        (
            "to sip:+4915112345678@sbc.fabrikam.com:5061 now",
            r"to sip:\+4955501\d{8}@h[0-9a-f]{8}\.example now",
        ),
        ("to SIP:030123456@10.20.30.40", r"to SIP:055501\d{9}@h[0-9a-f]{8}\.example"),
        ("to sip:ines@sbc", r"to sip:user-[0-9a-f]{8}@mail\.example"),
        ("to +4915112345678@sbc.fabrikam.com", r"to \+4955501\d{8}@h[0-9a-f]{8}\.example"),
        ("to ines@thread.contoso.com now", r"to user-[0-9a-f]{8}@mail\.example now"),
        ('Bearer realm="login.fabrikam.com", x', r'Bearer realm="h[0-9a-f]{8}\.example", x'),
        (GUID.replace("-", "%2D"), r"[0-9a-f]{8}%2D[0-9a-f]{4}%2D8ed1%2Da1[0-9a-f]{2}%2D[0-9a-f]{12}"),
        (f"id{GUID.replace('-', '')} x", r"id[0-9a-f]{12}8ed1a1[0-9a-f]{14} x"),
        ("a%3D" + token(sub="x").replace(".", "%2E"), r"a%3Dredacted-[0-9a-f]{8}"),
        ("client_secret%3Dabc", r"client_secret%3Dredacted-[0-9a-f]{8}"),
    ],
)
def test_what_stands_in_text_is_masked_in_whatever_spelling(sent: str, kept: str) -> None:
    masked = REDACTOR.text(sent)
    assert re.fullmatch(kept, masked), masked
    assert REDACTOR.text(masked) == masked


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("19:meeting_Tm90QVJlYWw-_x@thread.v2", r"19:meeting_redacted-[0-9a-f]{8}@thread\.v2"),
        ("19%3ameeting_Tm90QVJlYWw%40thread.v2", r"19%3ameeting_redacted-[0-9a-f]{8}%40thread\.v2"),
        ("in 19:abc@thread.skype, now", r"in 19:redacted-[0-9a-f]{8}@thread\.skype, now"),
        (f"19:{GUID}_{GUID}@unq.gbl.spaces", r"19:([0-9a-f-]{14}8ed1-a1[0-9a-f-]{15})_\1@unq\.gbl\.spaces"),
        (f"19:{GUID.replace('-', '')}@thread.tacv2", r"19:[0-9a-f]{12}8ed1a1[0-9a-f]{14}@thread\.tacv2"),
    ],
)
def test_the_id_of_a_thread_keeps_its_prefix_and_its_domain(sent: str, kept: str) -> None:
    masked = REDACTOR.text(sent)
    assert re.fullmatch(kept, masked), masked
    assert REDACTOR.text(masked) == masked
    assert list(leaks(masked)) == []


@pytest.mark.parametrize(
    "text", ["19:@thread.v2", "19:abc@thread", "8:orgid:", "at 12:34:4:56", "ratio 4:3", "sip:", "tel:1"]
)
def test_what_only_resembles_an_address_of_a_phone_stays(text: str) -> None:
    assert REDACTOR.text(text) == text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("tel:030123456", r"tel:055501\d{9}"),
        ("4:4915112345678", r"4:4955501\d{8}"),
        ("030123456;ext=12", r"055501\d{9};ext=redacted-[0-9a-f]{8}"),
        ("tel:030123456;phone-context=+4930;isub", r"tel:0\d+;phone-context=\+49\d+;redacted-[0-9a-f]{8}"),
        ("+49 (0)151 / 123-456-78", r"\+49 55501\d{8}"),
    ],
)
def test_the_id_of_a_phone_keeps_its_form(sent: str, kept: str) -> None:
    masked = REDACTOR.body(json.dumps({"phone": {"id": sent}}).encode())
    assert re.fullmatch(kept, json.loads(masked)["phone"]["id"]), masked
    assert REDACTOR.body(masked) == masked


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("4915112345678.0", r"4955501\d{8}\.0"),
        ("-4915112345678", r"-4955501\d{8}"),
        ("4.915112345678e12", r"4955501\d{8}\.0e0"),
        ("491511234567.25", r"4955501\d{8}\.0"),
        ("9" * 5000, r"99955501\d{8}"),
        ("1", "1"),
        ("0.5", r"0\.5"),
    ],
)
def test_a_number_without_quotes_stays_one_of_its_kind(sent: str, kept: str) -> None:
    masked = REDACTOR.body(b'{"phone":{"id":%s}}' % sent.encode())
    assert re.fullmatch(kept, masked.decode()[len('{"phone":{"id":') : -2]), masked
    assert REDACTOR.body(masked) == masked


def test_a_number_of_thousands_of_digits_hides_nothing_else() -> None:
    masked = REDACTOR.body(b'{"timeout":%s,"phone":{"id":"01511234567"}}' % (b"9" * 5000))
    assert masked.startswith(b'{"timeout":%s,' % (b"9" * 5000))
    assert b"01511234567" not in masked


@pytest.mark.parametrize("sent", ["/api/calls?code=abc", "https://fabrikam.com/api/calls?code=abc"])
@pytest.mark.parametrize("name", ["X-Original-URL", "X-Rewrite-Url"])
def test_the_url_that_a_proxy_was_asked_for_is_masked(name: str, sent: str) -> None:
    masked = REDACTOR.headers(Headers.of({name: sent})).get(name) or ""
    assert re.fullmatch(r"(https://h[0-9a-f]{8}\.example)?/api/calls\?code=redacted-[0-9a-f]{8}", masked)


@pytest.mark.parametrize(
    "sent",
    [
        b'{"phone":{"id":"015112345678"},"displayName":"Otto Newman",}',
        b'{"phone":{"id":15112345678},"displayName":"Otto Newman"',
        b'{"phone":{"id":"015112345678"},"displayName":"Otto Newman',
        b"{'phone':{'id':'015112345678'},'displayName':'Otto Newman'}",
        b'{phone:{id:"015112345678"},displayName:"Otto Newman"}',
        rb'log "{\"phone\":{\"id\":\"015112345678\"},\"displayName\":\"Otto Newman\"}"',
        json.dumps(
            {"message": 'Failed: {"phone":{"id":"015112345678"},"displayName":"Otto Newman"}'}
        ).encode(),
        json.dumps({"message": "{'displayName':'Otto Newman'}"}).encode(),
    ],
)
def test_members_of_broken_or_quoted_json_are_masked(sent: bytes) -> None:
    masked = REDACTOR.body(sent)
    assert b"Newman" not in masked
    assert b"15112345678" not in masked
    assert REDACTOR.body(masked) == masked
    for spared in (b"phone", b"id", b"displayName", b"message", b"Failed"):
        assert (spared in masked) is (spared in sent)


def test_a_name_that_broken_json_gives_is_masked_in_its_text() -> None:
    whole = exchange(b'{"displayName":"Otto Newman","note":"ask Otto Newman",}')
    assert b"Newman" not in REDACTOR.exchange(whole).request.body


@pytest.mark.parametrize(
    "text",
    [
        "Chrome/120.0.0.0 at Version=4.0.0.0 and 1.2.3.4.5 since 12:34:56",
        "std::dec at 127.0.0.1:3978 and [::1]:80",
        "Bearer claims=eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==",
        "CommunicationsParticipantInfoCollection c29tZSB0ZXh0IHRoYXQgbmFtZXMgbm9ib2R5",
        "at 8:30, line 28:4",
    ],
)
def test_what_only_resembles_a_row_stays(text: str) -> None:
    assert REDACTOR.text(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+49 (0)151 2345678", "+49 151 2345678"),
        ("2001:DB8::9", "2001:db8:0:0:0:0:0:9"),
        (GUID, f"{{{GUID}}}"),
        ("Ines@Contoso.com", "ines%40contoso.com"),
        ("a1b2.NGROK.io", "a1b2.ngrok.io"),
    ],
)
def test_two_spellings_of_a_value_have_one_mask(one: str, other: str) -> None:
    assert REDACTOR.text(f"to {one} now").strip("{}") == REDACTOR.text(f"to {other} now").replace(
        "{", ""
    ).replace("}", "")


def test_a_number_with_the_digit_of_home_has_the_digits_of_the_one_without() -> None:
    assert REDACTOR.masks.number("+49 (0)151 2345678").replace(" ", "") == REDACTOR.masks.number(
        "+491512345678"
    )


@pytest.mark.parametrize("name", ["code", "code_verifier", "device_code"])
def test_what_an_oauth_grant_is_exchanged_for_is_masked_in_a_query_and_in_a_form(name: str) -> None:
    asked = f"a=b&{name}=q8-Xw2"
    url = REDACTOR.address(f"https://graph.microsoft.com/v1.0/x?{asked}", Way.TO_GRAPH)
    masked = f"a=b&{name}={REDACTOR.masks.opaque('q8-Xw2')}"
    assert url == f"https://graph.microsoft.com/v1.0/x?{masked}"
    assert REDACTOR.body(asked.encode()).decode() == masked


def test_the_code_of_an_error_is_none() -> None:
    assert REDACTOR.body(b'{"error": {"code": "7503"}}') == b'{"error": {"code": "7503"}}'


@pytest.mark.parametrize("number", ["+493023125042", "+49+30+23125042", "tel%3A+493023125042"])
def test_a_number_in_a_query_whose_plus_nobody_encoded_is_masked(number: str) -> None:
    opening = "https://graph.microsoft.com/v1.0/x?a="
    masked = REDACTOR.address(f"{opening}{number}", Way.TO_GRAPH)
    assert "23125042" not in masked
    assert "+49" in masked
    assert REDACTOR.address(masked, Way.TO_GRAPH) == masked


@pytest.mark.parametrize("number", ["0049 30 23125042", "0049-30-2312-5042", "0049 (0)30 23125042"])
def test_a_number_as_it_is_dialled_is_masked_in_free_text(number: str) -> None:
    assert REDACTOR.text(f"call {number} now") == f"call {REDACTOR.masks.number(number)} now"


@pytest.mark.parametrize("text", ["00123456", "00:12:34 56", "00 12 34 56", "build 0049.30"])
def test_digits_that_open_with_zeros_may_be_anything(text: str) -> None:
    assert REDACTOR.text(text) == text

"""Nothing that gives somebody away survives redaction, and everything else does."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.redaction import Redactor, is_mask, leaks, masks
from tests.unit.planting import KINDS, SPELLINGS, guids, hosts, mails, names, numbers, spelled, token, tokens

CALL = "6b29fc40-ca47-4067-b31d-00dd010662da"
URL = f"https://graph.microsoft.com/v1.0/communications/calls/{CALL}/redirect"
KEY = b"a key for tests"
REDACTOR = Redactor(KEY)

type Fields = Mapping[str, str]
NONE: Fields = {}

MEMBER = {"number": "phone", "name": "displayName", "host": "callbackUri", "token": "access_token"}


def exchange(
    body: Any = b"", *, url: str = URL, way: Way = Way.TO_GRAPH, fields: Fields = NONE, **more: str
) -> Exchange:
    """An exchange with a body (JSON unless bytes) and header fields."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Exchange(Request("POST", url, Headers.of({**fields, **more}), sent), Response(202), way)


def with_response(body: bytes, **headers: str) -> Exchange:
    return replace(exchange({}), response=Response(404, Headers.of(headers), body))


def told(kind: str, secret: str) -> str:
    """The secret as a bot writes it: a host stands in a URL."""
    return f"https://{secret}/api/calls" if kind == "host" else secret


def sentence(kind: str, secret: str) -> str:
    return f"No luck with {told(kind, secret)} today, nor with ({told(kind, secret)})."


# Where a datum may stand: name of the place -> kinds that are recognised there -> the exchange.
ANYWHERE = set(KINDS)
BY_FORM = ANYWHERE - {"name"}
PLACES = {
    "path": (BY_FORM - {"host"}, lambda kind, it: exchange(url=f"{URL}/{quote(it, safe='')}/x")),
    "path, unencoded": ({"guid", "number", "token"}, lambda kind, it: exchange(url=f"{URL}/{it}/x")),
    "query": (BY_FORM, lambda kind, it: exchange(url=f"{URL}?a={quote(told(kind, it), safe='')}&b")),
    "query of the bot": (
        ANYWHERE,
        lambda kind, it: exchange(url=f"https://b.com/?a={quote(it)}", way=Way.TO_BOT),
    ),
    "header": (BY_FORM, lambda kind, it: exchange(Note=sentence(kind, it))),
    "header name": ({"guid", "token"}, lambda kind, it: exchange(fields={f"X-{it}": "1"})),
    "host header": ({"host"}, lambda kind, it: exchange(way=Way.TO_BOT, Host=f"{it}:8443")),
    "URL of the bot": ({"host"}, lambda kind, it: exchange(url=f"https://{it}:1/api", way=Way.TO_BOT)),
    "credentials": (ANYWHERE, lambda kind, it: exchange(Authorization=f"Bearer {it}")),
    "misspelt credentials": (ANYWHERE, lambda kind, it: exchange(Authentication=it)),
    "cookie": (ANYWHERE, lambda kind, it: exchange(Cookie=f"a={it}")),
    "member": (ANYWHERE, lambda kind, it: exchange({"a": [{MEMBER.get(kind, "id"): told(kind, it)}]})),
    "member in a sentence": (BY_FORM, lambda kind, it: exchange({"message": sentence(kind, it)})),
    "member key": (BY_FORM, lambda kind, it: exchange({"a": {told(kind, it): 1}})),
    "JSON in a string": (
        ANYWHERE,
        lambda kind, it: exchange({"m": json.dumps({MEMBER.get(kind, "id"): told(kind, it)})}),
    ),
    "JSON with a trailing comma": (
        ANYWHERE,
        lambda kind, it: exchange(f'{{"{MEMBER.get(kind, "id")}": "{told(kind, it)}",}}'.encode()),
    ),
    "JSON in UTF-16": (
        ANYWHERE,
        lambda kind, it: exchange(f'{{"{MEMBER.get(kind, "id")}": "{told(kind, it)}"}}'.encode("utf-16-be")),
    ),
    "JSON in Latin-1": (
        ANYWHERE,
        lambda kind, it: exchange(
            f'{{"{MEMBER.get(kind, "id")}":"{told(kind, it)}","é":1}}'.encode("latin-1")
        ),
    ),
    "form": (
        ANYWHERE,
        lambda kind, it: exchange(f"{MEMBER.get(kind, 'id')}={quote(told(kind, it))}&b=1".encode()),
    ),
    "text": (BY_FORM, lambda kind, it: exchange(sentence(kind, it).encode())),
    "other bytes": (BY_FORM, lambda kind, it: exchange(b"\xff\x00 " + sentence(kind, it).encode() + b"\xfe")),
    "response": (BY_FORM, lambda kind, it: with_response(sentence(kind, it).encode(), note=told(kind, it))),
    "reason": (BY_FORM, lambda kind, it: replace(exchange(), response=Response(400, reason=told(kind, it)))),
    "error": (BY_FORM, lambda kind, it: replace(exchange(), response=None, error=sentence(kind, it))),
    "error about a name in the body": (
        {"name"},
        lambda kind, it: replace(exchange({"displayName": it}), error=sentence(kind, it)),
    ),
    "response about a name in the request": (
        {"name"},
        lambda kind, it: replace(
            exchange({"displayName": it}), response=Response(404, Headers(), sentence(kind, it).encode())
        ),
    ),
}
PLANTINGS = [(kind, place) for place, (kinds, _) in PLACES.items() for kind in sorted(kinds)]


def everything(whole: Exchange) -> str:
    """All that an exchange holds, as text: as sent, percent-decoded, and without the zeros of UTF-16."""
    parts = [
        whole.request.method,
        whole.request.url,
        whole.error or "",
        *sum(whole.request.headers.fields, ()),
    ]
    parts.append(whole.request.body.decode("latin-1"))
    if whole.response:
        parts += [whole.response.reason, *sum(whole.response.headers.fields, ())]
        parts.append(whole.response.body.decode("latin-1"))
    text = "\n".join(parts)
    return "\n".join((text, unquote(text), text.replace("\0", "")))


@settings(max_examples=25)
@pytest.mark.parametrize(("kind", "place"), PLANTINGS, ids=lambda it: it)
@given(drawn=st.data())
def test_nothing_planted_survives(kind: str, place: str, drawn: st.DataObject) -> None:
    secret = drawn.draw(KINDS[kind])
    planted = PLACES[place][1](kind, secret)
    assert secret in everything(planted)
    redacted = REDACTOR.exchange(planted)
    assert secret.lower() not in everything(redacted).lower()
    assert secret.lstrip("+")[3:] not in everything(redacted)
    assert list(leaks(everything(redacted))) == []
    assert REDACTOR.exchange(redacted) == redacted
    assert Redactor(b"another key").exchange(redacted) == redacted


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.one_of(*KINDS.values())
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["displayName", "phone", "id", "callbackUri", "token", "message", "x y", "a.b"])
            | guids,
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


def shape(tree: Any) -> Any:
    """The structure of a tree: what is no string stays, strings become their kind."""
    if isinstance(tree, dict):
        return [shape(value) for value in tree.values()]
    if isinstance(tree, list):
        return [shape(value) for value in tree]
    return type(tree)


@given(trees, st.sampled_from([None, 1]))
def test_redacted_json_has_the_same_structure_and_is_redacted_once(tree: Any, indent: int | None) -> None:
    body = json.dumps(tree, indent=indent).encode()
    redacted = REDACTOR.body(body)
    assert shape(json.loads(redacted)) == shape(tree)
    assert redacted.count(b"\n") == body.count(b"\n")
    assert REDACTOR.body(redacted) == redacted


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_at_all_are_redacted_once(body: bytes) -> None:
    redacted = REDACTOR.body(body)
    assert REDACTOR.body(redacted) == redacted


@given(st.text(max_size=80) | st.text("eyJ.+49-0 @a:/?=&%{}[]\"'\\", max_size=60))
def test_any_text_at_all_is_redacted_once(text: str) -> None:
    redacted = REDACTOR.text(text)
    assert REDACTOR.text(redacted) == redacted


@given(guids, st.lists(st.sampled_from(sorted(SPELLINGS)), min_size=4, max_size=4))
def test_one_guid_has_one_mask_in_url_header_body_and_response(guid: str, spellings: list[str]) -> None:
    url, header, member, text = (spelled(guid, spelling) for spelling in spellings)
    sent = replace(
        exchange(
            {"targets": [{"identity": {"user": {"id": member}}}]},
            url=f"https://graph.microsoft.com/v1.0/communications/calls/{url}/redirect",
            scenario_id=header,
        ),
        response=Response(404, Headers(), f"Call {text} not found.".encode()),
    )
    found = [*masks(everything(REDACTOR.exchange(sent)))]
    assert {mask.replace("-", "").lower() for mask in found} == {
        REDACTOR.masks.guid(guid).replace("-", "").lower()
    }
    assert {*found} == {spelled(REDACTOR.masks.guid(guid), spelling) for spelling in spellings}


@given(numbers, names, mails, guids)
def test_one_value_has_one_mask_wherever_it_stands(number: str, name: str, mail: str, guid: str) -> None:
    sent = exchange(
        {
            "phone": {"id": number, "displayName": number},
            "user": {"id": guid, "displayName": name},
            "note": f"{name} <{mail}> at {number} is {guid}",
            "subject": mail,
        },
        url=f"https://bot.contoso.com/{guid}/{quote(number)}?a={quote(mail)}&b={guid}",
        way=Way.TO_BOT,
    )
    redacted = REDACTOR.exchange(sent).request
    body = json.loads(redacted.body)
    assert body["phone"]["id"] == body["phone"]["displayName"]
    shown, identity = body["user"]["displayName"], body["user"]["id"]
    assert body["note"] == f"{shown} <{body['subject']}> at {body['phone']['id']} is {identity}"
    url = unquote(redacted.url)
    assert url.endswith(f"/{identity}/{body['phone']['id']}?a={body['subject']}&b={identity}")


def test_what_gives_nobody_away_stays_to_the_byte() -> None:
    body = (
        b'{ "@odata.type":"#microsoft.graph.x","timeout" : 3.0e1, "timeout": 30,"state":"incoming",\r\n'
        b' "resource":"/communications/calls/{id}","nil":"00000000-0000-0000-0000-000000000000",'
        b'"when":"2026-03-02T12:00:00.0000000+00:00","url":"https://graph.microsoft.com/v1.0/$metadata#a",'
        b'"endpointType":"default","languageId":"en-us","message":"Call not found. DiagCode: 480#10076.@",'
        b'"threadId":"19:meeting_abc@thread.v2", "displayName":"", "subject":null}'
    )
    whole = exchange(
        body,
        url="https://graph.microsoft.com/v1.0//communications/calls/%7Bid%7D/redirect?$select=id&x=%41",
        Authorization="Bearer REDACTED",
        Host="graph.microsoft.com",
        Date="Mon, 02 Mar 2026 12:00:00 GMT",
        Duration="123456789.0123",
        fields={
            "User-Agent": "Microsoft-Skype/3.0,(Calling/1.0)",
            "Content-Type": "application/json; charset=utf-8",
            "WWW-Authenticate": 'Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4i"',
        },
    )
    assert REDACTOR.exchange(whole) == whole


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Bearer abc", "Bearer REDACTED"),
        ("bearer  abc", "bearer REDACTED"),
        ("Basic dTpw", "Basic REDACTED"),
        ("Digest username=x", "Digest REDACTED"),
        ("abc", "REDACTED"),
        ("secret abc", "REDACTED"),
        ("Bearer", "Bearer"),
        ("", ""),
        ("Bearer REDACTED", "Bearer REDACTED"),
    ],
)
@pytest.mark.parametrize("name", ["Authorization", "authentication", "Proxy-Authorization"])
def test_of_credentials_only_the_scheme_stays(name: str, sent: str, kept: str) -> None:
    assert REDACTOR.exchange(exchange(fields={name: sent})).request.headers.get(name) == kept


@pytest.mark.parametrize(
    "name",
    [
        "Cookie",
        "Set-Cookie",
        "x-ms-ags-diagnostic",
        "X-Forwarded-For",
        "HostOs",
        "X-ThrowSite",
        "Max-Forwards",
    ],
)
def test_fields_about_somebodys_machine_are_dropped(name: str) -> None:
    redacted = REDACTOR.exchange(exchange(fields={name: "x", "Accept": "application/json"}))
    assert redacted.request.headers.fields == (("Accept", "application/json"),)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://bot.contoso.com/api/calls", "https://HOST/api/calls"),
        ("https://bot.contoso.com:8443/api//calls", "https://HOST/api//calls"),
        ("http://127.0.0.1:4321/api/calls", "http://HOST/api/calls"),
        ("http://[::1]:4321/", "http://HOST/"),
        ("//bot.contoso.com/x", "//HOST/x"),
        ("bot.contoso.com/x", "HOST/x"),
        ("bot:8080/x", "HOST/x"),
        ("localhost", "HOST"),
        ("/api/calls", "/api/calls"),
        ("https://{host}/api", "https://{host}/api"),
        ("https://graph.microsoft.com/v1.0/me", "https://graph.microsoft.com/v1.0/me"),
        ("string", "string"),
        ("", ""),
    ],
)
def test_a_callback_keeps_all_but_its_host(sent: str, kept: str) -> None:
    body = json.loads(REDACTOR.body(json.dumps({"callbackUri": sent}).encode()))
    assert re.sub(r"h[0-9a-f]{8}\.example", "HOST", body["callbackUri"]) == kept


def test_a_callback_keeps_the_names_of_its_query_and_that_it_has_a_user_and_a_fragment() -> None:
    callback = f"https://ann:pw@bot.contoso.com/{CALL}?webInstanceId={'0' * 64}&id={CALL}&empty=&flag#top"
    redacted = json.loads(REDACTOR.body(json.dumps({"callbackUri": callback}).encode()))["callbackUri"]
    call = REDACTOR.masks.guid(CALL)
    assert re.fullmatch(
        rf"https://redacted-\w{{8}}@h\w{{8}}\.example/{call}"
        rf"\?webInstanceId=redacted-\w{{8}}&id={call}&empty=&flag#redacted-\w{{8}}",
        redacted,
    )


@pytest.mark.parametrize("sent", ["https:\\\\bot.contoso.com\\api", "mailto:a@b", "bot.contoso.com api"])
def test_a_callback_that_is_no_url_is_opaque(sent: str) -> None:
    redacted = json.loads(REDACTOR.body(json.dumps({"callbackUri": sent}).encode()))["callbackUri"]
    assert is_mask(redacted)


def test_a_loopback_host_stays_where_it_is_not_the_bots() -> None:
    told_of = replace(exchange(url="http://127.0.0.1:8080/v1.0/x"), error="http://localhost:1/ is closed")
    redacted = REDACTOR.exchange(told_of)
    assert (redacted.request.url, redacted.error) == (told_of.request.url, told_of.error)


def test_a_loopback_url_of_graph_is_redacted_like_the_url_it_stands_for() -> None:
    asked = f"/v1.0/communications/calls/{CALL}/redirect?$select=id&token=abc"
    at_graph = REDACTOR.request(Request("POST", f"https://graph.microsoft.com{asked}"), Way.TO_GRAPH).url
    here = REDACTOR.request(Request("POST", f"http://127.0.0.1:8080{asked}"), Way.TO_GRAPH).url
    assert here.partition("8080")[2] == at_graph.partition(".com")[2]


def test_several_forwarded_hosts_are_masked_each() -> None:
    redacted = REDACTOR.exchange(
        exchange(way=Way.TO_BOT, fields={"X-Forwarded-Host": "a.contoso.com, b.contoso.com:1"})
    )
    assert redacted.request.headers.get("x-forwarded-host") == ", ".join(
        (REDACTOR.masks.host("a.contoso.com"), REDACTOR.masks.host("b.contoso.com"))
    )


@given(tokens, guids)
def test_of_a_token_fetch_only_method_and_masked_url_are_left(secret: str, tenant: str) -> None:
    fetch = replace(
        exchange(
            f"client_id={tenant}&client_secret=s3cr3t&grant_type=client_credentials".encode(),
            url=f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token?login_hint=ann",
            way=Way.TO_LOGIN,
            Cookie="a=b",
        ),
        response=Response(200, Headers(), json.dumps({"access_token": secret}).encode()),
        facts={"login_status": 200},
    )
    redacted = REDACTOR.exchange(fetch)
    mask = REDACTOR.masks.guid(tenant)
    assert redacted.request == Request(
        "POST",
        f"https://login.microsoftonline.com/{mask}/oauth2/v2.0/token"
        f"?login_hint={REDACTOR.masks.opaque('ann')}",
    )
    assert redacted.response is None
    assert redacted.facts == {"login_status": 200}


@pytest.mark.parametrize(
    ("tenant", "is_kept"),
    [("common", True), ("organizations", True), ("contoso.onmicrosoft.com", False), ("contoso.com", False)],
)
def test_a_tenant_named_by_a_domain_is_masked_in_every_login_url(tenant: str, is_kept: bool) -> None:
    challenge = f'Bearer authorization_uri="https://login.microsoftonline.com/{tenant}/oauth2/authorize"'
    redacted = REDACTOR.response(Response(401, Headers.of({"WWW-Authenticate": challenge})))
    kept = redacted.headers.get("www-authenticate") or ""
    assert kept.startswith('Bearer authorization_uri="https://login.microsoftonline.com/')
    assert kept.endswith('/oauth2/authorize"')
    assert (tenant in kept) is is_kept


def test_the_bot_frameworks_own_tenant_is_public() -> None:
    url = "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token"
    assert REDACTOR.request(Request("POST", url), Way.TO_LOGIN).url == url


@pytest.mark.parametrize("member", ["displayName", "display_name", "DisplayName", "subject"])
def test_a_name_that_is_a_number_or_a_mail_address_is_masked_as_that(member: str) -> None:
    for value, kind in (
        ("+4930123456", "number"),
        ("a@contoso.com", "mail"),
        (CALL, "guid"),
        ("Ann", "name"),
    ):
        redacted = json.loads(REDACTOR.body(json.dumps({member: value}).encode()))[member]
        assert redacted == getattr(REDACTOR.masks, kind)(value)


def test_a_national_number_is_masked_where_a_phone_stands() -> None:
    body = {"phone": {"id": "4255550100", "displayName": "(425) 555-0100"}, "count": 4255550100}
    redacted = json.loads(REDACTOR.body(json.dumps(body).encode()))
    assert is_mask(redacted["phone"]["id"])
    assert is_mask(redacted["phone"]["displayName"])
    assert redacted["count"] == body["count"]


def test_a_number_without_quotes_stays_a_number() -> None:
    redacted = json.loads(REDACTOR.body(b'{"phone":{"id":4930123456},"timeout":30}'))
    assert redacted == {"phone": {"id": int(REDACTOR.masks.number("4930123456"))}, "timeout": 30}


def test_a_phone_in_a_string_of_json_is_masked_in_place() -> None:
    inner = json.dumps({"@odata.type": "#microsoft.graph.identity", "id": "004930123456"})
    redacted = json.loads(REDACTOR.body(json.dumps({"phone": inner}).encode()))["phone"]
    assert json.loads(redacted)["@odata.type"] == "#microsoft.graph.identity"
    assert is_mask(json.loads(redacted)["id"])


def test_duplicate_keys_stay_duplicate() -> None:
    redacted = REDACTOR.body(f'{{"{CALL}": 1, "{CALL}": 2}}'.encode()).decode()
    assert redacted.count(REDACTOR.masks.guid(CALL)) == 2


def test_words_of_the_contract_are_no_names() -> None:
    body = {"displayName": "default", "endpointType": "default", "@odata.type": "#microsoft.graph.default"}
    redacted = json.loads(REDACTOR.body(json.dumps(body).encode()))
    assert redacted["endpointType"] == "default"
    assert redacted["@odata.type"] == "#microsoft.graph.default"


def test_a_name_is_replaced_as_a_whole_word_only() -> None:
    sent = replace(exchange({"displayName": "Adele"}), error="Adele, Adelement and adele@contoso.com")
    redacted = REDACTOR.exchange(sent).error or ""
    assert redacted == (
        f"{REDACTOR.masks.name('Adele')}, Adelement and {REDACTOR.masks.mail('adele@contoso.com')}"
    )


def test_facts_and_figures_pass_untouched() -> None:
    whole = replace(exchange(), facts={"length_sent": 4930123456, "callback_host": "public"}, seconds=0.5)
    redacted = REDACTOR.exchange(whole)
    assert (redacted.facts, redacted.seconds, redacted.way) == (whole.facts, 0.5, whole.way)


def test_secrets_of_a_form_lose_their_value_and_keep_their_name() -> None:
    body = REDACTOR.body(b"grant_type=client_credentials&client_secret=s3cr3t%2B&client_assertion=abc")
    assert re.fullmatch(
        rb"grant_type=client_credentials&client_secret=redacted-\w{8}&client_assertion=redacted-\w{8}", body
    )


@pytest.mark.parametrize(
    "text", ["client_secret=s3cr3t", "password: s3cr3t", '\\"access_token\\":\\"s3cr3t\\"']
)
def test_a_secret_is_seen_behind_its_name_in_running_text(text: str) -> None:
    assert "s3cr3t" not in REDACTOR.text(f"Request had {text} in it")
    assert "redacted-" in REDACTOR.text(f"Request had {text} in it")


def test_credentials_are_seen_in_running_text() -> None:
    assert REDACTOR.text("sent Bearer EwBgA8l6BAAURSN8/Fj+ab1= to it") == "sent Bearer REDACTED to it"
    assert "Bearer REDACTED" in REDACTOR.text(f"sent Bearer {token(a=1)}")


def test_the_key_is_not_in_anything_redacted() -> None:
    assert KEY.decode() not in everything(REDACTOR.exchange(exchange({"displayName": "Ann"})))
    assert re.fullmatch(r"[0-9a-f]{8}", REDACTOR.key_id)


@given(hosts)
def test_one_host_has_one_mask_in_url_header_and_callback(host: str) -> None:
    sent = exchange(
        {"callbackUri": f"https://{host.upper()}/api"},
        url=f"https://{host}:443/api",
        way=Way.TO_BOT,
        Host=host,
    )
    redacted = REDACTOR.exchange(sent).request
    mask = REDACTOR.masks.host(host)
    assert redacted.url == f"https://{mask}/api"
    assert redacted.headers.get("host") == mask
    assert json.loads(redacted.body) == {"callbackUri": f"https://{mask}/api"}

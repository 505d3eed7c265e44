"""What is masked, how much of it stays, and what is left alone."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given

from harness.exchange import Request, Response, Way
from harness.headers import Headers
from harness.redaction.redactor import Redactor, is_mask
from tests.unit.planting import CALL, everything, exchange, guids, hosts, token, tokens

KEY = b"a key for tests"
REDACTOR = Redactor(KEY)


def test_what_gives_nobody_away_stays_to_the_byte() -> None:
    body = (
        b'{ "@odata.type":"#microsoft.graph.x","timeout" : 3.0e1, "timeout": 30,"state":"incoming",\r\n'
        b' "resource":"/communications/calls/{id}","nil":"00000000-0000-0000-0000-000000000000",'
        b'"when":"2026-03-02T12:00:00.0000000+00:00","url":"https://graph.microsoft.com/v1.0/$metadata#a",'
        b'"endpointType":"default","languageId":"en-us","message":"Call not found. DiagCode: 480#10076.@",'
        b'"threadId":"", "displayName":"", "subject":null}'
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
        "DISGUISED-HOST",
        "WAS-DEFAULT-HOSTNAME",
        "X-Forwarded-Server",
        "X-SITE-DEPLOYMENT-ID",
        "CLIENT-IP",
        "X-Cluster-Client-Ip",
        "X-Envoy-External-Address",
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
    kept = REDACTOR.header("WWW-Authenticate", challenge) or ""
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

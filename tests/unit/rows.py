"""The table of secrets and personal data, row by row: each datum where it can stand."""

import json
from base64 import b64encode, urlsafe_b64encode
from dataclasses import replace
from urllib.parse import quote

from harness.exchange import Exchange, Response, Way
from tests.unit.planting import CALL, asked, exchange, token, with_response

USER = "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"
TENANT = "8d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a"
SECRET = "q8xw2kvb7zz"
JWT = token(sub="ines")
PERSON = json.dumps({"displayName": "Ines Marlowe", "tid": TENANT})
LOGIN = "https://login.microsoftonline.com/common/oauth2/v2.0/token"
CONTEXT = quote(json.dumps({"Tid": TENANT, "Oid": USER}))


def encoded(text: str) -> str:
    return b64encode(text.encode()).decode()


def header(name: str, value: str = SECRET) -> Exchange:
    return exchange(fields={name: value})


def failed(error: str) -> Exchange:
    return replace(exchange(), response=None, error=error)


ROWS: dict[str, list[tuple[str, Exchange]]] = {
    "Graph bearer token": [
        (JWT, header("Authorization", f"Bearer {JWT}")),
        (JWT, failed(f"refused: Bearer {JWT}")),
    ],
    "platform JWT": [
        (JWT, replace(header("Authorization", f"Bearer {JWT}"), way=Way.TO_BOT)),
        (JWT, header("Authentication", JWT)),
    ],
    "client secret or assertion": [
        (SECRET, exchange(f"client_id={USER}&client_secret={SECRET}&client_info=1".encode())),
        (JWT, exchange(f"client_assertion={JWT}".encode())),
        (SECRET, exchange(b"client_secret=" + SECRET.encode(), url=LOGIN, way=Way.TO_LOGIN)),
        (SECRET, exchange({"message": f"Endpoint=sb://x.servicebus.windows.net/;SharedAccessKey={SECRET}="})),
    ],
    "access, refresh and id token": [
        (SECRET, with_response(json.dumps({"access_token": SECRET, "refresh_token": SECRET}).encode())),
        (SECRET, with_response(json.dumps({"id_token": SECRET, "expires_in": 3599}).encode())),
    ],
    "secret in a header that says so": [
        (SECRET, header("X-Access-Token")),
        (SECRET, header("X-Auth-Token")),
        (SECRET, header("My-Api-Key")),
        (SECRET, header("X-Client-Secret")),
        (SECRET, header("X-Password")),
        (SECRET, header("X-Hub-Signature-256")),
        (SECRET, header("X-ZUMO-AUTH")),
        (SECRET, header("X-MS-TOKEN-AAD-ACCESS-TOKEN")),
        (SECRET, header("X-CSRF-Token")),
    ],
    "secret in a member that says so": [
        (SECRET, exchange({"authToken": SECRET, "appSecret": SECRET, "sharedAccessKey": SECRET})),
        (SECRET, exchange(url=f"https://graph.microsoft.com/v1.0/x?subscription-key={SECRET}")),
    ],
    "tenant id": [
        (
            TENANT,
            exchange(url=f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token", way=Way.TO_LOGIN),
        ),
        (TENANT, exchange({"tenantId": TENANT, "issuer": f"https://sts.windows.net/{TENANT}/"})),
        (
            TENANT,
            header("WWW-Authenticate", f'Bearer authorization_uri="https://login.windows.net/{TENANT}/x"'),
        ),
        (
            TENANT,
            exchange({"joinWebUrl": f"https://teams.microsoft.com/l/meetup-join/x/0?context={CONTEXT}"}),
        ),
    ],
    "application id": [
        (USER, exchange({"application": {"id": USER}, "callbackUri": f"https://b.contoso.com/{USER}"})),
        (USER, exchange(f"client_id={USER}&scope=x".encode())),
    ],
    "object ids": [
        (USER, exchange({"answeredBy": {"user": {"id": USER}}})),
        (USER, exchange({"terminationSender": {"user": {"id": USER}}})),
        (USER, exchange({"transferor": {"user": {"id": USER}}})),
        (USER, exchange({"organizer": {"user": {"id": USER}}})),
        (USER, exchange({"callRoutes": [{"original": {"applicationInstance": {"id": USER}}}]})),
        (USER, exchange({"onPremises": {"id": USER.upper()}})),
        ("ines.marlowe", exchange({"user": {"id": "ines.marlowe"}})),
    ],
    "MRI": [
        (USER, exchange({"id": f"8:orgid:{USER}"})),
        ("ines.marlowe", exchange({"id": "8:live:ines.marlowe"})),
        ("0a1b2c3d", exchange({"id": "8:live:.cid.0a1b2c3d4e5f6071"})),
        ("0a1b2c3d", exchange({"id": "8:teamsvisitor:0a1b2c3d4e5f60718293a4b5c6d7e8f9"})),
        (USER, exchange({"id": f"28:{USER}"})),
        ("inesbot", exchange({"id": "28:inesbot"})),
        ("718293a4", exchange({"id": f"8:acs:{USER}_0000000a-1b2c-3d4e-5f60-718293a4b5c6"})),
        ("ines", failed("user 8:live:ines not found")),
    ],
    "encrypted id": [
        (
            "q8Xw2kVb",
            exchange({"identity": {"encrypted": {"id": "q8Xw2kVb7zMadeUpPq8Xw2kVb7zMadeUpPq8Xw2kV01="}}}),
        ),
    ],
    "guest": [
        (
            "marlowe",
            exchange(
                {"guest": {"id": "g-marlowe", "displayName": "G Marlowe", "email": "marlowe@contoso.com"}}
            ),
        ),
    ],
    "display names": [
        ("Marlowe", exchange({"displayName": "Ines Marlowe", "subject": "Marlowe calls"})),
        ("Marlowe", exchange(rb'{"displayName": "\u0049nes Marlowe"}')),
        (
            "Marlowe",
            replace(
                failed("cannot ring Ines Marlowe"), request=exchange({"displayName": "Ines Marlowe"}).request
            ),
        ),
    ],
    "phone numbers": [
        (
            "23125042",
            exchange({"identity": {"phone": {"id": "+493023125042", "displayName": "+49 30 23125042"}}}),
        ),
        (
            "23125042",
            exchange(
                {"terminationSender": {"phone": {"id": "+493023125042", "displayName": "+49 30 23125042"}}}
            ),
        ),
        (
            "23125042",
            exchange(
                {"assertedIdentity": {"phone": {"id": "+493023125042", "displayName": "+49 30 23125042"}}}
            ),
        ),
        ("23125042", exchange({"assertedIdentity": {"id": "03023125042"}})),
        ("23125042", exchange({"phone": {"id": "tel:03023125042;ext=1"}})),
        ("23125042", failed("cannot dial tel:+493023125042")),
    ],
    "callbackUri": [
        ("contoso", exchange({"callbackUri": f"https://bot.contoso.com/api?webInstanceId={'ab' * 32}"})),
        ("abab", exchange({"callbackUri": f"https://bot.contoso.com/api?webInstanceId={'ab' * 32}"})),
        ("contoso", exchange(url="https://bot.contoso.com/x", way=Way.TO_BOT, Host="bot.contoso.com")),
        (
            "contoso",
            replace(
                failed("cannot connect to host bot.contoso.com:443"),
                request=exchange({"callbackUri": "https://bot.contoso.com/"}).request,
            ),
        ),
        ("inesbot", failed("no route to inesbot.ngrok-free.app today")),
        ("a1b2c3", failed("no route to a1b2c3.ngrok.io today")),
        ("ab12-3978", failed("no route to ab12-3978.euw.devtunnels.ms today")),
        ("inesbot", failed("no route to inesbot.azurewebsites.net today")),
        ("inesbot", with_response(b"", Location="https://inesbot.ngrok.io/x")),
        (SECRET, header("ngrok-trace-id")),
    ],
    "linkable ids": [
        (CALL, exchange(client_request_id=CALL, scenario_id=CALL.upper())),
        (CALL, exchange({"callChainId": CALL, "myParticipantId": CALL.replace("-", "")})),
        (CALL, exchange({"message": f"call {{{CALL.upper()}}} is gone"})),
    ],
    "thread": [
        ("Tm90QVJl", exchange({"chatInfo": {"threadId": "19:meeting_Tm90QVJlYWw@thread.v2"}})),
        (USER, exchange({"threadId": f"19:{USER}_{TENANT}@unq.gbl.spaces"})),
        (
            "Tm90QVJl",
            exchange(
                {
                    "joinURL": f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_Tm90QVJlYWw%40thread.v2/0?context={CONTEXT}"
                }
            ),
        ),
    ],
    "meeting": [
        (SECRET, exchange({"meetingInfo": {"token": SECRET, "passcode": SECRET}})),
        ("912 345 678", exchange({"joinMeetingId": "912 345 678 01"})),
    ],
    "context of a joinURL": [
        (USER, exchange({"joinURL": f"https://teams.microsoft.com/l/meetup-join/x/0?context={CONTEXT}"})),
        (TENANT, exchange({"note": f"see https://teams.microsoft.com/l/meetup-join/x/0?context={CONTEXT}"})),
    ],
    "media": [
        (
            SECRET,
            exchange(
                {"mediaConfig": {"@odata.type": "#microsoft.graph.appHostedMediaConfig", "blob": SECRET}}
            ),
        ),
        (SECRET, exchange({"mediaConfig": {"blob": json.dumps({"contexts": [SECRET]})}})),
    ],
    "infrastructure": [
        (SECRET, header("x-ms-ags-diagnostic")),
        (SECRET, header("X-ThrowSite")),
        (SECRET, header("X-Microsoft-Pma-Instance")),
        (SECRET, header("x-ms-gateway-serviceRoot")),
        (SECRET, header("X-ARR-SSL")),
    ],
    "addresses of machines": [
        ("203.0.113.9", header("X-Forwarded-For", "203.0.113.9")),
        ("203.0.113.9", header("Forwarded", "203.0.113.9")),
        ("203.0.113.9", header("X-Note", "203.0.113.9")),
        ("203.0.113.9", failed("cannot connect to 203.0.113.9:8443")),
        ("203.0.113.9", failed("refused: bot/203.0.113.9:8443")),
        ("2001:db8", failed("cannot connect to [2001:db8:0:1::9]:443")),
        ("203.0.113", exchange({"message": "peer ::ffff:203.0.113.9 reset"})),
        ("10.20.30", exchange(b"upstream 10.20.30.40 refused")),
        ("203.0.113.9", exchange(url="https://graph.microsoft.com/v1.0/203.0.113.9?a=203.0.113.9")),
        ("203.0.113.9", replace(exchange(), response=Response(502, reason="no 203.0.113.9"))),
    ],
    "fingerprint of a machine": [
        ("22631", header("HostOs", "Windows 10.0.22631")),
        ("22631", header("RuntimeEnvironment", "22631")),
        (
            "6.8.0-45",
            header(
                "User-Agent", "azsdk-python-identity/1.19.0 Python/3.12.3 (Linux-6.8.0-45-generic-x86_64)"
            ),
        ),
        (
            "22631",
            header("User-Agent", "azsdk-net-Identity/1.12.0 (.NET 8.0.8; Microsoft Windows 10.0.22631)"),
        ),
        ("23.6.0", header("User-Agent", "azsdk-js-identity/4.4.1 Node/20.11.1 OS/(x64-Darwin-23.6.0)")),
        ("22631", header("SdkVersion", "graph-dotnet/5.1 (hostOS=Windows 10.0.22631; hostArch=X64)")),
    ],
    "cookies": [
        (SECRET, header("Cookie", f"fpc={SECRET}")),
        (SECRET, with_response(b"", **{"Set-Cookie": f"fpc={SECRET}; path=/"})),
    ],
    "free text of errors": [
        (USER, with_response(json.dumps({"error": {"message": f"user {USER} of {TENANT}"}}).encode())),
        (TENANT, with_response(json.dumps({"error": {"message": json.dumps({"tid": TENANT})}}).encode())),
        ("marlowe", failed("mail ines.marlowe@contoso.com")),
    ],
    "what is encoded": [
        (encoded(JWT), exchange({"message": f"ctx {encoded(JWT)}"})),
        (encoded(PERSON), exchange({"state": encoded(PERSON)})),
        (encoded(PERSON)[:40], header("X-Note", urlsafe_b64encode(PERSON.encode()).decode().rstrip("="))),
        (
            encoded(PERSON)[:40],
            exchange(url=f"https://graph.microsoft.com/v1.0/x?state={quote(encoded(PERSON))}"),
        ),
        (encoded(PERSON), failed(f"bad state {encoded(PERSON)}")),
        (
            encoded("https://conv.contoso.com/")[:32],
            exchange({"serverCallId": encoded("https://conv.contoso.com/gespraech/17")}),
        ),
    ],
    "hosts on the way": [
        ("contoso", header("Via", "1.1 proxy.contoso.com")),
        ("contoso", header("Warning", '199 contoso.com "stale"')),
        ("contoso", header("Alt-Svc", 'h2="edge.contoso.com:443"; ma=60')),
        ("contoso", header("Refresh", "0;url=contoso.com/x")),
        ("contoso", header("Server", "edge.contoso.com")),
        ("contoso", header("Origin", "https://contoso.com")),
        ("contoso", header("Content-Location", "contoso.com:1/x")),
        ("srv-one", header("X-Backend-Host", "srv-one")),
        ("contoso", exchange({"endpoint": "contoso.com:8443"})),
    ],
    "name of several words": [
        ("Marlowe", exchange(b"name=Ines+Marlowe")),
        ("Marlowe", exchange({"name": "Ines Marlowe"})),
        ("marlowe", header("X-User-Name", "marlowe")),
        ("marlowe", header("X-MS-Client-Principal-Name", "marlowe")),
    ],
    "session": [
        (SECRET, exchange(url=f"https://graph.microsoft.com/v1.0/x;jsessionid={SECRET};a=1/y")),
        (SECRET, header("X-Session-Id")),
        (SECRET, header("X-Jwt")),
        (SECRET, header("Sec-WebSocket-Key")),
        (SECRET, exchange({"cookies": [SECRET], "credentials": SECRET})),
    ],
    "realm of a challenge": [
        ("contoso", header("WWW-Authenticate", 'Bearer realm="ines.m@contoso.com"')),
        ("contoso", header("WWW-Authenticate", 'Digest realm="users@host.contoso.com:80", nonce=""')),
        ("contoso", header("WWW-Authenticate", "Bearer realm=login.contoso.com, error=x")),
        ("TlRMTVNTUAACAAAADgAO", header("WWW-Authenticate", "NTLM TlRMTVNTUAACAAAADgAOADgAAAAFgoqi")),
    ],
    "method that is none": [
        (USER, asked(USER)),
        (JWT, asked(JWT)),
        (JWT[:30].upper(), asked(JWT.upper())),
        ("marlowe", asked("ines.marlowe@contoso.com")),
        (USER, replace(asked(USER), way=Way.TO_LOGIN)),
    ],
    "user of a URL": [
        ("pw12", exchange(url="https://ines:pw12@graph.microsoft.com/v1.0/x")),
    ],
}
PLACES = [(row, secret, whole) for row, places in ROWS.items() for secret, whole in places]

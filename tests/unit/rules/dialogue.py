"""Conversations as dialogues: a line for each message, as in the pages of the rules.

     0.0  platform  incoming
     0.2  bot       202
     1.5  bot       redirect timeout=30
     1.9  graph     202
    24.0  platform  terminated
    24.1  bot       202

Seconds since noon, who speaks, what is said, and what of it differs from a faultless message: `call=B`
another call, `chain=2` another chain, `to=/path` another callback; for the bot `target=phone`,
`version=beta`, `root=app`, `host=...`; anything else is a header, a fact, or a member of the body or of
resourceData. A number answers the oldest message of the other side that has no answer yet; after `silence`
nobody waits for one any more.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from harness import notification
from harness.contract.editions import EDITIONS, documentation
from harness.exchange import Exchange, FactValue, Request, Response, Way
from harness.facts import FACTS
from harness.headers import Headers
from harness.notification import Call, Party
from harness.rules import judge_all
from tests.unit.rules.exchanges import CALL, NOON, PHONE, STATUS, USER, members

TENANT = "c41d7b90-5e28-4f63-a90b-17e4d2c86f35"
BOT = "7e05d9b4-3c61-4a8f-8d27-b9f0a4c1e652"
CALLER = "d83b60fa-914c-4e75-b2a6-0c5f7e19d438"
CALLS = {"A": CALL, "B": "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4", "C": "6f48e2b5-07d1-4c9a-9e3b-52c7d0f81a96"}
CHAINS = {"1": "2b9e6c04-d715-48fa-ac32-f06d1b8e7945", "2": "e50fa7c3-6b18-4d92-8047-9ac3d5b1f260"}
IDS = {str(each): f"a1b2c3d4-0000-4000-8000-{each:012d}" for each in range(10)}
TARGETS: Mapping[str, Any] = {
    "user": USER,
    "phone": PHONE,
    "caller": {"identity": {"user": {"id": CALLER}}},
    "bot": {"identity": {"application": {"id": BOT}}},
}
GOOD_TOKEN: dict[str, FactValue] = {
    "token_present": True,
    "token_expired": False,
    "token_tenant_matches": True,
    "token_app_matches": True,
}
LOGIN = f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"

type Said = dict[str, Any]

_LINE = re.compile(r"\s*(\d+(?:\.\d+)?)\s+(platform|bot|graph|login)\s+(\S+)(.*)")
_FIELD = re.compile(r"([\w.-]+)=(\"[^\"]*\"|\[.*?\](?=\s|$)|\S+)")
_ACTIONS = ("redirect", "answer", "reject", "keepAlive")


def dialogue(text: str) -> list[Exchange]:
    """The exchanges of a dialogue, in the order in which they end."""
    begun: list[Exchange] = []
    open_: dict[str, deque[int]] = {who: deque() for who in ("platform", "graph", "login")}
    for number, line in enumerate(each for each in text.splitlines() if each.strip()):
        spoken = _LINE.fullmatch(line)
        assert spoken, f"no line of a dialogue: {line}"
        at, who, word = float(spoken[1]), spoken[2], spoken[3]
        said: Said = {found[1]: _value(found[2]) for found in _FIELD.finditer(spoken[4])}
        if word == "silence":
            asked = open_["platform" if who == "bot" else who].popleft()
            waited = round(
                (NOON + timedelta(seconds=at) - (begun[asked].started_at or NOON)).total_seconds(), 6
            )
            begun[asked] = replace(begun[asked], seconds=waited)
            continue
        if word.isdigit():
            asked = open_["platform" if who == "bot" else who].popleft()
            begun[asked] = _answered(begun[asked], int(word), at, said)
            continue
        open_[{"platform": "platform", "bot": "login" if word == "token" else "graph"}[who]].append(
            len(begun)
        )
        speak = _told if who == "platform" else _fetched if word == "token" else _asked
        begun.append(replace(speak(word, said, number), started_at=NOON + timedelta(seconds=at)))
    return sorted(begun, key=lambda each: (each.started_at or NOON) + timedelta(seconds=each.seconds or 0))


def broken(text: str, edition: str, *codes: str) -> list[tuple[str, str, int | None]]:
    """What a dialogue breaks under an edition: code, severity, number. codes: all rules, or these."""
    found = judge_all(
        enumerate(dialogue(text), 1), documentation(edition), frozenset(codes) if codes else None
    )
    return [(each.rule, str(each.severity), each.at) for each in found]


def broken_everywhere(text: str, *codes: str) -> dict[str, str]:
    """The codes and severities by edition, RDR001's word on another edition's success left out."""
    return {
        name: " ".join(
            f"{code}:{severity}" for code, severity, _ in broken(text, name, *codes) if code != "RDR001"
        )
        for name in EDITIONS
    }


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _told(word: str, said: Said, number: int) -> Exchange:
    call = CALLS[said.pop("call", "A")]
    chain = CHAINS[str(said.pop("chain", 1))]
    path = said.pop("to", "/api/calls")
    callee = said.pop("callee", "application")
    facts = {**GOOD_TOKEN, "token_issuer_known": True, **_taken(said)}
    headers = {
        "User-Agent": "Microsoft-Skype/3.0,(Calling/1.0)",
        "Authorization": "Bearer REDACTED",
        "Content-Type": "application/json",
        "X-Microsoft-Skype-Chain-ID": chain,
        "Scenario-Id": chain,
    } | {name: said.pop(name) for name in list(said) if name[:1].isupper()}
    if word == "legacy":
        body = json.dumps({"id": call, "callState": "incoming", "participants": [], **said}).encode()
        request = Request("POST", f"https://bot.example{path}", Headers.of(headers), body)
        return Exchange(request, None, Way.TO_BOT, error="no answer came", facts=facts, http="1.1")
    change = said.pop("changeType", {"incoming": "created", "terminated": "deleted"}.get(word, "updated"))
    known = Call(
        *(call, chain, TENANT, "https://bot.example/api/calls"),
        *(Party("user", CALLER), Party(callee, BOT if callee == "application" else IDS["9"])),
    )
    body = notification.write(change, word, known, said)
    request = Request("POST", f"https://bot.example{path}", Headers.of(headers), body)
    return Exchange(request, None, Way.TO_BOT, error="no answer came", facts=facts, http="1.1")


def _asked(word: str, said: Said, number: int) -> Exchange:
    assert word in _ACTIONS, f"the bot cannot {word}"
    call = CALLS[said.pop("call", "A")]
    version, root = said.pop("version", "v1.0"), said.pop("root", "communications")
    host = said.pop("host", "graph.microsoft.com")
    facts = {
        **GOOD_TOKEN,
        "token_audience_graph": True,
        "token_has_calls_initiate": True,
        **_taken(said),
    }
    attempt = str(said.pop("client-request-id", number % 10))
    headers = {
        "Authorization": "Bearer REDACTED",
        "Content-Type": "application/json",
        "client-request-id": IDS[attempt],
    } | {name: str(said.pop(name)) for name in list(said) if name[:1].isupper()}
    target = said.pop("target", None)
    if target is not None:
        said["targets"] = [TARGETS[target]]
    body = members(**said) if word == "redirect" else b"{}"
    url = f"https://{host}/{version}/{root}/calls/{call}/{word}"
    request = Request("POST", url, Headers.of(headers), body)
    return Exchange(request, None, Way.TO_GRAPH, error="no answer came", facts=facts, http="1.1")


def _fetched(_word: str, said: Said, _number: int) -> Exchange:
    url = LOGIN.replace("login.microsoftonline.com", said.pop("host", "login.microsoftonline.com"))
    return Exchange(Request("POST", url), None, Way.TO_LOGIN, error="no answer came")


def _answered(asked: Exchange, status: int, at: float, said: Said) -> Exchange:
    began = asked.started_at or NOON
    seconds = round((NOON + timedelta(seconds=at) - began).total_seconds(), 6)
    if asked.way is Way.TO_LOGIN:
        facts = {"login_status": status}
        return replace(asked, response=Response(status), seconds=seconds, error=None, facts=facts)
    headers = {name: str(value) for name, value in said.items() if name not in ("code", "message")}
    body = b""
    if asked.way is Way.TO_GRAPH:
        echoed = asked.request.headers.get("client-request-id") or ""
        headers = {"request-id": IDS["0"], "client-request-id": echoed} | headers
        if status >= 400:
            headers |= {"Content-Type": "application/json"}
            error = {"code": str(said.get("code", "Error")), "message": said.get("message", "Refused.")}
            body = json.dumps({"error": error}).encode()
    response = Response(status, Headers.of(headers), body)
    return replace(asked, response=response, seconds=seconds, error=None)


def _taken(said: Said) -> dict[str, FactValue]:
    return {name: said.pop(name) for name in list(said) if name in FACTS}


def success(edition: str) -> int:
    """The status with which a redirect succeeds."""
    return STATUS[edition]


def spoilt(text: str) -> Iterator[str]:
    """Each line of a dialogue taken out, one at a time."""
    lines = [line for line in text.splitlines() if line.strip()]
    for at in range(len(lines)):
        yield "\n".join(lines[:at] + lines[at + 1 :])

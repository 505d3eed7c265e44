"""The page of every rule is complete and true: its examples are run, its severities are compared."""

import json
import re
import textwrap
from dataclasses import replace

import pytest

from harness import notification
from harness.contract.editions import EDITIONS, documentation
from harness.exchange import Exchange, Response
from harness.findings import Finding
from harness.headers import Headers
from harness.redaction.masks import Masks
from harness.rules import RULES, Judge, Scope, judge_all
from harness.session import Busiest, Session
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import CALL, HEADERS, USER, members, recorded, redirect

HEADINGS = ("What it checks", "Why it matters", "Breaks it", "Instead", "Who says so", "Severity")
HEADING = re.compile(rf"^({'|'.join(HEADINGS)}):", re.MULTILINE)
CODES = [rule.code for rule in RULES]
PAGES = {rule.code: rule.page for rule in RULES}
MASKS = Masks(b"a key for tests")
ROOM = {rule.code: rule.scope for rule in RULES}


def parts(code: str) -> dict[str, str]:
    """Heading -> what stands under it."""
    _, *pieces = HEADING.split(PAGES[code])
    return dict(zip(pieces[::2], map(textwrap.dedent, pieces[1::2]), strict=True))


def found(code: str, text: str, name: str) -> list[Finding]:
    """What all rules find in an example of a rule's page: of a dialogue, or of one message."""
    if crowd := re.match(r"\s*(\d+) requests within", text):
        session = Session(busiest=Busiest(int(crowd[1]), redirect()))
        return list(Judge(documentation(name)).session(session, lambda _: 1).findings)
    if re.match(r"\s*\d+\.\d+ ", text):
        return list(judge_all(enumerate(dialogue(text), 1), documentation(name)))
    shown = example(text, ROOM[code])
    judging = Judge(documentation(name))
    if ROOM[code] is Scope.KEPT:
        mark = re.fullmatch(r"\s*key: (\w+)\s*", text)
        key = mark[1] if mark and mark[1] != "null" else None
        judgement = judging.kept(masked(shown), key, at=1, call=None, marked=mark is not None)
        return list(judgement.findings)
    return list(judging.exchange(shown).findings)


def example(text: str, scope: Scope) -> Exchange:
    """What an example of one message shows: of a webhook where the rule is about webhooks, else a redirect.

    It is an answer, a request line, a header, a body, or some members of a redirect or of a notification; of
    a webhook also a body and, behind a blank line, the answer to it.
    """
    return told(text.strip()) if scope is Scope.WEBHOOK else sent(text)


def masked(whole: Exchange) -> Exchange:
    """The exchange with the ids masked that every redirect of the tests has."""
    body, url = whole.request.body, whole.request.url
    for one in (CALL, USER["identity"]["user"]["id"]):
        body, url = body.replace(one.encode(), MASKS.guid(one).encode()), url.replace(one, MASKS.guid(one))
    return replace(whole, request=replace(whole.request, url=url, body=body))


def told(text: str) -> Exchange:
    """A webhook as an example shows it."""
    (whole,) = dialogue("0.0  platform  incoming\n0.2  bot  202")
    request = whole.request
    message, answer, status_line = text.partition("\n\nHTTP/1.1 ")
    if answer:
        response = told(f"HTTP/1.1 {status_line}").response
        return replace(told(message), response=response)
    head, _, rest = text.partition("\n\n")
    first, *fields = head.split("\n")
    if first.startswith("HTTP/1.1 "):
        status, _, reason = first.removeprefix("HTTP/1.1 ").partition(" ")
        headers = Headers.of(dict(field.split(": ", 1) for field in fields))
        return replace(whole, response=Response(int(status), headers, rest.encode(), reason))
    if request_line := re.fullmatch(r"([A-Z]+) (\S+)", text):
        return replace(whole, request=replace(request, method=request_line[1], url=request_line[2]))
    if header := re.fullmatch(r"([A-Za-z-]+): (.*)", text):
        named = {name: value for name, value in request.headers.fields if name.lower() != header[1].lower()}
        if header[1] == "Authentication":
            del named["Authorization"]
        return replace(whole, request=replace(request, headers=Headers.of(named | {header[1]: header[2]})))
    if fact := re.fullmatch(r"(\w+) = (\w+)", text):
        return replace(whole, facts={**whole.facts, fact[1]: json.loads(fact[2])})
    if text.startswith('"'):
        (element,) = json.loads(request.body)["value"]
        changes = json.loads(f"{{{text}}}")
        data = element["resourceData"] | changes.pop("resourceData", {})
        body = notification.envelope([element | changes | {"resourceData": data}])
        return replace(whole, request=replace(request, body=body))
    return replace(whole, request=replace(request, body=text.encode()))


def sent(text: str) -> Exchange:
    """A redirect as an example shows it."""
    text = text.strip()
    head, _, rest = text.partition("\n\n")
    first, *fields = head.split("\n")
    if first.startswith("HTTP/1.1 "):
        status, _, reason = first.removeprefix("HTTP/1.1 ").partition(" ")
        headers = Headers.of(dict(field.split(": ", 1) for field in fields))
        return redirect(answer=Response(int(status), headers, rest.encode(), reason))
    if request_line := re.fullmatch(r"([A-Z]+) (\S+)", text):
        url = request_line[2]
        return redirect(
            method=request_line[1], url=url if "://" in url else f"https://graph.microsoft.com{url}"
        )
    if header := re.fullmatch(r"([A-Za-z-]+): (.*)", text):
        return redirect(headers=HEADERS | {header[1]: header[2]})
    if facts := dict(re.findall(r"^(\w+) = (\w+)$", text, re.MULTILINE)):
        return replace(redirect(), facts={name: json.loads(fact) for name, fact in facts.items()})
    if text.startswith('"'):
        return recorded(redirect(members(**json.loads(f"{{{text}}}"))))
    json.loads(text)
    return recorded(redirect(text.encode()))


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_all_its_parts_in_order(code: str) -> None:
    assert [found[1] for found in HEADING.finditer(PAGES[code])] == list(HEADINGS)
    assert all(words.strip() for words in parts(code).values())


@pytest.mark.parametrize("code", CODES)
def test_what_breaks_a_rule_breaks_it_as_badly_as_its_page_says(code: str) -> None:
    text = parts(code)["Breaks it"]
    worst = {
        name: {str(each.severity) for each in found(code, text, name) if each.rule == code}
        for name in EDITIONS
    }
    assert all(len(severities) == 1 for severities in worst.values())
    severity = ", ".join(f"{name} {severities.pop()}" for name, severities in worst.items())
    assert parts(code)["Severity"].strip() == f"{severity}."


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", EDITIONS)
def test_what_to_send_instead_breaks_nothing(code: str, name: str) -> None:
    seen = [(each.rule, str(each.severity)) for each in found(code, parts(code)["Instead"], name)]
    assert [each for each in seen if each != ("RDR001", "info")] == []


def test_a_page_fits_a_terminal() -> None:
    assert {code: line for code, page in PAGES.items() for line in page.split("\n") if len(line) > 106} == {}

"""The page of every rule is complete and true: its examples are run, its severities are compared."""

import json
import re
import textwrap

import pytest

from harness.contract.editions import EDITIONS, documentation
from harness.exchange import Exchange, Response
from harness.headers import Headers
from harness.rules import RULES, judge
from tests.unit.rules.exchanges import HEADERS, answered, members, redirect

HEADINGS = ("What it checks", "Why it matters", "Breaks it", "Instead", "Who says so", "Severity")
HEADING = re.compile(rf"^({'|'.join(HEADINGS)}):", re.MULTILINE)
CODES = [rule.code for rule in RULES]
PAGES = {rule.code: rule.page for rule in RULES}


def parts(code: str) -> dict[str, str]:
    """Heading -> what stands under it."""
    _, *pieces = HEADING.split(PAGES[code])
    return dict(zip(pieces[::2], map(textwrap.dedent, pieces[1::2]), strict=True))


def example(text: str) -> Exchange:
    """What an example shows: an answer, a request line, a header, a body, or some of its members."""
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
    if text.startswith('"'):
        return redirect(members(**json.loads(f"{{{text}}}")))
    json.loads(text)
    return redirect(text.encode())


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_all_its_parts_in_order(code: str) -> None:
    assert [found[1] for found in HEADING.finditer(PAGES[code])] == list(HEADINGS)
    assert all(words.strip() for words in parts(code).values())


@pytest.mark.parametrize("code", CODES)
def test_what_breaks_a_rule_breaks_it_as_badly_as_its_page_says(code: str) -> None:
    exchange = example(parts(code)["Breaks it"])
    worst = {
        name: {str(each.severity) for each in judge(exchange, documentation(name)) if each.rule == code}
        for name in EDITIONS
    }
    assert all(len(severities) == 1 for severities in worst.values())
    told = ", ".join(f"{name} {severities.pop()}" for name, severities in worst.items())
    assert parts(code)["Severity"].strip() == f"{told}."


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", EDITIONS)
def test_what_to_send_instead_breaks_nothing(code: str, name: str) -> None:
    exchange = example(parts(code)["Instead"])
    found = [(each.rule, str(each.severity)) for each in judge(exchange, documentation(name))]
    told_by_another = [("RDR001", "info")] if exchange.response else []
    assert found in ([], told_by_another)
    if exchange.response and exchange.response.status == answered(name).status:
        assert found == []


def test_a_page_fits_a_terminal() -> None:
    assert {code: line for code, page in PAGES.items() for line in page.split("\n") if len(line) > 106} == {}

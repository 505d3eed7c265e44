"""A conversation that no rule finds fault with, and the same with one fact broken at a time."""

import re

import pytest

from harness.contract.editions import EDITIONS
from tests.unit.rules.dialogue import broken
from tests.unit.rules.exchanges import STATUS

VALID = """
    0.0   platform  incoming callee=applicationInstance
    0.2   bot       202
    1.0   bot       redirect timeout=30 callbackUri="https://bot.example/api/calls"
    1.3   graph     ACCEPTED
    20.0  platform  terminated callee=applicationInstance
    20.1  bot       202
    90.0  platform  incoming call=B chain=2
    90.2  bot       202
    91.0  bot       reject call=B
    91.2  graph     202
"""

ENDED = "platform  terminated callee=applicationInstance\n"
REJECTED = "    91.0  bot       reject call=B\n    91.2  graph     202\n"

WARNED = "warning warning warning"
REFUSED = "error error error"
TOLD = "info info info"

MUTATIONS = [
    # the request
    ("timeout=30", "timeout=5", "RDQ041", "warning error error"),
    ("timeout=30", 'timeout="soon"', "RDQ040", REFUSED),
    ("timeout=30", "target=caller", "RDC020", WARNED),
    ("timeout=30", "target=phone", "", "- - -"),
    ("timeout=30", "version=beta", "RDC023", WARNED),
    ("timeout=30", "token_tenant_matches=false", "RDC012", REFUSED),
    ("timeout=30", "token_has_calls_initiate=false", "RDC013", "warning error error"),
    ("timeout=30", "token_app_matches=false", "RDC014", WARNED),
    # its time
    ("1.0   bot", "12.0  bot", "RDC002", WARNED),
    ("1.0   bot", "16.0  bot", "RDC002", "warning error error"),
    ("0.2   bot       202", "19.0  bot       202", "RDC006", WARNED),
    # its answer
    ("ACCEPTED", "403 code=7504", "RDR011", TOLD),
    ("ACCEPTED", "200", "RDR001", REFUSED),
    # what the platform told, and the bot replied
    ("0.2   bot       202", "0.2   bot       500", "RDN015", WARNED),
    ("call=B chain=2", 'call=B chain=2 X-Microsoft-Skype-Chain-ID="other"', "RDN014", TOLD),
    ("terminated callee", "terminated to=/other callee", "RDC009", WARNED),
    ("terminated callee", 'terminated resultInfo={"code":480,"subcode":10037} callee', "RDC011", TOLD),
    ("terminated callee", 'terminated resultInfo={"code":"200","subcode":5000} callee', "RDN010", WARNED),
    (f"20.0  {ENDED}    20.1", f"85.0  {ENDED}    85.1", "RDC008", WARNED),
    # what was decided
    (REJECTED, "    120.0 bot       token\n    120.2 login     200\n", "RDC022", REFUSED),
    (
        f"20.0  {ENDED}",
        f"1.5   bot       answer\n    1.7   graph     409\n    20.0  {ENDED}",
        "RDC003",
        REFUSED,
    ),
    (
        f"20.0  {ENDED}",
        f"1.5   bot       redirect timeout=40\n    1.7   graph     ACCEPTED\n    20.0  {ENDED}",
        *("RDC004", REFUSED),
    ),
    (REJECTED, f"{REJECTED}    95.0  bot       keepAlive\n    95.1  graph     200\n", "RDC005", REFUSED),
]
"""What stands in the valid conversation, what stands there instead, the one code that appears, and how bad it
is in each edition."""


def found(text: str, edition: str) -> list[tuple[str, str]]:
    lines = [line for line in text.replace("ACCEPTED", str(STATUS[edition])).splitlines() if line.strip()]
    if late := re.search(r"(1[26])\.0  bot       redirect", text):
        lines = [line.replace("1.3   graph", f"{late[1]}.3  graph") for line in lines]
    in_time = sorted(lines, key=lambda line: float(line.split()[0]))
    return [(code, severity) for code, severity, _ in broken("\n".join(in_time), edition)]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_valid_conversation_breaks_nothing(edition: str) -> None:
    assert found(VALID, edition) == []


@pytest.mark.parametrize(("right", "wrong", "code", "severities"), MUTATIONS)
def test_one_broken_fact_is_one_finding(right: str, wrong: str, code: str, severities: str) -> None:
    assert VALID.count(right) == 1
    text = VALID.replace(right, wrong)
    seen = {edition: found(text, edition) for edition in EDITIONS}
    expected = {
        edition: [(code, severity)] if severity != "-" else []
        for edition, severity in zip(EDITIONS, severities.split(), strict=True)
    }
    assert seen == expected

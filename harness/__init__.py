"""redial: record, check, replay and compare the conversation between a calling bot and Microsoft Graph.

The face: what `from harness import ...` offers. A room is imported when one of its names is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.cassette import Entry
    from harness.checking.tally import Tally
    from harness.checking.verdict import judged
    from harness.cite import Cite
    from harness.comparison import Comparison, compare
    from harness.contract.editions import documentation, edition
    from harness.contract.model import Contract
    from harness.contract.precedence import Documentation
    from harness.conversation import Conversation, conversations
    from harness.diff import Difference, differences
    from harness.errors import CassetteError, HarnessError
    from harness.exchange import Exchange, Origin, Request, Response, Way
    from harness.faults import Scripted
    from harness.findings import Finding, Severity
    from harness.headers import Headers
    from harness.library import Cassette, Recording, open_cassette
    from harness.matching import Miss, register
    from harness.redaction.redactor import Redactor
    from harness.replay.player import Player
    from harness.responder import Answer, Delivery, First, FollowUp, Responder
    from harness.rules import RULES, Judge, judge, judge_all
    from harness.server.server import Server
    from harness.simulator.simulator import Simulator
    from harness.tokens.authority import Authority
    from harness.webhooks.webhook import deliver

_ROOMS = {
    "Answer": "responder",
    "Authority": "tokens.authority",
    "Cassette": "library",
    "CassetteError": "errors",
    "Cite": "cite",
    "Comparison": "comparison",
    "Contract": "contract.model",
    "Conversation": "conversation",
    "Delivery": "responder",
    "Difference": "diff",
    "Documentation": "contract.precedence",
    "Entry": "cassette",
    "Exchange": "exchange",
    "Finding": "findings",
    "First": "responder",
    "FollowUp": "responder",
    "HarnessError": "errors",
    "Headers": "headers",
    "Judge": "rules",
    "Miss": "matching",
    "Origin": "exchange",
    "Player": "replay.player",
    "RULES": "rules",
    "Recording": "library",
    "Redactor": "redaction.redactor",
    "Request": "exchange",
    "Responder": "responder",
    "Response": "exchange",
    "Scripted": "faults",
    "Server": "server.server",
    "Severity": "findings",
    "Simulator": "simulator.simulator",
    "Tally": "checking.tally",
    "Way": "exchange",
    "compare": "comparison",
    "conversations": "conversation",
    "deliver": "webhooks.webhook",
    "differences": "diff",
    "documentation": "contract.editions",
    "edition": "contract.editions",
    "judge": "rules",
    "judge_all": "rules",
    "judged": "checking.verdict",
    "open_cassette": "library",
    "register": "matching",
}
"""Name -> the room it lives in."""

__all__ = [
    "RULES",
    "Answer",
    "Authority",
    "Cassette",
    "CassetteError",
    "Cite",
    "Comparison",
    "Contract",
    "Conversation",
    "Delivery",
    "Difference",
    "Documentation",
    "Entry",
    "Exchange",
    "Finding",
    "First",
    "FollowUp",
    "HarnessError",
    "Headers",
    "Judge",
    "Miss",
    "Origin",
    "Player",
    "Recording",
    "Redactor",
    "Request",
    "Responder",
    "Response",
    "Scripted",
    "Server",
    "Severity",
    "Simulator",
    "Tally",
    "Way",
    "compare",
    "conversations",
    "deliver",
    "differences",
    "documentation",
    "edition",
    "judge",
    "judge_all",
    "judged",
    "open_cassette",
    "register",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""The plan: which requests of a recording are sent again, in which order, and which cannot be.

A request that was repeated, by an SDK or by the bot, is sent once: what it came to in the end is what a new
answer is compared with. When it is sent, and where, is not known here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from harness.address import address, is_graph, is_redirect
from harness.attempts import logical
from harness.cassette import Entry
from harness.exchange import Exchange, Origin, Way
from harness.matching import in_order
from harness.verification.model import LeftOut, Planned, asked


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent, in order, and what is left out."""

    requests: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...]


def planned(recordings: Iterable[tuple[str, Iterable[Entry]]]) -> Plan:
    """The plan for recordings, one after the other; of each name and entries."""
    requests: list[Planned] = []
    left_out: list[LeftOut] = []
    for file, entries in recordings:
        for attempts in _attempts(entries):
            match _decided(file, attempts):
                case Planned() as request:
                    requests.append(request)
                case LeftOut() as other:
                    left_out.append(other)
    return Plan(tuple(requests), tuple(left_out))


def _attempts(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Each request to Graph with its repeats, in the order in which they began."""
    sent = in_order(entry for entry in entries if entry.exchange.way is Way.TO_GRAPH)
    place = {id(entry.exchange): at for at, entry in enumerate(sent)}
    alike: dict[tuple[str, str], list[Exchange]] = {}
    for entry in sent:
        request = entry.exchange.request
        alike.setdefault((request.method, request.url), []).append(entry.exchange)
    groups = (group for exchanges in alike.values() for group in logical(exchanges))
    for group in sorted(groups, key=lambda group: place[id(group[0])]):
        yield [sent[place[id(exchange)]] for exchange in group]


def _decided(file: str, attempts: list[Entry]) -> Planned | LeftOut:
    """What becomes of a request: the last attempt that can be sent and compared, or why there is none."""
    whys = [_unusable(entry.exchange) for entry in attempts]
    usable = [entry for entry, why in zip(attempts, whys, strict=True) if not why]
    if usable:
        return Planned(file, usable[-1])
    last = attempts[-1]
    request = asked(last.exchange.request)
    return LeftOut(file, last.line, last.number, last.call, request, whys[-1])


def _unusable(exchange: Exchange) -> str:
    return next((words for holds, words in _UNUSABLE if holds(exchange)), "")


def _elsewhere(exchange: Exchange) -> bool:
    request = exchange.request
    return not (is_graph(request.host) or address(request.url) is not None or is_redirect(request.url))


def _bodiless(exchange: Exchange) -> bool:
    facts = exchange.facts
    return "body_left_out" in facts or not (
        facts.get("encoding_valid", True) and facts.get("request_complete", True)
    )


_UNUSABLE: tuple[tuple[Callable[[Exchange], bool], str], ...] = (
    (_elsewhere, "it went neither to Graph nor to a call"),
    (_bodiless, "its body is not in the recording"),
    (lambda exchange: exchange.response is None, "it has no recorded answer to compare with"),
    (
        lambda exchange: exchange.origin in (Origin.ENFORCED, Origin.FAULT),
        "redial answered it itself, and no service was asked",
    ),
)
"""What keeps an exchange from being sent and compared, and the clause that says so."""

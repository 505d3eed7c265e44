"""A plan of faults while it is carried out: who is met by which, and what is still to come.

Chance is a number drawn from seed, fault, call and place: it does not depend on what happens beside it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from uuid import NAMESPACE_URL, uuid5

from harness.address import address, canonical_id, is_redirect
from harness.exchange import Request
from harness.faults.answers import Occasion
from harness.faults.notifications import call_of
from harness.faults.spec import Spec
from harness.responder import Answer, FollowUp

_NAMESPACE = uuid5(NAMESPACE_URL, "https://redial.example/injected")
_CALLS = 10_000  # calls that are told apart at a time
_WHOLE = 2.0**64


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault that happened. request: method and path of what it met. nth: which redirect or notification of
    its call that was, counted from 1. number: of the recorded exchange; None where there is none.
    """

    fault: str
    request: str
    nth: int
    number: int | None = None

    def __str__(self) -> str:
        """`503*2, number 2 of its call`."""
        return f"{self.fault}, number {self.nth} of its call"


@dataclass(slots=True)
class _Call:
    """What a call has met. place: which call it was to be seen, counted from 1."""

    place: int
    redirects: int = 0
    notifications: int = 0
    met: Counter[int] = field(default_factory=Counter)


class Faults:
    """A plan at work. seed: decides what is left to chance. injected: told each fault as it happens.

    Where several faults are for one message, the first of the plan happens.
    """

    def __init__(
        self, plan: Iterable[Spec] = (), seed: int = 1, injected: Callable[[Injected], None] = lambda _: None
    ) -> None:
        self._plan = tuple(plan)
        self._seed = seed
        self._injected = injected
        self._calls: dict[str, _Call] = {}
        self._seen = 0
        self._happened: set[int] = set()

    @property
    def unmet(self) -> tuple[str, ...]:
        """The faults that met nobody; those left to chance may."""
        return tuple(
            spec.text
            for index, spec in enumerate(self._plan)
            if index not in self._happened and spec.chance == 1
        )

    @property
    def wait_s(self) -> float:
        """The longest, in seconds, that a fault lets a bot wait before the bot repeats a request."""
        return max((spec.wait_s for spec in self._plan), default=0.0)

    def answer(
        self, request: Request, now: datetime, ask: Callable[[], Answer | None], number: int | None = None
    ) -> Answer | None:
        """What a request is answered: a redirect what the plan says, else what `ask` gives.

        number: of the recorded exchange that the request is.
        """
        if not self._plan or request.method != "POST" or not is_redirect(request.url):
            return ask()
        named = address(request.url)
        call = self._call(canonical_id(named.call) if named else "")
        call.redirects += 1
        for index, spec in self._meeting(call, call.redirects):
            if spec.kind.answer is None:
                continue
            identifier = str(uuid5(_NAMESPACE, f"{self._seed}/{call.place}/{call.redirects}"))
            answer = spec.kind.answer(Occasion(request, now, spec.settings, identifier, ask))
            if answer is not None:
                asked = f"{request.method} {request.path}"
                self._tell(index, call, Injected(spec.text, asked, call.redirects, number))
            return answer
        return ask()

    def notified(self, coming: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
        """What of these notifications is sent, and when."""
        if not self._plan:
            return tuple(coming)
        sent: list[FollowUp] = []
        rest: Sequence[FollowUp] = list(coming)
        while rest:
            now, rest = self._notified(rest[0], rest[1:])
            sent += now
        return tuple(sent)

    def _notified(
        self, told: FollowUp, rest: Sequence[FollowUp]
    ) -> tuple[Sequence[FollowUp], Sequence[FollowUp]]:
        call = self._call(call_of(told))
        call.notifications += 1
        time = call.notifications
        for index, spec in self._meeting(call, time):
            if spec.kind.told is None or (sent := spec.kind.told(told, rest, spec.settings)) is None:
                continue
            call.notifications += len(rest) - len(sent[1])
            asked = f"{told.request.method} {told.request.path}"
            self._tell(index, call, Injected(spec.text, asked, time, told.number))
            return sent
        return [told], rest

    def _meeting(self, call: _Call, time: int) -> Iterable[tuple[int, Spec]]:
        """The faults that are for the message of a call that comes as number `time`."""
        for index, spec in enumerate(self._plan):
            due = spec.at == time if spec.at is not None else True
            spent = spec.times is not None and call.met[index] >= spec.times
            if due and not spent and self._drawn(index, spec, call, time) < spec.chance:
                yield index, spec

    def _drawn(self, index: int, spec: Spec, call: _Call, time: int) -> float:
        """A number from 0 up to 1."""
        named = f"{self._seed}/{index}/{spec.text}/{call.place}/{time}"
        return int.from_bytes(blake2b(named.encode(), digest_size=8).digest()) / _WHOLE

    def _tell(self, index: int, call: _Call, injected: Injected) -> None:
        call.met[index] += 1
        self._happened.add(index)
        self._injected(injected)

    def _call(self, name: str) -> _Call:
        call = self._calls.pop(name, None)
        if call is None:
            self._seen += 1
            call = _Call(self._seen)
        self._calls[name] = call
        if len(self._calls) > _CALLS:
            del self._calls[next(iter(self._calls))]
        return call

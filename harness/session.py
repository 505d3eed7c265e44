"""A whole recording seen from afar: which versions, roots and clouds it used, how often tokens were fetched.

Kept small however long the recording is: of each kind the first exchange, and counts.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from harness.address import address, login_of
from harness.exchange import Exchange, Way, split

PERIOD = timedelta(seconds=15)
"""The span over which the service counts requests on calls (its page on throttling limits)."""

LIFETIME = timedelta(minutes=50)
"""How long a token surely lasts: client credentials give one of an hour (`expires_in` 3599)."""


@dataclass(frozen=True, slots=True)
class Busiest:
    """The most requests on calls that began within PERIOD, and the last of them."""

    requests: int
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Fetches:
    """Token fetches at one address: how many, how many of them while an earlier token still lasted, and the
    first such one; None where there is none.
    """

    count: int
    early: int
    first_early: Exchange | None


@dataclass(frozen=True, slots=True)
class Session:
    """What a recording shows beside its calls. Each mapping holds the first exchange of its kind, in order.

    versions: `v1.0`, `beta`. roots: `communications`, `app`, ... of requests on calls.
    graph, login: hosts asked, those of login under their usual name (`harness.address.login_of`).
    fetches: by the address of the token endpoint. busiest: None without times.
    """

    versions: Mapping[str, Exchange] = MappingProxyType({})
    roots: Mapping[str, Exchange] = MappingProxyType({})
    graph: Mapping[str, Exchange] = MappingProxyType({})
    login: Mapping[str, Exchange] = MappingProxyType({})
    fetches: Mapping[str, Fetches] = MappingProxyType({})
    busiest: Busiest | None = None


class Sessions:
    """Takes the exchanges of a recording one by one, and holds the Session so far."""

    def __init__(self) -> None:
        self._firsts: dict[str, dict[str, Exchange]] = {
            name: {} for name in ("versions", "roots", "graph", "login")
        }
        self._fetches: Counter[str] = Counter()
        self._early: Counter[str] = Counter()
        self._first_early: dict[str, Exchange] = {}
        self._had: dict[str, datetime] = {}  # since when the last token was there
        self._recent: deque[datetime] = deque()
        self._busiest: Busiest | None = None
        self._kept = False

    def add(self, exchange: Exchange) -> bool:
        """Take one more exchange; whether it is the first of a kind, and so may be spoken of later."""
        self._kept = False
        if exchange.way is Way.TO_LOGIN:
            self._login(exchange)
        elif exchange.way is Way.TO_GRAPH:
            self._graph(exchange)
        return self._kept

    def session(self) -> Session:
        """What was seen so far."""
        fetches = {
            place: Fetches(count, self._early[place], self._first_early.get(place))
            for place, count in self._fetches.items()
        }
        return Session(**self._firsts, fetches=fetches, busiest=self._busiest)

    def _note(self, kind: str, name: str, exchange: Exchange) -> None:
        if name and name not in self._firsts[kind]:
            self._firsts[kind][name] = exchange
            self._kept = True

    def _login(self, exchange: Exchange) -> None:
        self._note("login", login_of(exchange.request.host), exchange)
        parts = split(exchange.request.url)
        if exchange.request.method != "POST" or not parts.path.endswith("/token"):
            return
        place = f"{parts.netloc}{parts.path}"
        self._fetches[place] += 1
        now, had = exchange.started_at, self._had.get(place)
        if now is None:
            return
        if had is not None and timedelta(0) <= now - had < LIFETIME:
            self._early[place] += 1
            if place not in self._first_early:
                self._first_early[place] = exchange
                self._kept = True
        if _granted(exchange):
            self._had[place] = now + timedelta(seconds=exchange.seconds or 0)

    def _graph(self, exchange: Exchange) -> None:
        self._note("graph", exchange.request.host, exchange)
        named = address(exchange.request.url)
        if named is None:
            return
        self._note("versions", named.version, exchange)
        self._note("roots", named.root, exchange)
        if (now := exchange.started_at) is None:
            return
        self._recent.append(now)
        while now - self._recent[0] >= PERIOD:
            self._recent.popleft()
        if self._busiest is None or len(self._recent) > self._busiest.requests:
            self._busiest = Busiest(len(self._recent), exchange)
            self._kept = True


def _granted(exchange: Exchange) -> bool:
    """Whether a fetch brought a token: of a refused one, or of one that got no answer, nothing lasts."""
    status = exchange.facts.get("login_status")
    if status is None and exchange.response is not None:
        status = exchange.response.status
    return isinstance(status, int) and 200 <= status < 300


def session(exchanges: Iterable[Exchange]) -> Session:
    """The session of a whole recording."""
    seen = Sessions()
    for exchange in exchanges:
        seen.add(exchange)
    return seen.session()

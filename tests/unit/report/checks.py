"""A check as a stream, for the tests of renderers."""

from collections.abc import Callable, Iterable, Iterator

from harness.coverage import Coverage
from harness.tally import Tally
from harness.verdict import Event, Judged, Part, Placed, Read


def exchange(
    *found: Placed, at: int = 1, title: str = "redirect: 202", rules: tuple[str, ...] = ()
) -> Judged:
    """An exchange of a file in which that was found."""
    file = found[0].file if found else "a.yaml"
    return Judged(file, Part.EXCHANGE, at, 2, None, title, rules, found, redirect=True)


def rendered(
    render: Callable[[Iterable[Event], Tally], Iterator[str]],
    *events: Event,
    contract: str = "reference",
    rules: int = 1,
    coverage: Coverage | None = None,
) -> str:
    """What a renderer makes of a stream; a stream that does not end a file is one file."""
    tally = Tally(contract, rules, coverage=coverage)
    whole = events if any(isinstance(event, Read) for event in events) else (*events, Read("a.yaml"))
    return "".join(render(tally.watch(whole), tally))

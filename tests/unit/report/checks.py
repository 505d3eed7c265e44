"""A check as a stream, for the tests of renderers."""

from collections.abc import Callable, Iterable, Iterator

from hypothesis import strategies as st

from harness.checking.coverage import Coverage
from harness.checking.tally import Tally
from harness.checking.verdict import Event, Judged, Part, Placed, Read, Turn
from harness.cite import Cite
from harness.comparison import Change
from harness.diff import Kind
from harness.findings import Finding, Severity
from harness.replay.account import Befallen, Departure, Interaction, Replayed
from harness.replay.player import Missed
from harness.report.run import Renderer, Run
from harness.rules import RULES
from harness.verification import LeftOut, Step, Verified

RUN = Run(RULES, Severity.ERROR, "1.2.3")

FINDING = Finding(
    *("RDQ040", Severity.ERROR, "request.body.timeout", "it is a string", "Send 30."),
    Cite("v1.0.md", 44, "timeout Int32", "https://docs.example/redirect"),
    *("57", 2),
)

REPLAYED = Replayed(
    (Interaction("a.yaml", 2, "57", "POST /redirect"),),
    (Missed("POST /redirect", "timeout differs"),),
    (Interaction("a.yaml", 4, "57", "POST /answer"), Interaction("b.yaml", 1, None, "GET /me")),
    (Placed(FINDING, "a.yaml", 3),),
    ("a.yaml, interaction 1: the bot accepts no connection",),
    differences=(
        Departure("a.yaml", 2, "57", "redirect.headers.accept", Kind.ADDED, None, "*/*", 3),
        Departure("a.yaml", 2, "57", "redirect.body.timeout", Kind.EQUIVALENT, 30, 30.0),
        Departure("a.yaml", 3, "57", "incoming.status", Kind.CHANGED, 202, 500, refuses=True),
    ),
)
"""A replay in which everything went wrong once."""

FAULTY = Replayed(
    (Interaction("a.yaml", 2, "57", "POST /redirect"),),
    *((), (), ()),
    faults=(
        Befallen("503", "a.yaml", 2, "57", "POST /redirect", 1),
        Befallen("reset@2", "", None, None, "POST /other", 2),
    ),
    unmet=("swap",),
)
"""A replay with faults, one of which met nobody."""

VERIFIED = Verified(
    "http://127.0.0.1:8080",
    (
        Step(
            *("a.yaml", 3, 2, "57", "POST /redirect", 202, 204, 1, 0.2, 0.1),
            changes=(
                Change(
                    "57", 2, "redirect.status", Kind.CHANGED, 202, 204, ("RDR001",), file="a.yaml", line=3
                ),
                Change(
                    "57", 2, "redirect.response.body.a", Kind.EQUIVALENT, None, None, file="a.yaml", line=3
                ),
            ),
            findings=(Placed(FINDING, "a.yaml", 3),),
        ),
        Step(
            *("b.yaml", 3, 2, "58", "POST /redirect", 202, 204, 2),
            changes=(
                Change(
                    "58", 2, "redirect.status", Kind.CHANGED, 202, 204, ("RDR001",), file="b.yaml", line=3
                ),
            ),
        ),
        Step("a.yaml", 9, 4, "57", "POST /answer", 202, times=1, why="it did not answer"),
        Step("a.yaml", 12, 6, None, "GET /me", 200, why="it was interrupted"),
    ),
    (LeftOut("a.yaml", 15, 8, None, "GET /you", "it has no recorded answer to compare with"),),
)
"""A verification in which everything happened once."""

HOSTILE = st.lists(
    st.text(st.characters(), max_size=8)
    | st.sampled_from(
        (
            "]]>",
            "&#0;",
            "%0A",
            "%AZP25",
            "::error::",
            "##vso[a.b]",
            "\x00\x1b\x7f\x85\u2028",
            "\r\n",
            "|`*",
            ";]",
        )
    ),
    max_size=6,
).map("".join)
"""Texts with what ends a line, a cell, an element, a command or a property, and with what is no text."""


def exchange(
    *found: Placed, at: int = 1, title: str = "redirect: 202", rules: tuple[str, ...] = ()
) -> Judged:
    """An exchange of a file in which that was found."""
    file = found[0].file if found else "a.yaml"
    return Judged(file, Part.EXCHANGE, at, 2, None, title, rules, found, redirect=True)


def call(name: str, *turns: Turn, file: str = "a.yaml") -> Judged:
    """A call of a file in which nothing was found."""
    return Judged(file, Part.CALL, turns[0].at, turns[0].line, name, "call", (), (), turns=turns)


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


def reported(render: Renderer, *events: Event, run: Run = RUN) -> str:
    """What a renderer that is told of the run makes of a stream."""
    return rendered(lambda whole, tally: render(whole, tally, run), *events)

"""The tour: three calls recorded, checked, replayed to the same bot, and compared with a changed recording.

One line a step. It opens no terminal: whoever runs it is told the lines.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from harness import corpus
from harness.checking.tally import Tally
from harness.checking.verdict import Judged
from harness.comparison import compare
from harness.contract import editions
from harness.demo.bot import Bot
from harness.demo.stage import PATIENCE, Stage
from harness.errors import HarnessError
from harness.library import Cassette, open_cassette
from harness.project import redactor
from harness.proxy.mitmdump import GivenUpError
from harness.replay.playback import Playback
from harness.report import text
from harness.report.finding import finding_lines
from harness.rules import Judge, codes
from harness.server.server import Server

CALLS = {
    "forward": "the bot forwards it to one user",
    "ring-two": "the bot rings two users at once",
    "mistake": "the bot sends a timeout of the wrong type",
}
"""Plan of the bot -> what it does with the call, in the order of the tour."""

CHANGE = ('"timeout": 45', '"timeout": 5')
"""What a changed bot would have sent: text as it stands in the recording, and what replaces it."""


class Tour:
    """The tour, with its files in `directory`. say: told each line. given_up: asked now and then whether it
    is to end.
    """

    def __init__(
        self, directory: Path, say: Callable[[str], None], given_up: Callable[[], bool] = lambda: False
    ) -> None:
        self.cassette = directory / "calls.yaml"
        self.changed = directory / "changed.yaml"
        self._directory = directory
        self._tell = say
        self._given_up = given_up
        self._step = 0
        self._documentation = editions.documentation()

    def run(self) -> None:
        """Play the tour to its end. Raises HarnessError when a step does not come out as it should, and
        GivenUpError where it is to end.
        """
        with Stage(self.cassette, directory=self._directory, given_up=self._given_up) as stage:
            self._record(stage)
        self._check(open_cassette(self.cassette))
        self._replay(open_cassette(self.cassette))
        self._diff()

    def _record(self, stage: Stage) -> None:
        self._say("stage", f"simulated Graph {stage.graph.url}, small bot {stage.bot.url}")
        self._say("proxy", f"mitmdump with redial's addon between them: {stage.proxy.graph_url}")
        for plan, does in CALLS.items():
            call = stage.call(plan)
            events = [event for event in stage.bot.events if event.call == call]
            story = ", ".join(f"{event.kind} {event.detail}".strip() for event in events)
            self._say("call", f"{does}: {story}")

    def _check(self, cassette: Cassette) -> None:
        chosen = codes()
        tally = Tally(self._documentation.chosen.edition, len(chosen))
        stream = tally.watch(corpus.checked([cassette], Judge(self._documentation, chosen)))
        findings = [placed for part in stream if isinstance(part, Judged) for placed in part.findings]
        self._say("recorded", f"{text.counted(tally.exchanges, 'exchange')}, redacted before the disk")
        self._say("check", text.summary(tally))
        for placed in findings:
            self._tell("")
            for line in finding_lines(placed.finding, str(placed)):
                self._tell(f"    {line}")
        self._tell("")

    def _replay(self, cassette: Cassette) -> None:
        """The same bot again, with its real ids; proxy and simulated Graph are gone."""
        playback = Playback(
            [(self.cassette.name, cassette.entries())],
            self._documentation,
            redactor=redactor(self._directory),
        )
        with Bot("") as bot, Server(playback, bot=bot.url, delivered=playback.delivered) as server:
            bot.graph = server.url
            for follow_up in playback.webhooks(datetime.now(UTC)):
                if server.deliveries is not None:
                    server.deliveries.add(follow_up)
            end = time.monotonic() + PATIENCE
            while not playback.complete and time.monotonic() < end and not self._given_up():
                time.sleep(0.01)
        self._heed()
        result = playback.result()
        if result.missed or result.left or result.undelivered:
            raise HarnessError(
                f"the replay went wrong: {text.replay(result)}",
                hint="please report this with the lines above",
            )
        self._say("replay", f"proxy and simulator are gone; the same bot again: {text.accounted(result)}")

    def _diff(self) -> None:
        self.changed.write_text(self.cassette.read_text().replace(*CHANGE))
        old, new = open_cassette(self.cassette), open_cassette(self.changed)
        result = compare(old.entries(), new.entries(), self._documentation)
        self._say("diff", f"against {self.changed.name}: {result.headline}")

    def _say(self, step: str, line: str) -> None:
        self._heed()
        self._step += 1
        self._tell(f"{self._step:>2}  {step:<8}  {line}")

    def _heed(self) -> None:
        if self._given_up():
            raise GivenUpError("the tour was told to end", hint="start it again")

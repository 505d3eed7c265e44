"""A recording that gives each call a cassette of its own: `calls/{call}.yaml`.

{call} is the masked id; what belongs to no call goes to `none`. A few files are open at a time, however many
calls there are.
"""

import math
import os
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from urllib.parse import quote
from uuid import UUID

from harness.address import canonical_id
from harness.cassette import named_call
from harness.errors import CassetteError
from harness.exchange import Exchange, Request, Way
from harness.library.hold import Hold
from harness.library.keeper import Keeper, Masking, Watcher
from harness.library.recording import Recording
from harness.library.trouble import named

CALL = "{call}"
NONE = "none"

STILL_S = 120.0
"""Seconds without an exchange after which a call's file is taken to be whole."""

_CALLS = "https://graph.microsoft.com/v1.0/communications/calls"
_OPEN = 32
_LONGEST = 100
_BARE_GUID = re.compile(r"[0-9a-f]{32}")

type Mended = Callable[[Path, Path], None]
"""Told a cassette whose torn tail was moved, and where to."""


class CallRecordings(Keeper):
    """Cassettes being recorded, one for each call. Used as a Recording; `count` is of all of them.

    template: their path, with `{call}` in the name of the file. naming: what masks the ids that files are
    named after, also where `redactor` is None and masks nothing in them.

    The template is held as one file is: a second recorder on it is refused. Raises CassetteError when there
    are such cassettes already and `append` is not set; those that exist then are gone on with.

    watcher: told of each of them. Where there is one, `rest` closes what has been still for STILL_S.
    """

    def __init__(
        self,
        template: Path,
        redactor: Masking | None,
        *,
        naming: Masking,
        mended: Mended,
        append: bool = False,
        watcher: Watcher | None = None,
    ) -> None:
        if template.name.count(CALL) != 1 or CALL in str(template.parent):
            raise CassetteError(
                f"{template}: {CALL} stands elsewhere than once in the name of the file",
                hint=f"give it as calls/{CALL}.yaml",
            )
        super().__init__(redactor)
        self.path = template
        self.count = 0
        self._naming = naming
        self._mended = mended
        self._guard = Lock()
        self._watcher = watcher
        self._recordings: OrderedDict[str, Recording] = OrderedDict()
        self._written: dict[str, float] = {}
        with named(template):
            template.parent.mkdir(parents=True, exist_ok=True)
            self._hold: Hold | None = Hold(template)
            if not append and (found := existing(template)) is not None:
                self.close()
                raise CassetteError(
                    f"{found.name} exists already",
                    hint="give another folder, or go on with this one: --append, in mitmproxy redial_append",
                )

    def write(self, shown: Exchange) -> int:
        """Write one exchange that `shown` gave: its number in its file."""
        call = named_call(shown if self._redactor else self._naming.exchange(shown))
        with self._guard:
            number = self._recording(name := file_name(call)).write(shown)
            self._written[name] = time.monotonic()
            self.count += 1
            return number

    def require_able(self, asked: Exchange) -> None:
        """As of a Recording: of the one that what belongs to no call goes to, and of the call's own where
        that is open.
        """
        name = self._name(asked)
        with self._guard:
            self._recording(NONE).require_able(asked)
            if name in self._recordings:
                self._recordings[name].require_able(asked)

    def _name(self, asked: Exchange) -> str:
        """What a call's file is named after, told without masking a whole exchange."""
        if (call := named_call(asked)) is None:
            return NONE
        request = Request("POST", f"{_CALLS}/{quote(call, safe='')}")
        return file_name(named_call(self._naming.exchange(Exchange(request, None, Way.TO_GRAPH))))

    def lost(self) -> str | None:
        """As of a Recording: of the first that is, among those that were written to last."""
        with self._guard:
            reasons = ((each.path.name, each.lost()) for each in self._recordings.values())
            return next((f"{name}: {why}" for name, why in reasons if why), None)

    def rest(self) -> None:
        """Close the files of calls that are over, as far as silence tells; a late word opens one again."""
        if self._watcher is None:
            return
        with self._guard:
            for name in [*self._recordings]:
                if self._written.get(name, math.inf) < time.monotonic() - STILL_S:
                    self._close(name)

    def apart(self, recording: Path, act: Callable[[], None]) -> None:
        """Do something to a file that is not open, with none opened meanwhile."""
        with self._guard:
            if all(each.path != recording for each in self._recordings.values()):
                act()

    def close(self) -> None:
        """Let go of all files; a second call does nothing."""
        with self._guard, ExitStack() as stack:
            if self._hold is not None:
                stack.callback(self._hold.release)
                self._hold = None
            while self._recordings:
                stack.callback(self._recordings.popitem()[1].close)

    def _recording(self, name: str) -> Recording:
        if self._hold is None:
            raise CassetteError(f"{self.path}: the recording is closed", hint="start another")
        if name not in self._recordings:
            while len(self._recordings) >= _OPEN:
                self._close(next(iter(self._recordings)))
            path = self.path.with_name(self.path.name.replace(CALL, name))
            # whatever stands there by now is ours, or was to be gone on with
            recording = self._recordings[name] = Recording(
                path, self._redactor, append=True, watcher=self._watcher
            )
            if recording.cut_off is not None:
                self._mended(path, recording.cut_off)
        self._recordings.move_to_end(name)
        return self._recordings[name]

    def _close(self, name: str) -> None:
        self._written.pop(name, None)
        self._recordings.pop(name).close()


def existing(path: Path) -> Path | None:
    """What a recording to this path would come across, of a template one of its files; None: nothing."""
    if path.name.count(CALL) == 1:
        return next(path.parent.glob(_pattern(path.name)), None)
    return path if os.path.lexists(path) else None


def file_name(call: str | None) -> str:
    """What stands for {call} in the name of a call's file: every spelling of one id gives the same."""
    if call is None:
        return NONE
    canonical = canonical_id(call)
    if _BARE_GUID.fullmatch(canonical):
        return str(UUID(canonical))
    return re.sub(r"[^\w\-]", "_", canonical, flags=re.ASCII)[:_LONGEST] or NONE


def _pattern(name: str) -> str:
    """The glob of the files of a template."""
    opening, closing = (re.sub(r"([*?[])", r"[\1]", part) for part in name.split(CALL))
    return f"{opening}*{closing}"


def begun(
    path: Path,
    redactor: Masking,
    *,
    redact: bool = True,
    append: bool = False,
    mended: Mended,
    watcher: Watcher | None = None,
) -> Keeper:
    """The recording at `path`, or one for each call where its name says {call}. redact: whether what is kept
    is masked. watcher: told of each file.

    Raises CassetteError as either does.
    """
    masking = redactor if redact else None
    if CALL in str(path):
        return CallRecordings(path, masking, naming=redactor, mended=mended, append=append, watcher=watcher)
    recording = Recording(path, masking, append=append, watcher=watcher)
    if recording.cut_off is not None:
        mended(path, recording.cut_off)
    return recording

"""What is known of a recording that goes to a store: a hidden file beside it, which outlives the recorder.

It is there before the recording is, and stays: so a recorder that was killed is made up for by the next one,
and nothing is sent twice.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from harness.replacing import replacing

_SUFFIX = ".upload"


class Slip(msgspec.Struct, frozen=True):
    """to: the URL of the folder in the store. Once the recording stands there: name of the object, size in
    bytes of what was sent, and checksum as the store tells it.
    """

    to: str
    name: str = ""
    size: int = 0
    checksum: str = ""

    def covers(self, recording: Path) -> bool:
        """Whether what was sent is all of a recording, which only ever grows."""
        return bool(self.name) and recording.stat().st_size == self.size


def beside(recording: Path) -> Path:
    """Where the slip of a recording is."""
    return recording.with_name(f".{recording.name}{_SUFFIX}")


def read(recording: Path) -> Slip | None:
    """The slip of a recording; None where it has none that can be read."""
    try:
        return msgspec.json.decode(beside(recording).read_bytes(), type=Slip)
    except (OSError, msgspec.DecodeError):
        return None


def write(recording: Path, slip: Slip) -> None:
    """Put a slip beside a recording, whole or not at all. Raises HarnessError where it cannot be."""
    with replacing(beside(recording)) as file:
        file.write(msgspec.json.encode(slip).decode())


def drop(recording: Path) -> None:
    """Take away the slip of a recording that is not there any more, or has never been."""
    beside(recording).unlink(missing_ok=True)


def slipped(folder: Path) -> Iterator[Path]:
    """The recordings of a folder that have a slip, by name."""
    for slip in sorted(folder.glob(f".*{_SUFFIX}")):
        yield slip.with_name(slip.name.removeprefix(".").removesuffix(_SUFFIX))

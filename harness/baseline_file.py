"""Baselines on disk: read, and written whole or not at all."""

from pathlib import Path

from harness.checking.baseline import Baseline
from harness.errors import HarnessError
from harness.replacing import replacing


def read(path: Path) -> Baseline:
    """The baseline of a file. Raises HarnessError when it cannot be read, or is none."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise HarnessError(
            f"{path}: there is no such baseline", hint="write one with --write-baseline"
        ) from None
    except OSError as error:
        raise HarnessError(
            f"cannot read the baseline {path}: {error.strerror}", hint="check the path"
        ) from None
    return Baseline.from_json(text, name=str(path))


def write(path: Path, baseline: Baseline) -> None:
    """Put a baseline at `path`, in the place of what is there, whole or not at all.

    Raises HarnessError when it cannot be written.
    """
    with replacing(path) as file:
        file.write(baseline.to_json())

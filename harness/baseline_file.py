"""Baselines on disk: read, and written whole or not at all."""

import os
from pathlib import Path
from secrets import token_hex

from harness.baseline import Baseline
from harness.errors import HarnessError


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
    """Put a baseline at `path`, in the place of what is there: beside it first, then renamed.

    Raises HarnessError when it cannot be written; what is there stays as it is.
    """
    if path.exists() and not path.is_file():
        raise HarnessError(f"{path} is no ordinary file", hint="give --write-baseline the name of a file")
    place = path.resolve()
    draft = place.with_name(f".{place.name}.{os.getpid()}.{token_hex(4)}")
    try:
        try:
            draft.write_text(baseline.to_json(), "utf-8")
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise HarnessError(
            f"cannot write the baseline {path}: {error.strerror}", hint="give another place"
        ) from None

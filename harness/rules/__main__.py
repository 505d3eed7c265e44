"""Writes the pages of the rules: `python -m harness.rules`, after an edit of a docstring. Pages of rules that
are gone are removed; the one that is written by hand stays.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from harness.rules import RULES
from harness.rules.pages import LEFT_OUT, pages

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


def write(folder: Path) -> Iterator[str]:
    """Make the pages in `folder` what they should be: a line for each one that was not."""
    wanted = pages(RULES)
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            yield f"wrote {name}"
    for path in sorted(folder.glob("*.md")):
        if path.name not in wanted and path.name != LEFT_OUT:
            path.unlink()
            yield f"removed {path.name}"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for line in write(FOLDER):
        sys.stdout.write(f"{line}\n")

"""Compiles the pages beside this file again: `python -m harness.contract.editions`, after each edit."""

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from harness.contract.compiler import compile_page
from harness.contract.editions import EDITIONS
from harness.contract.schema_page import compile_schema

FOLDER = Path(__file__).parent


def compiled() -> Iterator[tuple[Path, bytes]]:
    """Each data file with what its page compiles to now."""
    for name in EDITIONS:
        page = FOLDER / f"{name}.md"
        contract = compile_page(page.read_text(encoding="utf-8"), edition=name, page=page.name)
        yield FOLDER / f"{name}.json", contract.to_json()
    page = FOLDER / "schema.md"
    schema = compile_schema(page.read_text(encoding="utf-8"), page=page.name)
    encoded = msgspec.json.encode(schema, order="deterministic")
    yield FOLDER / "schema.json", msgspec.json.format(encoded, indent=1) + b"\n"


if __name__ == "__main__":
    for path, data in compiled():
        path.write_bytes(data)
        sys.stdout.write(f"{path.name} {len(data)}\n")

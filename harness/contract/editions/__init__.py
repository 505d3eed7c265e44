"""The shipped editions: our pages, compiled. This module reads nothing but its own package data, on demand.

`python -m harness.contract.editions` compiles the pages again after an edit.
"""

from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import msgspec

from harness.contract.model import Contract
from harness.contract.precedence import Documentation
from harness.contract.schema import Schema
from harness.errors import HarnessError

EDITIONS = ("reference", "v1.0", "beta")
"""The shipped editions in order; the first is the default."""


def edition(name: str) -> Contract:
    """The contract of a shipped edition; HarnessError for any other name."""
    if name not in EDITIONS:
        near = get_close_matches(name, EDITIONS, n=1, cutoff=0.4)
        question = f"did you mean {near[0]}? " if near else ""
        raise HarnessError(
            f"unknown edition {name!r}", hint=f"{question}the editions are {', '.join(EDITIONS)}"
        )
    return _contract(name)


def documentation(name: str = EDITIONS[0]) -> Documentation:
    """A shipped edition as the chosen one beside all others; HarnessError for any other name."""
    others = tuple(_contract(other) for other in EDITIONS if other != name)
    return Documentation(edition(name), others, schema())


@cache
def schema() -> Schema:
    """What the service's schema declares about the types a redirect reaches."""
    return msgspec.json.decode(_data("schema.json"), type=Schema)


@cache
def _contract(name: str) -> Contract:
    return Contract.from_json(_data(f"{name}.json"), name=f"{name}.json")


def _data(name: str) -> bytes:
    return files(__name__).joinpath(name).read_bytes()

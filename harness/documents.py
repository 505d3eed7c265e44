"""Contracts on disk: a name, a page or a compiled contract becomes what redial judges by.

An edge: it reads pages and the files they include. What a page states is the
compiler's matter.
"""

from pathlib import Path

from harness.contract import editions
from harness.contract.compiler import Compilation, explain
from harness.contract.model import Contract
from harness.contract.precedence import Documentation
from harness.errors import HarnessError
from harness.remote import is_url, shown

_HINT = "give an edition, a page of the API reference (.md) or a compiled contract (.json)"


def compilation(page: Path) -> Compilation:
    """Compile a page, with the files it includes where they stand beside it.

    Raises HarnessError when it cannot be read, is no text, or has another layout.
    """

    def included(target: str) -> str | None:
        file = page.parent / target
        try:
            return file.read_text("utf-8") if file.suffix == ".md" else None
        except (OSError, ValueError):
            return None  # The compiler says what is not at hand.

    try:
        text = _read(page).decode("utf-8")
    except UnicodeDecodeError as error:
        raise HarnessError(f"{page} is no UTF-8 text", hint=_HINT) from error
    return explain(text, edition=page.name, page=page.name, included=included)


def contract(name: str) -> Contract:
    """The contract of a shipped edition, of a page, or of a compiled contract, by name or path.

    Raises HarnessError when there is none.
    """
    if is_url(name):
        raise HarnessError(f"{shown(name)} is not on this machine", hint=_HINT)
    path = Path(name)
    if name in editions.EDITIONS or not _is_path(path):
        return editions.edition(name)
    if path.suffix.lower() == ".json":
        return Contract.from_json(_read(path), name=name)
    return compilation(path).contract


def located(name: str, folder: Path) -> str:
    """A contract as a file in `folder` names it: a relative path begins there, an edition is itself."""
    is_path = not (name in editions.EDITIONS or is_url(name)) and (
        _is_path(Path(name)) or (folder / name).is_file()
    )
    return str(folder / name) if is_path else name


def documentation(name: str) -> Documentation:
    """A contract by name or path as the chosen one, beside the shipped editions of another name."""
    chosen = contract(name)
    others = (editions.edition(other) for other in editions.EDITIONS if other != chosen.edition)
    return Documentation(chosen, tuple(others), editions.schema())


def _is_path(path: Path) -> bool:
    return path.suffix.lower() in (".md", ".json") or len(path.parts) > 1 or path.is_file()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise HarnessError(f"{path}: there is no such file", hint=_HINT) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise HarnessError(f"{path}: {getattr(error, 'strerror', None) or error}", hint=_HINT) from error

"""Every source file is small, finished, and has its test file."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import PACKAGES, ROOT, files, parse, sources, text

LIMIT = 300
UNFINISHED = re.compile(r"(?:#|//|<!--) *(?:TODO|FIXME|XXX|HACK)\b|NotImplemented" + "Error")

# Source files without a test file of their own, and why. An entry that became unnecessary fails.
UNTESTED: dict[str, str] = {"harness/__init__.py": "the face is tested by test_face.py beside this file"}


def is_face(source: Path) -> bool:
    """Only a docstring, imports and __all__: there is no behaviour that a test could call."""

    def declares(node: ast.stmt) -> bool:
        if isinstance(node, ast.Import | ast.ImportFrom):
            return True
        if isinstance(node, ast.Expr):
            return isinstance(node.value, ast.Constant)
        return isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [
            "__all__"
        ]

    return source.name == "__init__.py" and all(declares(node) for node in parse(source).body)


def mirrors(source: Path) -> tuple[Path, ...]:
    """Where the tests of a source file may stand: of harness/rules/request.py in rules/test_request.py.

    A package is tested beside its folder or in it; a program (__main__) with the package that it serves.
    proxy_addons keeps its name in the path.
    """
    inner = source.relative_to("harness") if source.parts[0] == "harness" else source
    if source.stem not in {"__init__", "__main__"}:
        return (Path("tests/unit", inner.parent, f"test_{inner.stem}.py"),)
    folder, name = inner.parent, f"test_{inner.parent.name}.py"
    return (Path("tests/unit", folder.parent, name), Path("tests/unit", folder, name))


def untested() -> dict[str, str]:
    """The source files that have behaviour and no test file, with the place where it is looked for."""
    return {
        str(source): str(mirrors(source)[0])
        for source in sources()
        if not is_face(source) and not any((ROOT / place).is_file() for place in mirrors(source))
    }


def test_every_source_file_has_its_test_file() -> None:
    assert {source: place for source, place in untested().items() if source not in UNTESTED} == {}


def test_no_exemption_outlives_its_reason() -> None:
    assert set(UNTESTED) <= set(untested())


def test_every_unit_test_file_has_its_source_file() -> None:
    """A long subject may be split: test_request_targets.py belongs to request.py as well."""
    wanted = [str(ROOT / place.with_suffix("")) for source in sources() for place in mirrors(source)]
    orphans = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests/unit").rglob("test_*.py")
        if not any(f"{path.with_suffix('')}_".startswith(f"{stem}_") for stem in wanted)
    ]
    assert orphans == []


def test_no_python_file_is_longer_than_three_hundred_lines() -> None:
    long = {
        str(path): lines
        for path in files()
        if path.suffix == ".py" and (lines := len(text(path).splitlines())) > LIMIT
    }
    assert long == {}


def test_nothing_in_the_packages_is_left_for_later() -> None:
    marks = [
        f"{path}:{number}: {line.strip()}"
        for path in files()
        if path.parts[0] in PACKAGES
        for number, line in enumerate(text(path).splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert marks == []


def test_every_source_file_opens_with_its_law() -> None:
    lawless = [str(source) for source in sources() if not ast.get_docstring(parse(source))]
    assert lawless == []

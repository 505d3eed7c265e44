"""The file that `mitmdump -s` is pointed at loads the installed package, under mitmproxy's own rules for
scripts.
"""

import sys
from pathlib import Path

import pytest
from mitmproxy.test import taddons

import proxy_addons
from proxy_addons import redirect
from proxy_addons.session import Session

SCRIPT = Path(redirect.__file__)


@pytest.fixture
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    """mitmproxy never takes a script's folder off sys.path again."""
    monkeypatch.setattr(sys, "path", list(sys.path))


@pytest.mark.usefixtures("_path")
def test_mitmproxy_loads_the_addons_of_the_package() -> None:
    with taddons.context() as context:
        script = context.script(str(SCRIPT))
        assert [type(addon) for addon in script.addons] == [Session]
        assert context.master.addons.get("redial.recorder") is script.addons[0].recorder


@pytest.mark.usefixtures("_path")
def test_its_folder_does_not_stay_on_the_path_where_it_would_shadow_others() -> None:
    with taddons.context() as context:
        context.script(str(SCRIPT))
    assert str(SCRIPT.parent) not in sys.path


@pytest.mark.usefixtures("_path")
def test_it_finds_the_package_beside_it_where_none_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    root = str(SCRIPT.parent.parent)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != root])
    with taddons.context() as context:
        context.script(str(SCRIPT))
    assert sys.path[-1] == root


def test_no_module_of_the_package_has_the_name_of_one_of_pythons() -> None:
    """Belt and braces: for as long as the script itself is being read its folder does stand on the path."""
    ours = {path.stem for path in Path(proxy_addons.__file__).parent.glob("*.py")} - {"__init__"}
    assert ours.isdisjoint(sys.stdlib_module_names)

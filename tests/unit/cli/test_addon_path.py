"""`redial addon-path`."""

from pathlib import Path

from tests.unit.cli.terminal import Terminal


def test_the_path_is_that_of_a_script_for_mitmproxy(redial: Terminal) -> None:
    printed = redial("addon-path")
    assert printed.status == 0
    script = Path(printed.out.strip())
    assert script.name == "redirect.py"
    assert "addons = [" in script.read_text()

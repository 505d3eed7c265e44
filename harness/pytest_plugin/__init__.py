"""The pytest plugin: the marker `redial` and the fixture `redial`. A test that has neither pays nothing.

    @pytest.mark.redial("forward.yaml")
    def test_my_bot(redial): ...

Only pytest's hooks stand here; what a tape does is in harness.pytest_plugin.tape, loaded with the first one.
"""

from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.pytest_plugin.options import add, check, place, setting
from harness.pytest_plugin.orphans import Orphans

if TYPE_CHECKING:
    from harness.pytest_plugin.tape import Tape

MARKER = "redial"
_TAPE = pytest.StashKey["Tape"]()


class StaleCassetteWarning(pytest.PytestWarning):
    """A cassette is older than its test wants it to be."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tell the options."""
    add(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Describe the marker; look for orphans where that is asked for."""
    check(config)
    if (report := place(config, "report")) is not None:
        config.pluginmanager.register(_page(config, report), "redial-report")
    if setting(config, "orphans"):
        config.pluginmanager.register(Orphans(config), "redial-orphans")
    config.addinivalue_line(
        "markers",
        "redial(cassette, contract=..., fail_on=..., order='any'|'strict', latency=..., repeats=False, "
        "max_age=..., path='/api/calls'): replay a recorded conversation with Microsoft Graph. The test "
        "fails when it sends what is not recorded, breaks the contract or refuses a webhook that was taken, "
        "and when a recorded answer stays unplayed. path: of the bot's webhook, for recording.",
    )


def _page(config: pytest.Config, place: Path) -> object:
    """What writes a page to `place`. Raises UsageError when it would take the place of something else."""
    from harness.errors import HarnessError
    from harness.page_file import spare
    from harness.pytest_plugin.pages import Pages

    try:
        spare(place)
    except (HarnessError, OSError) as error:
        raise pytest.UsageError(f"redial: {error}") from None
    return Pages(config, place, _TAPE)


def pytest_itemcollected(item: pytest.Item) -> None:
    """A marked test has its tape whether or not it names the fixture."""
    if (
        isinstance(item, pytest.Function)
        and item.get_closest_marker(MARKER)
        and MARKER not in item.fixturenames
    ):
        item.fixturenames = [*item.fixturenames, MARKER]  # a list of its own: pytest shares one among tests


@pytest.fixture
def redial(request: pytest.FixtureRequest) -> Iterator["Tape"]:
    """The tape of `@pytest.mark.redial`: what is recorded, what was played, what was missed."""
    from harness.errors import HarnessError
    from harness.pytest_plugin import shelf
    from harness.pytest_plugin.marker import days, wanted
    from harness.pytest_plugin.reel import playing

    node, config = request.node, request.config
    try:
        asked = wanted(node.get_closest_marker(MARKER))
        oldest = days(setting(config, "max-age") if asked.max_age is None else asked.max_age)
        tape = shelf.tape_of(asked, node.path.parent, config.rootpath, partial(setting, config))
    except HarnessError as error:
        raise pytest.fail.Exception(f"redial: {error}", pytrace=False) from None
    try:
        if (sentence := shelf.stale(tape, oldest)) is not None:
            node.warn(StaleCassetteWarning(f"redial: {sentence}"))
        with playing(tape):
            node.stash[_TAPE] = tape
            yield tape
    finally:
        if tape.service is not None:
            tape.service.close(well=not (tape.failed or tape.account()))
    _tell(tape)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """A test whose tape is not content fails; one that failed by itself is told what its tape saw."""
    tape = item.stash.get(_TAPE, None)
    try:
        result = yield
    except BaseException as error:
        if tape is not None:
            tape.failed = True
        if tape is not None and (account := tape.account()):
            error.add_note(account)
            tape.told = True
        raise
    if tape is not None:
        _tell(tape)
    return result


@pytest.hookimpl(optionalhook=True)
def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Beside pytest-recording: its users may say `match_on=["redial_route", "redial"]`."""
    from harness.matching import matcher_of, route_matcher

    for matcher in (route_matcher(), matcher_of()):
        vcr.register_matcher(matcher.__name__, matcher)


def _tell(tape: "Tape") -> None:
    """Fail with what the tape saw, once."""
    if account := tape.account():
        tape.told = tape.failed = True
        pytest.fail(account, pytrace=False)

"""`--redial-report FILE.html`: a page of what was replayed and found in a test session.

Each test's account travels with its report, so that the processes of pytest-xdist bring theirs to whoever
writes the page. Loaded when a page is asked for.
"""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.checking.verdict import Event
    from harness.pytest_plugin.tape import Tape
    from harness.report.page.trial import Trial

ACCOUNT = "redial_account"
"""The attribute of a test's report that holds its account: texts and truth values alone."""


class Pages:
    """A plugin of pytest's: writes the page at the end. It is registered when it is asked for."""

    def __init__(self, config: pytest.Config, place: Path, tape: "pytest.StashKey[Tape]") -> None:
        self._config = config
        self._place = place
        self._tape = tape
        self._accounts: dict[str, dict[str, Any]] = {}
        self._states: dict[str, str] = {}
        self._said = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Give a test's last report the account of its tape."""
        report = yield
        tape = item.stash.get(self._tape, None)
        if tape is not None and call.when == "teardown":
            setattr(report, ACCOUNT, _account(tape))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the account of a test, whichever process ran it, and what pytest calls how it went: the worst
        of its phases, and of a test that is run again the last time.
        """
        from harness.report.page.trial import FAILED

        if report.when == "setup":
            self._states.pop(report.nodeid, None)
        state = self._config.hook.pytest_report_teststatus(report=report, config=self._config)[0]
        if state and self._states.get(report.nodeid) not in FAILED:
            self._states[report.nodeid] = state
        if (told := getattr(report, ACCOUNT, None)) is not None:
            self._accounts[report.nodeid] = told

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the page; a process of pytest-xdist leaves that to its controller. A session whose page could
        not be written does not pass.
        """
        from harness.errors import HarnessError

        if hasattr(self._config, "workerinput"):
            return
        try:
            self._said = self._written()
        except HarnessError as error:
            self._said = str(error)
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say where the page is, or why there is none."""
        if self._said:
            terminalreporter.write_line(f"redial: {self._said}")

    def _written(self) -> str:
        from importlib.metadata import version

        from harness import page_file
        from harness.checking.tally import Tally
        from harness.configuration import configuration
        from harness.project import redactor
        from harness.report.page import Page
        from harness.report.page.trial import differing, read, summary

        if not self._accounts:
            return f"no test replayed a recording; {self._place} was not written"
        root = self._config.rootpath
        masking = redactor(root).remembering()
        tests = [
            read(
                test,
                _named(told["path"], root),
                told["replayed"],
                masking.text,
                state=self._states.get(test, "passed"),
                blocked=told["blocked"],
            )
            for test, told in sorted(self._accounts.items())
        ]
        page = Page(
            configuration(root).documentation(),
            masking,
            version("graph-redial"),
            heading="redial in pytest",
            differing=differing(tests),
            tests=tests,
        )
        page_file.write(self._place, page, self._events(tests), Tally("", 0))
        return f"{self._place}: {summary(tests)}"

    def _events(self, tests: "list[Trial]") -> "Iterator[Event]":
        from harness.errors import HarnessError
        from harness.library import open_cassette
        from harness.report.page.trial import events

        for trial in tests:
            try:
                entries = list(open_cassette(Path(self._accounts[trial.test]["path"])).entries())
            except HarnessError:  # it was to be recorded, and was not
                entries = []
            yield from events(trial, entries)


def _account(tape: "Tape") -> dict[str, Any]:
    """What came of a tape, in what travels between processes."""
    from harness.report import json

    return {
        "path": str(tape.path),
        "replayed": json.replay(tape.replayed),
        "blocked": list(tape.guard.blocked),
    }


def _named(path: str, root: Path) -> str:
    """A recording by its path in the project."""
    return str(Path(path).relative_to(root)) if Path(path).is_relative_to(root) else path

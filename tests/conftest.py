"""What every test may take for granted: an empty environment, a home of its own, the programs it needs."""

import os
import shutil
from importlib.util import find_spec

import pytest
from hypothesis import settings

# Fresh examples on a desk; the same ones in continuous integration, where a rerun must agree.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
CI = bool(os.environ.get("CI"))
settings.load_profile("ci" if CI else "desk")

PROGRAMS = {"browser": ("chromium", "chromedriver"), "node": ("node",)}
"""Marker -> what its tests start. Where one is missing they are skipped; in continuous integration they fail:
.ci/run installs all of them.
"""

PACKAGES = {"beta": "msgraph_beta"}
"""Marker -> what its tests import. It is no part of `dev`, for its size; .ci/run installs it too."""

PREFIXES = ("REDIAL_", "MITMPROXY_", "GITHUB_", "XDG_", "AWS_", "FSSPEC_")
NAMES = {
    *("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "LINES"),
    *("ARGS", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS"),
    *("CI", "TF_BUILD", "PYTEST_ADDOPTS", "PYTEST_PLUGINS"),
    *("SSLKEYLOGFILE", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing that is set on this machine reaches a test, and nothing a test leaves at home outlives it."""
    for name in list(os.environ):
        if name.upper() in NAMES or name.startswith(PREFIXES):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tell which program or package a test lacks."""
    missing = [
        program
        for marker, programs in PROGRAMS.items()
        if item.get_closest_marker(marker)
        for program in programs
        if shutil.which(program) is None
    ] + [
        package
        for marker, package in PACKAGES.items()
        if item.get_closest_marker(marker) and find_spec(package) is None
    ]
    if missing:
        (pytest.fail if CI else pytest.skip)(f"needs {' and '.join(missing)}")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no case: compressed ones hold the time, and each worker would know it by another name."""
    return argname if isinstance(val, bytes) else None

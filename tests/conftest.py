"""What every test may take for granted: an empty environment and a home of its own."""

import os

import pytest
from hypothesis import settings

# Fresh examples on a desk; the same ones in continuous integration, where a rerun must agree.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

PREFIXES = ("REDIAL_", "MITMPROXY_", "GITHUB_", "XDG_")
NAMES = {
    *("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "LINES"),
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


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no case: compressed ones hold the time, and each worker would know it by another name."""
    return argname if isinstance(val, bytes) else None

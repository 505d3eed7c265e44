"""A client that breaks off the TLS handshake is named by the host that it asked for, each once."""

from types import SimpleNamespace
from typing import Any

import pytest

from proxy_addons.distrust import Distrust


def failed(sni: str | None) -> Any:
    return SimpleNamespace(conn=SimpleNamespace(sni=sni))


@pytest.mark.parametrize(
    ("sni", "named"), [("graph.microsoft.com", "for graph.microsoft.com:"), (None, "for a host:")]
)
def test_a_host_is_named_once(sni: str | None, named: str) -> None:
    distrust = Distrust()
    assert named in (distrust.of(failed(sni)) or "")
    assert distrust.of(failed(sni)) is None


def test_of_very_many_hosts_the_rest_is_not_named() -> None:
    distrust = Distrust()
    told = [distrust.of(failed(f"{number}.example")) for number in range(150)]
    assert sum(sentence is not None for sentence in told) == 100

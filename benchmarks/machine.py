"""What a figure was measured on: the machine, and the version of all that had a part in it."""

import os
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from benchmarks import inputs, place

_OURS = ("graph-redial", "vcrpy", "mitmproxy", "requests", "uvicorn", "msgspec", "PyYAML")
_PEERS = ("cassetter", "openapi-core", "jsonschema")
_NODE = {"@stoplight/prism-cli": "Prism", "@mbtest/mountebank": "mountebank", "wiremock": "WireMock"}


def told() -> Mapping[str, str]:
    """Name -> what it is."""
    versions = [f"{name} {metadata.version(name)}" for name in _OURS]
    versions += [f"{name} {place.version(name)}" for name in _PEERS if place.version(name)]
    versions += [f"{name} {found}" for package, name in _NODE.items() if (found := _node(package))]
    return {
        "processor": f"{_processor()}, {os.cpu_count()} of them",
        "system": f"{platform.system()} {platform.release()}, {' '.join(platform.libc_ver())}",
        "load before": f"{os.getloadavg()[0]:.2f}",
        "Python": platform.python_version(),
        "Node": place.said("node", "--version"),
        "Java": place.said("java", "-version"),
        "versions": ", ".join(versions),
        "seed": str(inputs.SEED),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _node(package: str) -> str | None:
    import json

    file = place.HERE / "node_modules" / package / "package.json"
    return str(json.loads(file.read_text("utf-8"))["version"]) if file.exists() else None

"""One way of playing a cassette, in a process of its own: what opening it takes, and each request.

    python benchmarks/engine.py ENGINE CASSETTE REQUESTS WAY

REQUESTS is a file of JSON: a list of [method, URL, body, status]; a status of 0 stands for a request that is
not recorded. WAY: `requests`, whose sessions ask; or `alone`, the cassette without any client. Prints JSON:
`opened`, seconds of the processor until the first one is answered; `each`, seconds for each of the others;
`mib`, the largest resident memory; or `refused`, what the engine says instead. Imports nothing of redial but
for its own engine: a peer has an environment of its own.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

type Asking = Callable[[str, str, str], int]
"""Method, URL and body -> the status; raises what an engine raises for what is not recorded."""

HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer a.b.c"}


def redial(cassette: str) -> AbstractContextManager[Any]:
    """The tape that a test with the marker `redial` is given."""
    from harness.pytest_plugin.reel import playing
    from harness.pytest_plugin.shelf import loaded

    return playing(loaded(Path(cassette), Path(cassette).parent))


def redial_alone(cassette: str) -> AbstractContextManager[Any]:
    """The same tape, in vcrpy's cassette."""
    from harness.pytest_plugin.reel import inserted
    from harness.pytest_plugin.shelf import loaded

    return inserted(loaded(Path(cassette), Path(cassette).parent))


def vcrpy(cassette: str) -> AbstractContextManager[Any]:
    """vcrpy as it comes, matching what a redirect is about."""
    import vcr

    return _managed(vcr.VCR(record_mode="none", match_on=("method", "uri", "body")).use_cassette(cassette))


def defaults(cassette: str) -> AbstractContextManager[Any]:
    """vcrpy as it comes, matching by method and URI, as it does where nobody says."""
    import vcr

    return _managed(vcr.VCR(record_mode="none").use_cassette(cassette))


def cassetter(cassette: str) -> AbstractContextManager[Any]:
    """cassetter, matching what a redirect is about."""
    from cassetter import use_cassette  # type: ignore[import-not-found]

    matched = ["method", "uri", "json_body"]
    return _managed(use_cassette(cassette, record_mode="none", match_on=matched, intercept=["requests"]))


ENGINES = {each.__name__: each for each in (redial, redial_alone, vcrpy, defaults, cassetter)}


def by_requests(_: Any) -> Asking:
    """A session of requests."""
    import requests  # noqa: TID251 - what a bot's tests use, and all engines patch

    session = requests.Session()
    session.trust_env = False
    return lambda method, url, body: session.request(method, url, data=body, headers=HEADERS).status_code


def by_vcrpy(opened: Any) -> Asking:
    """vcrpy's cassette, and ours which is one, asked as vcrpy's stubs for clients ask it."""
    from vcr.request import Request

    def asked(method: str, url: str, body: str) -> int:
        request = Request(method, url, body.encode(), HEADERS)
        if not opened.can_play_response_for(request):
            raise LookupError
        return int(opened.play_response(request)["status"]["code"])

    return asked


def by_cassetter(opened: Any) -> Asking:
    """cassetter's, asked as its interceptors ask it."""
    headers = {name: [value] for name, value in HEADERS.items()}
    return lambda method, url, body: int(opened.match(method, url, headers, body.encode())[1].status)


def _managed(context: Any) -> AbstractContextManager[Any]:
    opened: AbstractContextManager[Any] = context
    return opened


def main(engine: str, cassette: str, wanted: str, way: str) -> None:
    """Play the requests."""
    alone = by_cassetter if engine == "cassetter" else by_vcrpy
    asking = alone if way == "alone" else by_requests
    chosen = ENGINES["redial_alone" if engine == "redial" and way == "alone" else engine]
    imported(engine)
    asked = json.loads(Path(wanted).read_text("utf-8"))
    try:
        told: dict[str, Any] = dict(played(lambda: chosen(cassette), asked, asking))
    except Exception as error:  # noqa: BLE001 - what a peer raises at a file that it refuses is its own
        told = {"refused": f"{type(error).__name__}: {error}"}
    print(json.dumps(told))  # noqa: T201 - the result


def imported(engine: str) -> None:
    """Have the modules of an engine in memory, which is no part of opening a cassette."""
    import requests  # noqa: F401, TID251 - as below

    if engine == "redial":
        import harness.pytest_plugin.reel
        import harness.pytest_plugin.shelf  # noqa: F401
    else:
        __import__("cassetter" if engine == "cassetter" else "vcr")


def played(
    opening: Callable[[], AbstractContextManager[Any]],
    wanted: list[tuple[str, str, str, int]],
    asking: Callable[[Any], Asking],
) -> dict[str, float]:
    """Play requests to a cassette that is about to be opened."""
    began = time.process_time()
    opened = 0.0
    with opening() as cassette:
        ask = asking(cassette)
        for number, (method, url, body, status) in enumerate(wanted):
            try:
                answered = ask(method, url, body)
            except Exception:
                if status:
                    raise
                answered = 0
            if answered != status:
                raise RuntimeError(f"request {number} was answered with {answered}, not {status}")
            opened = opened or time.process_time() - began
        rest = time.process_time() - began - opened
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"opened": opened, "each": rest / max(1, len(wanted) - 1), "mib": mib}


if __name__ == "__main__":
    main(*sys.argv[1:])

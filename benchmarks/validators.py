"""Peers of `redial check`: bodies judged by a schema, in a process of its own. Imports nothing of redial.

    python benchmarks/validators.py VALIDATOR SPECIFICATION BODIES

BODIES is a file of JSON: a list of [path, body]. Prints seconds of the processor for each of them, the time
to read and parse them left out.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

type Bodies = list[tuple[str, Any]]


def jsonschema(specification: dict[str, Any]) -> Callable[[str, Any], bool]:
    """jsonschema with the schema of the body, already compiled."""
    from jsonschema import Draft202012Validator

    def validator(name: str) -> Draft202012Validator:
        schema = {"$ref": f"#/components/schemas/{name}", "components": specification["components"]}
        return Draft202012Validator(schema)

    redirect, notifications = validator("redirect"), validator("notifications")
    return lambda path, body: (
        not [*(redirect if path.endswith("/redirect") else notifications).iter_errors(body)]
    )


def openapi_core(specification: dict[str, Any]) -> Callable[[str, Any], bool]:
    """openapi-core with the operation of the path, found by itself."""
    from openapi_core import OpenAPI  # type: ignore[import-not-found]
    from openapi_core.testing import MockRequest  # type: ignore[import-not-found]

    openapi = OpenAPI.from_dict(specification)

    def valid(path: str, body: Any) -> bool:
        request = MockRequest(
            "https://graph.microsoft.com", "post", path, data=body, content_type="application/json"
        )
        return not [*openapi.iter_request_errors(request)]

    return valid


def main(validator: str, specification: str, bodies: str) -> None:
    """Judge the bodies once to warm up, and once more."""
    valid = {"jsonschema": jsonschema, "openapi-core": openapi_core}[validator]
    judge = valid(json.loads(Path(specification).read_text("utf-8")))
    asked: Bodies = json.loads(Path(bodies).read_text("utf-8"))
    if validator == "openapi-core":  # it parses them itself, and takes bytes
        asked = [(path, json.dumps(body).encode()) for path, body in asked]
    for path, body in asked[: len(asked) // 10]:
        judge(path, body)
    began = time.process_time()
    well = sum(judge(path, body) for path, body in asked)
    took = time.process_time() - began
    if not well:
        raise RuntimeError(f"{validator} finds no body valid")
    print(took / len(asked))  # noqa: T201 - the result


if __name__ == "__main__":
    main(*sys.argv[1:])

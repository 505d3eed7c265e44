"""A message with its ids renamed, wherever they stand."""

import json

from harness.exchange import Request, Response
from harness.headers import Headers
from harness.ids import name_of
from harness.replay import renamed

OLD, NEW = "57dab8b1-894c-809a-b240-bd8beae78896", "5af1c0de-0000-4000-8000-00000000abcd"
NAMES = {name_of("guid", OLD): NEW}


def test_an_id_is_renamed_in_url_headers_and_body() -> None:
    sent = Request(
        "POST", f"https://h/calls/{OLD}", Headers.of({"Scenario-Id": OLD}), json.dumps([OLD]).encode()
    )
    found = renamed.request(sent, NAMES)
    assert found.url == f"https://h/calls/{NEW}"
    assert found.headers.get("scenario-id") == NEW
    assert json.loads(found.body) == [NEW]


def test_the_headers_that_frame_a_message_go_and_its_status_stays() -> None:
    told = Response(429, Headers.of({"Content-Length": "38", "Retry-After": "2"}), OLD.encode(), "Too Many")
    found = renamed.response(told, NAMES)
    assert (found.status, found.reason, found.body) == (429, "Too Many", NEW.encode())
    assert [name for name, _ in found.headers] == ["Retry-After"]


def test_a_body_that_is_no_text_stays() -> None:
    assert renamed.response(Response(200, body=b"\xff\xfe"), NAMES).body == b"\xff\xfe"

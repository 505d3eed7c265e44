"""An exchange as a tree."""

from harness.diff import request_tree, tree
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers

CALL = "57dab8b1-894c-409a-b240-bd8beae78896"
URL = f"https://graph.microsoft.com/v1.0/communications/calls/{CALL}/redirect"


def test_an_exchange_is_its_request_its_status_and_its_response() -> None:
    request = Request("post", URL, Headers.of({"Content-Type": "application/json"}), b'{"timeout": 30}')
    response = Response(429, Headers.of({"Retry-After": "2"}), b'{"error": {"code": "7507"}}')
    assert tree(Exchange(request, response, Way.TO_GRAPH)) == {
        "method": "POST",
        "host": "graph.microsoft.com",
        "version": "v1.0",
        "route": "/communications/calls/{callId}/redirect",
        "call": CALL,
        "headers": {"content-type": "application/json"},
        "body": {"timeout": 30},
        "status": 429,
        "response": {"headers": {"retry-after": "2"}, "body": {"error": {"code": "7507"}}},
    }


def test_every_spelling_of_a_route_is_one_route() -> None:
    spellings = [
        URL,
        URL.replace("/communications", "//communications"),
        URL.replace(f"/{CALL}", f"('{CALL}')"),
        URL.replace("/redirect", "/microsoft.graph.redirect"),
        f"{URL}?$select=id",
    ]
    assert len({str(request_tree(Request("POST", url))) for url in spellings}) == 1


def test_a_url_that_names_no_call_is_its_path() -> None:
    assert request_tree(Request("GET", "https://bot.example//api/calls?a=b"))["route"] == "/api/calls"


def test_an_exchange_without_a_response_says_why() -> None:
    exchange = Exchange(Request("POST", URL), None, Way.TO_GRAPH, error="The connection was reset.")
    assert tree(exchange)["error"] == "The connection was reset."
    assert "status" not in tree(exchange)


def test_of_a_secret_only_its_scheme_is_kept() -> None:
    headers = Headers.of({"Authorization": "Bearer eyJ.a.b", "Set-Cookie": ["a=1", "b=2"]})
    assert request_tree(Request("GET", URL, headers))["headers"] == {
        "authorization": "Bearer",
        "set-cookie": "a=1, b=2",
    }


def test_a_body_that_is_not_json_is_its_text_and_one_that_is_no_text_its_digest() -> None:
    assert request_tree(Request("POST", URL, body=b"hello"))["text"] == "hello"
    digest = request_tree(Request("POST", URL, body=b"\xff\xfe"))["text"]
    assert digest.startswith("2 bytes, SHA-256 ")
    empty = request_tree(Request("POST", URL))
    assert "body" not in empty
    assert "text" not in empty

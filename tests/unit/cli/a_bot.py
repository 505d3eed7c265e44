"""A bot as somebody might write it in an afternoon, with nothing but the standard library.

Each argument is something that it does: `base` redirects at REDIAL_GRAPH_URL, `name` at graph.microsoft.com,
`broken` sends a timeout of the wrong type, `token` fetches a token, `serve PORT` takes one call, `wait` waits
for a signal, `deaf` waits and heeds none, `count` counts those of a terminal, `exit=N` ends with that status.
"""

import http.server
import json
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request

GRAPH = "https://graph.microsoft.com"
CALL = "9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52"
TARGETS = [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]
TOKEN = "https://login.microsoftonline.com/c41d7b90-5e28-4f63-a90b-17e4d2c86f35/oauth2/v2.0/token"
SCOPE = b"https%3A%2F%2Fgraph.microsoft.com%2F.default"
FORM = b"grant_type=client_credentials&client_id=7&client_secret=hush&scope=" + SCOPE


def post(url: str, body: bytes, kind: str = "application/json") -> None:
    headers = {"Authorization": "Bearer abc.def.ghi", "Content-Type": kind, "client-request-id": CALL}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, body, headers, method="POST"), timeout=20
        ) as told:
            print(told.status, flush=True)  # noqa: T201
    except urllib.error.HTTPError as error:
        told = json.load(error)["error"]
        print(error.code, told["code"], told["message"], flush=True)  # noqa: T201


def redirect(base: str, call: str = CALL, timeout: object = 30) -> None:
    body = json.dumps({"targets": TARGETS, "timeout": timeout}).encode()
    post(f"{base}/v1.0/communications/calls/{call}/redirect", body)


def serve(port: int) -> None:
    """Redirect the call that rings, and end when it is over."""
    over = threading.Event()

    class Webhook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["content-length"])))["value"][0]
            self.send_response(202)
            self.end_headers()
            if told["resourceData"]["state"] == "incoming":
                call = told["resourceUrl"].rpartition("/")[2]
                threading.Thread(target=redirect, args=(os.environ["REDIAL_GRAPH_URL"], call)).start()
            else:
                over.set()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Webhook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        over.wait(20)
        time.sleep(0.2)
        server.shutdown()


def wait() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(9))
    print("waiting", flush=True)  # noqa: T201
    time.sleep(30)


def deaf() -> None:
    """Wait, whatever the signal."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    print("deaf", flush=True)  # noqa: T201
    time.sleep(60)


def count() -> None:
    """Count the signals of a terminal, and end with their number a second after the first."""
    told: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: told.append(number))
    print("counting", flush=True)  # noqa: T201
    while not told:
        time.sleep(0.05)
    time.sleep(1)
    sys.exit(len(told))


def main(arguments: list[str]) -> None:
    told = iter(arguments)
    for each in told:
        match each.partition("="):
            case "base", _, _:
                redirect(os.environ["REDIAL_GRAPH_URL"])
            case "name", _, _:
                redirect(GRAPH)
            case "broken", _, _:
                redirect(GRAPH, timeout="30")
            case "token", _, _:
                post(TOKEN, FORM, "application/x-www-form-urlencoded")
            case "serve", _, _:
                serve(int(next(told)))
            case "wait", _, _:
                wait()
            case "deaf", _, _:
                deaf()
            case "count", _, _:
                count()
            case "exit", _, status:
                sys.exit(int(status))


main(sys.argv[1:])

"""A bot that was changed since it was recorded: it sends a header more, and leaves annotations out.

Its arguments: where it listens, what it answers to the end of a call, how it spells the timeout, the user to
redirect to, and its tenant.
"""

import http.server
import json
import os
import sys
import threading
import urllib.request

PORT, REPLY, TIMEOUT, USER, TENANT = sys.argv[1:]
BODY = {
    "targets": [{"identity": {"user": {"id": USER, "displayName": "Megan Bowen"}}}],
    "timeout": json.loads(TIMEOUT),
    "callbackUri": "https://bot.contoso.com/api/calls",
}
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer a.b.c", "X-Tenant": TENANT}


class Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["content-length"])))["value"][0]
        over = told["resourceData"]["state"] == "terminated"
        self.send_response(int(REPLY) if over else 202)
        self.end_headers()
        if not over:
            call = told["resourceUrl"].rpartition("/")[2]
            threading.Thread(target=redirect, args=(call,)).start()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def redirect(call: str) -> None:
    url = f"{os.environ['REDIAL_GRAPH_URL']}/v1.0/communications/calls/{call}/redirect"
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(BODY).encode(), HEADERS), timeout=20):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(PORT)), Webhook).serve_forever()

#!/usr/bin/env bash
# Issue 4, "Replay", as a user could have typed it: one recorded conversation played to two bots that were not written for this
# project, in Python and on Node, green, and red when one line of each is broken. Prints what it does; ends with status 1 at the
# first promise that is not kept.
set -uo pipefail
. "$(dirname "$0")/promises.bash"
has() { grep -q -- "$1" "$work/out" || { cat "$work/out"; broken "not printed: $1"; }; }
told() { grep -q -- "$1" "$work/err" || { cat "$work/err"; broken "not said: $1"; }; }
program() { mkdir -p "$(dirname "$1")" && cat >"$1"; } # program FILE: what stands on stdin
command -v npm >/dev/null || broken "npm is needed, for the bot on Node"

say "a fresh clone, and the packages of the two bots in folders of their own"
install_bots jsonwebtoken jwks-rsa
"$work/python/bin/python" -m pip install -qq --disable-pip-version-check "PyJWT[crypto]"
export TENANT_ID=0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4 CLIENT_ID=c41d7a90-5b6e-4f23-9c08-7a1e2d3b4f56
export CLIENT_SECRET=hush-hush-of-nobody FORWARD_TO=5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054
export MicrosoftAppId=$CLIENT_ID PORT; PORT=$(free_port)
export REDIAL_BOT_URL=http://127.0.0.1:$PORT/api/calls
mkdir "$work/calls" && cd "$work/calls" || exit 1
declare -A bots=([python]="$work/python/bin/python $work/clone/examples/python/bot.py" [node]="$node $work/node/bot.js")
declare -A broken_bots=([python]="$work/python/bin/python broken.py" [node]="$node $work/node/broken.js")
sed 's/timeout=30/timeout=5/' "$work/clone/examples/python/bot.py" >broken.py
sed 's/timeout: 30/timeout: "30"/' "$work/node/bot.js" >"$work/node/broken.js"

say "recorded once, from the bot in Python"
"$redial" record --simulate --bot "$REDIAL_BOT_URL" -o calls.yaml -- ${bots[python]} >record.out 2>record.log & record=$!
pids+=("$record"); listening record.log "  over  "; sleep 0.2
kill -INT "$record"; wait "$record" || { cat record.log; broken "record ended with status $?"; }
tail -n 1 record.out | sed 's/^/  /'

# --- one line tests a bot -----------------------------------------------------------------------------------------------
for name in python node; do
  say "$name, unmodified, as COMMAND: green; and red when one line of it is broken"
  SHOW=30 expect 0 "$redial" replay calls.yaml -- ${bots[$name]}
  grep -q '^3 played, 0 missed, 0 left unplayed, 0 findings on what the bot sent\(, [0-9]* differences\? from the recording\)\?$' "$work/out" || { cat "$work/out" "$work/err"; broken "not all was played"; }
  SHOW=30 expect 1 "$redial" replay calls.yaml -- ${broken_bots[$name]}
  has "^missed POST /v1.0/.*/redirect: interaction .* is nearest: .*body.timeout recorded 30, sent "
  env -u REDIAL_KEY REDIAL_KEY="quite another key" "$redial" replay calls.yaml -- ${bots[$name]} >other.out 2>&1 || { cat other.out; broken "not with another key"; }
done
[ -z "$(pgrep -f "$work/(python|node)")" ] || broken "a process was left behind"

say "how the bot differs from when it was recorded: itself in nothing, the one on Node in headers; a webhook that it refuses now is status 1"
expect 0 "$redial" replay calls.yaml -- ${bots[python]}
grep "^differs " "$work/out" && broken "the bot differs from itself"
expect 0 "$redial" replay calls.yaml --format json -- ${bots[node]}
has '"path": "redirect.headers.'
sed 's/status_code=202/status_code=500/' "$work/clone/examples/python/bot.py" >refusing.py
expect 1 "$redial" replay calls.yaml -- "$work/python/bin/python" refusing.py
has "^differs calls.yaml, interaction 1: incoming.status: 202 -> 500, refused now$"

say "several at once, timed, in strict order, as JSON and JUnit"
expect 0 "$redial" replay calls.yaml --copies 5 --order strict --latency recorded --format json -- ${bots[python]}
"$python" -c 'import json, sys; told = json.loads(sys.argv[1][sys.argv[1].index("{\n"):]); assert told["played"] == 15, told' "$(cat "$work/out")" || broken "not all copies were played"
cp calls.yaml again.yaml; expect 0 "$redial" replay calls.yaml again.yaml -- ${bots[node]}; has "^6 played, 0 missed, 0 left unplayed, 0 findings"
expect 0 "$redial" replay calls.yaml --format junit -- ${bots[node]}
has '<testsuite name="calls.yaml" tests="3" failures="0"'

say "faults: an SDK that retries as it should plays the recording to its end; a bot that does not leaves it"
expect 0 "$redial" replay calls.yaml --fault 503@1 --fault duplicate@2 -- ${bots[python]}; has "2 faults injected"
expect 0 "$redial" replay calls.yaml --fault 429:retry-after=1 -- ${bots[node]}; has "1 fault injected"
expect 1 "$redial" replay calls.yaml --fault 500 -- ${bots[node]}; has "1 left unplayed\|2 left unplayed"
refused "$redial" replay calls.yaml --fault thunder -- true
program "$work/node/faults.mjs" <<'JS'
// Microsoft's client for JavaScript, told to repeat nothing: what it raises for each of six redirects.
import { Client, RetryHandlerOptions } from "@microsoft/microsoft-graph-client";
const graph = Client.init({ authProvider: (done) => done(null, "a.b.c") });
const body = { targets: [{ identity: { user: { id: process.env.FORWARD_TO, displayName: "Reception" } } }], timeout: 30 };
for (let attempt = 0; attempt < 6; attempt += 1) {
  const redirect = graph.api("/communications/calls/41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c/redirect");
  try { await redirect.middlewareOptions([new RetryHandlerOptions(0, 0)]).post(body); console.log("accepted"); }
  catch (error) { console.log(error.constructor.name, error.statusCode, error.code); }
}
JS
faults=(--fault 500@1 --fault 429@2 --fault claims@3 --fault malformed@4 --fault reset@5)
SHOW=8 expect 0 env -u REDIAL_BOT_URL "$redial" replay calls.yaml "${faults[@]}" -- $node "$work/node/faults.mjs"
for raised in "500 InternalServerError" "429 TooManyRequests" "401 InvalidAuthenticationToken" "502 SyntaxError" "-1 TypeError"; do has "^GraphError $raised$"; done
has "^accepted$"

# --- tokens that are verified -------------------------------------------------------------------------------------------
program verify.py <<'PY'
"""The bot of examples/, behind a verifier as Microsoft's samples have one: PyJWT and the platform's own addresses."""
import os, sys
import jwt, requests, uvicorn
sys.path.insert(0, os.environ["BOT"])
from bot import app
from starlette.responses import Response
@app.middleware("http")
async def verified(request, follow):
    told = requests.get("https://login.botframework.com/v1/.well-known/openidconfiguration", timeout=5).json()
    token = request.headers["authorization"].removeprefix("Bearer ")
    try:
        key = jwt.PyJWKClient(told["jwks_uri"]).get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=os.environ["MicrosoftAppId"], issuer=told["issuer"],
                            options={"require": ["exp", "nbf", "iat", "tid"]})
    except jwt.PyJWTError as error:
        print("refused", error, flush=True)
        return Response(status_code=403)
    print("verified for tenant", claims["tid"], flush=True)
    return await follow(request)
uvicorn.run(app, port=int(os.environ["PORT"]))
PY
program "$work/node/verify.mjs" <<'JS'
// A bot that verifies with jsonwebtoken and jwks-rsa, and redirects with fetch.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import jwt from "jsonwebtoken";
import jwks from "jwks-rsa";
const told = await (await fetch("https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration")).json();
const { keys } = await (await fetch(told.jwks_uri)).json();
const client = jwks({ jwksUri: told.jwks_uri, fetcher: async () => ({ keys }) });
createServer(async (request, response) => {
  const { value } = await json(request);
  const token = request.headers.authorization.split(" ")[1];
  try {
    const key = await client.getSigningKey(jwt.decode(token, { complete: true }).header.kid);
    const claims = jwt.verify(token, key.getPublicKey(), { audience: process.env.MicrosoftAppId, issuer: told.issuer });
    console.log("verified for tenant", claims.tid);
  } catch (error) { console.log("refused", error.message); response.writeHead(403).end(); return; }
  response.writeHead(202).end();
  if (value[0].resourceData.state !== "incoming") return;
  const body = { targets: [{ identity: { user: { id: process.env.FORWARD_TO, displayName: "Reception" } } }], timeout: 30 };
  const headers = { "content-type": "application/json", authorization: "Bearer a.b.c" };
  await fetch(`https://graph.microsoft.com/v1.0/communications/calls/${value[0].resourceData.id}/redirect`, { method: "POST", headers, body: JSON.stringify(body) });
}).listen(process.env.PORT, "127.0.0.1");
JS
say "real verifiers accept the token of a webhook: PyJWT's JWKS client, jsonwebtoken with jwks-rsa; of another audience they refuse it"
export BOT=$work/clone/examples/python
for verifier in "$work/python/bin/python verify.py" "$node $work/node/verify.mjs"; do
  SHOW=30 expect 0 "$redial" replay calls.yaml -- $verifier
  [ "$(grep -c '^verified for tenant' "$work/out")" = 2 ] || broken "not both webhooks were verified"
  REDIAL_APP_ID=11111111-2222-4333-8444-555555555555 expect 1 "$redial" replay calls.yaml -- $verifier
  has "^refused "; has "RDN015"
done

# --- in process: pytest -------------------------------------------------------------------------------------------------
program test_bot.py <<'PY'
import importlib, os, sys
import pytest
sys.path[:0] = [os.getcwd(), os.environ["BOT"]]
bot = importlib.import_module(os.environ.get("NAMED", "bot"))
@pytest.mark.redial("calls.yaml")
def test_a_call_is_passed_on(redial):
    redial.play(bot.app, signed=True, timeout=1)
@pytest.mark.redial("new.yaml")
def test_a_call_is_recorded(redial):
    redial.play(bot.app)
PY
say "in pytest, the bot in Python: green, signed tokens included; red when one line of it is broken; recorded by its own test"
"$work/python/bin/python" -m pip install -qq --disable-pip-version-check "$work/clone" pytest || broken "the plugin beside the bot"
pytest() { "$work/python/bin/python" -m pytest -q -W ignore --tb=short -p no:cacheprovider test_bot.py "$@"; }
passed() { pytest "$@" >pytest.out 2>&1 || { cat pytest.out; broken "pytest $*"; }; tail -n 1 pytest.out | sed 's/^/  /'; }
passed -k passed_on
NAMED=broken pytest -k passed_on >pytest.out 2>&1 && broken "a broken bot passed"
grep "is nearest: body.timeout recorded 30, sent 5" pytest.out | head -n 1 || { cat pytest.out; broken "no difference by its path"; }
passed -k recorded --redial-record once
passed -k recorded
expect 0 "$redial" check cassettes/new.yaml

# --- base URLs, TLS, a proxy for a bot that somebody else runs ----------------------------------------------------------
say "as a server: a base URL alone; what is not recorded gets 501 and is counted"
port=$(free_port)
env -u REDIAL_BOT_URL "$redial" replay calls.yaml --port "$port" >server.out 2>server.log & server=$!
pids+=("$server"); listening server.log "to answer at"
answer=$(curl -s -w ' %{http_code}' -X POST "http://127.0.0.1:$port/v1.0/communications/calls/$TENANT_ID/answer" -d '{}')
echo "  $answer"; [[ $answer == *notRecorded*501 ]] || broken "an unknown request was not refused"
kill -INT "$server"; wait "$server"; [ $? = 1 ] || broken "a miss is no failure"
tail -n 1 server.out | sed 's/^/  /'

say "over TLS, with REDIAL_AUTHORITY_URL: azure-identity in server mode; and through a proxy that was set by hand"
env -u REDIAL_BOT_URL "$redial" replay calls.yaml --proxy --port "$port" >tls.out 2>tls.log & server=$!
pids+=("$server"); listening tls.log "over TLS Graph is at"
tls=$(grep -o 'https://127.0.0.1:[0-9]*' tls.log | head -1); certificate=$HOME/.redial/mitmproxy/mitmproxy-ca-cert.pem
program fetch.py <<'PY'
import os
from azure.identity import ClientSecretCredential
told = {"authority": os.environ["REDIAL_AUTHORITY_URL"], "disable_instance_discovery": True} if "REDIAL_AUTHORITY_URL" in os.environ else {}
names = (os.environ[name] for name in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET"))
print("token of", len(ClientSecretCredential(*names, **told).get_token("https://graph.microsoft.com/.default").token), "characters")
PY
REDIAL_AUTHORITY_URL=$tls REQUESTS_CA_BUNDLE=$certificate expect 0 "$work/python/bin/python" fetch.py
HTTPS_PROXY=http://127.0.0.1:$port REQUESTS_CA_BUNDLE=$certificate expect 0 "$work/python/bin/python" fetch.py
HTTPS_PROXY=http://127.0.0.1:$port expect 0 curl -s -o /dev/null -w '%{http_code} of a host that nothing is recorded of\n' --cacert "$certificate" https://api.example/x
has "501 of a host"
kill -INT "$server"; wait "$server"; grep "^missed GET api.example/x: " tls.out || { cat tls.out; broken "the host is not named"; }

# --- bad input: bounded time, a sentence, no process left ------------------------------------------------------------------
say "a cassette with a torn tail, without webhooks, without timing, or recorded by plain vcrpy"
program spoil.py <<'PY'
import http.server, re, threading
from pathlib import Path
import requests, vcr, yaml
head, *blocks = re.split(r"(?m)^(?=- request:)", Path("calls.yaml").read_text())
[redirect] = [block for block in blocks if "way: to_graph" in block]
def untimed(block):
    body = re.sub(r"(?m)^(    (?:started_at|seconds): ).*$", r"\1null", block.rpartition("# end ")[0])
    return f"{body}# end {block.rpartition('# end ')[2].split()[0]} {len(body)}\n"
Path("torn.yaml").write_text(head + "".join(blocks)[:-200])
Path("client.yaml").write_text(head + redirect)
Path("untimed.yaml").write_text(head + "".join(map(untimed, blocks)))
class Graph(http.server.BaseHTTPRequestHandler):
    def do_POST(self): self.rfile.read(int(self.headers["content-length"])); self.send_response(204); self.end_headers()
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Graph); threading.Thread(target=server.serve_forever, daemon=True).start()
sent, here = yaml.safe_load(redirect)[0]["request"], f"http://127.0.0.1:{server.server_port}"
with vcr.use_cassette("plain.yaml"):
    requests.post(sent["uri"].replace("https://graph.microsoft.com", here), sent["body"], headers={"Content-Type": "application/json", "Authorization": "Bearer a.b.c"})
Path("plain.yaml").write_text(Path("plain.yaml").read_text().replace(here, "https://graph.microsoft.com"))
Path("client.py").write_text(f"""import os, sys, requests
headers = {{"Content-Type": "application/json", "Authorization": "Bearer a.b.c"}}
def redirect(url=os.environ.get("REDIAL_GRAPH_URL", "https://graph.microsoft.com")): return requests.post(url + {sent["uri"].partition("microsoft.com")[2]!r}, {sent["body"]!r}, headers=headers, timeout=5).status_code
if __name__ == "__main__": print(redirect(*sys.argv[1:]))
""")
PY
"$python" spoil.py || broken "the cassettes were not spoilt"
program test_spoilt.py <<'PY'
import pytest
from client import redirect
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.redial(f"{name}.yaml")) for name in ("torn", "client", "untimed", "plain")])
def test_requests(redial, name): assert redirect() in (202, 204)
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.redial(f"{name}.yaml")) for name in ("client", "plain")])
def test_played(redial, name): redial.play(print)
PY
program slow.py <<'PY'
import http.server, json, os, sys, time
from client import redirect
class Bot(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["content-length"])))["value"][0]
        if told["resourceData"]["state"] == "incoming":
            if sys.argv[1] == "early": self.send_response(202); self.end_headers(); self.wfile.flush(); os._exit(0)
            if sys.argv[1] == "half": self.wfile.write(b"HTTP/1.1 202 Acc"); self.wfile.flush(); os._exit(3)
            redirect(); time.sleep(float(sys.argv[1]))
        self.send_response(202); self.end_headers()
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Bot).serve_forever()
PY
as_server() { # as_server CASSETTE: play it on a port, ask once, and end; prints what was answered
  env -u REDIAL_BOT_URL "$redial" replay "$1" --port "$port" >"$work/out" 2>"$work/err" & local server=$!
  pids+=("$server"); listening "$work/err" "to answer at"
  "$python" client.py "http://127.0.0.1:$port"; kill -INT "$server"; wait "$server"
}
as_bot() { # as_bot CASSETTE: play it to a bot that somebody else runs
  REDIAL_GRAPH_URL=http://127.0.0.1:$port "$python" slow.py 0 >bot.log 2>&1 & local bot=$!
  pids+=("$bot"); for _ in $(seq 100); do (: <"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && break; sleep 0.1; done
  "$redial" replay "$1" --port "$port" >"$work/out" 2>"$work/err"; local status=$?
  kill "$bot"; wait "$bot"; return $status
}
port=$(free_port)
expect 2 "$redial" replay torn.yaml -- ${bots[python]}; told "torn.yaml ends in the middle of an interaction"
as_server torn.yaml; [ $? = 2 ] && told "torn.yaml ends in the middle" || broken "torn, as a server"
as_bot torn.yaml; [ $? = 2 ] && told "torn.yaml ends in the middle" || broken "torn, with --bot"
expect 0 "$redial" replay untimed.yaml -- ${bots[python]}; has "^3 played, 0 missed, 0 left unplayed"
as_server untimed.yaml || broken "without timing, as a server"; as_bot untimed.yaml || broken "without timing, with --bot"
for each in client plain; do
  as_server "$each.yaml" || broken "$each.yaml, as a server"; has "^1 played, 0 missed, 0 left unplayed"
  expect 0 env -u REDIAL_BOT_URL "$redial" replay "$each.yaml" -- "$python" client.py; has "^1 played, 0 missed, 0 left unplayed"
  refused "$redial" replay "$each.yaml" -- ${bots[python]}; told "nothing that is recorded is a webhook"
  refused "$redial" replay "$each.yaml" --bot "$REDIAL_BOT_URL"; told "leave out --bot"
done
"$python" -m pytest -q -W ignore --tb=short -p no:cacheprovider -p no:randomly test_spoilt.py >pytest.out 2>&1 && broken "pytest passed what is spoilt"
grep -q "torn.yaml is torn: its last" pytest.out && [ "$(grep -c "holds no webhook to play to a bot" pytest.out)" -ge 2 ] && grep -q "2 failed, 3 passed, 1 error" pytest.out || { cat pytest.out; broken "pytest and what is spoilt"; }
tail -n 1 pytest.out | sed 's/^/  /'

say "a bot that hangs, acknowledges late, dies half-way or too early, answers 500, never listens, or ignores SIGTERM; a port in use"
slowly() { # slowly SECONDS: replay to a bot that acknowledges so late, beside everything else
  local mine; mine=$(free_port)
  PORT=$mine timeout -k 5 90 "$redial" replay calls.yaml --bot "http://127.0.0.1:$mine/api/calls" -- "$python" slow.py "$1" >"slow$1.out" 2>"slow$1.log" &
}
slowly 3600; hanging=$!; slowly 16; late=$!
expect 3 "$redial" replay calls.yaml -- "$python" slow.py half; has "closed the connection without an answer"; told "ended with status 3"
expect 1 "$redial" replay calls.yaml -- "$python" slow.py early; told "ended, with status 0, before all was played to it"
"$python" -c 'import socket, sys, time; s = socket.create_server(("127.0.0.1", int(sys.argv[1]))); time.sleep(60)' "$port" & taken=$!
pids+=("$taken"); for _ in $(seq 100); do (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done
refused "$redial" replay calls.yaml --port "$port" -- true; told "port $port is taken"
refused "$redial" replay calls.yaml --bot "http://127.0.0.1:$port/api/calls" -- ${bots[python]}; told "something listens at 127.0.0.1:$port already"
kill "$taken"
expect 7 "$redial" replay calls.yaml -- bash -c 'exit 7'; told "ended with status 7"
program five.py <<'PY'
import http.server, os
class Bot(http.server.BaseHTTPRequestHandler):
    def do_POST(self): self.send_response(500); self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Bot).serve_forever()
PY
program deaf.py <<'PY'
import runpy, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
runpy.run_path("five.py")
PY
started=$(date +%s)
timeout 80 "$redial" replay calls.yaml -- "$python" deaf.py >deaf.out 2>deaf.log; status=$?
echo "  status $status after $((took = $(date +%s) - started)) s: $(tail -n 1 deaf.out)"; [ "$took" -lt 30 ] || broken "what was refused is waited for"
[ "$status" = 1 ] && grep -q "RDN015" deaf.out || { cat deaf.out deaf.log; broken "a bot that answers 500"; }
grep "had not ended 5 s after SIGTERM, and was killed" deaf.log || { cat deaf.log; broken "that it was killed was not said"; }
expect 1 "$redial" replay calls.yaml --format junit -- sleep 60; told "no bot listened at 127.0.0.1:$PORT within 30 s"
has 'name="calls.yaml" tests="3" failures="3"'; has 'message="no bot listened .*" type="trouble"'
wait "$late"; [ $? = 0 ] && grep "RDC006 response: the bot replied to the incoming notification after 16" slow16.out || { cat slow16.*; broken "a bot that acknowledges late"; }
wait "$hanging"; [ $? = 1 ] && grep "did not answer within 20 s" slow3600.out || { cat slow3600.*; broken "a bot that hangs"; }
[ -z "$(pgrep -f 'deaf.py|slow.py|sleep 60')" ] || broken "a process was left behind"
refused "$redial" replay calls.yaml --latency fast
refused "$redial" replay calls.yaml --
refused "$redial" replay nothing.yaml -- true

kept

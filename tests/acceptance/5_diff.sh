#!/usr/bin/env bash
# Issue 5, "Diff of recorded traffic, the report page, verify", as a user could have typed it. Prints what it does; ends with status 1
# at the first promise that is not kept.
set -uo pipefail
. "$(dirname "$0")/promises.bash"
has() { grep -qF -- "$1" "$work/out" || { cat "$work/out"; broken "not printed: $1"; }; }
hasnt() { grep -qF -- "$1" "$work/out" && broken "printed: $1"; true; }
told() { grep -qF -- "$1" "$work/err" || { cat "$work/err"; broken "not said: $1"; }; }
json() { "$python" -c "import json; d = json.load(open('$work/out')); print($1)"; }
named() { head -n 10 "$work/out" | grep -qF -- "$1" || { cat "$work/out"; broken "not in the first ten lines: $1"; }; }

say "a fresh clone"
clone
simulated() { "$python" -m benchmarks.simulated "$@" >"$work/made" || broken "simulated $*"; sed 's/^/  /' "$work/made"; }

# --- redial diff ------------------------------------------------------------------------------------------------------
say "one member that changed: its path, both values, what it does to the contract, and where it stands"
cp -r cassettes "$work/now" && sed -i 's/"timeout": 30$/"timeout": 5/' "$work/now/forward.yaml"
expect 1 "$redial" diff cassettes/forward.yaml "$work/now/forward.yaml"
named "1 call, 1 changed: redirect.body.timeout: 30 -> 5 breaks RDQ041"; has "forward.yaml:117, interaction 2, call "
expect 1 "$redial" diff "$work/now/forward.yaml" cassettes/forward.yaml; has "5 -> 30 mends RDQ041"; hasnt breaks
expect 0 "$redial" diff cassettes/forward.yaml cassettes/forward.yaml

say "folders by the names of their files, and any mix of file and folder"
expect 1 "$redial" diff cassettes "$work/now"; named "8 calls, 1 changed: redirect.body.timeout: 30 -> 5 breaks RDQ041"
mkdir "$work/one" && cp cassettes/forward.yaml "$work/one/another-name.yaml"
expect 0 "$redial" diff cassettes/forward.yaml "$work/one"
expect 0 "$redial" diff "$work/one" cassettes/forward.yaml
expect 1 "$redial" diff "$work/one" cassettes; has "files in NEW only"; has 'call: "incoming'

say "an added retry is one added exchange"
expect 1 "$redial" diff cassettes/forward.yaml cassettes/throttled-then-accepted.yaml
[ "$(grep -vc "ids changed consistently" "$work/out")" = 3 ] || broken "more than one difference"
has 'redirect: "POST /communications/calls/{callId}/redirect: 429" added'

say "targets in their order, and as a set"
"$python" - cassettes/simultaneous-ring.yaml "$work/turned.yaml" <<'PY'
import json, re, sys
text = open(sys.argv[1]).read()
body = re.search(r'(?ms)^    body: \|-\n(      \{\n        "targets".*?^      \}\n)', text)[1]
members = json.loads(body)
members["targets"].reverse()
turned = "".join(f"      {line}\n" for line in json.dumps(members, indent=2).splitlines())
open(sys.argv[2], "w").write(text.replace(body, turned))
PY
expect 1 "$redial" diff cassettes/simultaneous-ring.yaml "$work/turned.yaml"; has "redirect.body.targets[0]"
expect 0 "$redial" diff cassettes/simultaneous-ring.yaml "$work/turned.yaml" --unordered targets

say "another spelling means the same, and never counts"
sed 's/"timeout": 30$/"timeout": 30,\n        "callbackUri": null/' cassettes/forward.yaml >"$work/spelled.yaml"
expect 0 "$redial" diff cassettes/forward.yaml "$work/spelled.yaml"; has "redirect.body.callbackUri: null against absent, which means the same: no difference"

say "200 calls of an upgraded SDK that spells all of them otherwise; one breaks"
simulated "$work/before" --calls 200; simulated "$work/again" --calls 200 --seed 3; simulated "$work/after" --calls 200 --seed 2 --changed
"$python" - "$work/after/0002.yaml" <<'PY'
import sys
before, after = open(sys.argv[1]).read().rsplit('"timeout": 30', 1)
open(sys.argv[1], "w").write(f'{before}"timeout": 5{after}')
PY
SHOW=10 expect 1 "$redial" diff "$work/before" "$work/after"; named "redirect.body.timeout: 30 -> 5 breaks RDQ041"; has '200 x  redirect.headers.x-ms-sdk: "2.0.0" added'
expect 0 "$redial" diff "$work/before" "$work/again"
expect 1 "$redial" diff "$work/before" "$work/after" --ignore headers; has "left out: 200 differences as somebody chose"; hasnt "x-ms-sdk"
expect 0 "$redial" diff "$work/before" "$work/after" --only redirect.body.targets
expect 1 "$redial" diff "$work/before" "$work/after" --format json
json '"  %d differences in %d groups, %d breaks" % (len(d["differences"]), len(d["groups"]), d["summary"]["breaks"])'

say "a baseline: what two recordings of the old side differ in is noise; what breaks is told all the same"
sed 's/"timeout": 30$/"timeout": 45/' cassettes/forward.yaml >"$work/other.yaml"
sed 's/"timeout": 30$/"timeout": 60/' cassettes/forward.yaml >"$work/longer.yaml"
expect 0 "$redial" diff cassettes/forward.yaml "$work/longer.yaml" --baseline "$work/other.yaml"; has "left out: 1 difference that the baseline has too"
expect 1 "$redial" diff cassettes/forward.yaml "$work/now/forward.yaml" --baseline "$work/other.yaml"; named "breaks RDQ041"
expect 1 "$redial" diff cassettes/forward.yaml "$work/longer.yaml"; expect 0 "$redial" diff cassettes/forward.yaml "$work/longer.yaml" --fail-on breaks

say "the configuration file chooses, too"
mkdir "$work/project" && printf '[diff]\nignore = ["redirect.body.timeout"]\n' >"$work/project/redial.toml"
(cd "$work/project" && expect 0 "$redial" diff "$here/cassettes/forward.yaml" "$work/now/forward.yaml") || exit 1
(cd "$work/project" && sed -i 's/ignore/ignroe/' redial.toml && refused "$redial" diff "$here/cassettes" "$here/cassettes") || exit 1

say "times are compared by their distributions, and are never a difference"
SHOW=20 expect 0 "$redial" diff "$work/before" "$work/again" --timing; has "  margin    "; has "no clear difference"

say "Markdown for a comment: nothing recorded is markup in it"
sed 's/"timeout": 30$/"timeout": 30,\n        "note": "<img src=x> | `@octocat` #1 https:\/\/evil.example"/' cassettes/forward.yaml >"$work/odd.yaml"
expect 1 "$redial" diff cassettes/forward.yaml "$work/odd.yaml" --format markdown
hasnt "<img"; hasnt "@octocat"; hasnt "https://evil"; hasnt "#1 "

say "bad input: one sentence, status 2; what else a folder holds is compared all the same"
refused "$redial" diff cassettes nothing.yaml
refused "$redial" diff cassettes/forward.yaml README.md
refused "$redial" diff cassettes cassettes --ignore 'a..b'
refused "$redial" diff cassettes cassettes --fail-on never
echo "a: [" >"$work/now/phone.yaml"
expect 2 "$redial" diff cassettes "$work/now"; has "breaks RDQ041"; told "phone.yaml"

# --- redial verify ----------------------------------------------------------------------------------------------------
serve() { # serve COMMAND...: a program that plays Graph at $graph, until `stopped`
  local port; port=$(free_port); graph=http://127.0.0.1:$port
  "$@" --port "$port" >"$work/served" 2>&1 & server=$!
  pids+=("$server"); listening "$work/served" "at $graph"
}
stopped() { kill -INT "$server"; wait "$server"; }

say "a replay answers as it was recorded, and each request once"
serve "$redial" replay cassettes/*.yaml
expect 0 "$redial" verify cassettes/*.yaml --against "$graph"
has "8 requests sent to $graph, 0 drifted"; told "is sent again in 1 s"
expect 1 "$redial" verify cassettes/forward.yaml --against "$graph"; named "1 drifted: redirect.status: 202 -> 501"
stopped

say "a simulated Graph of the same edition answers as it was recorded, one that is busy at first does too"
serve "$redial" simulate --contract v1.0 --fault 429:retry-after=1
expect 0 "$redial" verify cassettes/forward.yaml cassettes/phone.yaml --against "$graph"; has "2 requests sent to $graph, 0 drifted"
stopped

say "a simulated Graph of another edition answers with another status, in words and in JSON"
serve "$redial" simulate
expect 1 "$redial" verify cassettes/forward.yaml --against "$graph"
named "1 request sent to $graph, 1 drifted: redirect.status: 202 -> 204"; told "made-up token"
SHOW=4 expect 1 "$redial" verify cassettes/phone.yaml --against "$graph" --format json
[ "$(json 'd["requests"][0]["answered"], d["summary"]["drifted"]')" = "204 1" ] || broken "the shape of the JSON"
stopped

say "the token comes from a variable, and is told nowhere"
cat >"$work/echo.py" <<'PY'
"""A service that repeats the token it is sent."""
import http.server, sys
class Echo(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        told = self.headers["Authorization"].encode()
        self.send_response(401); self.send_header("X-Echo", told.decode()); self.send_header("Content-Length", str(len(told))); self.end_headers()
        self.wfile.write(told)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
PY
port=$(free_port); "$python" "$work/echo.py" "$port" 2>/dev/null & pids+=("$!")
for _ in $(seq 100); do curl -s -o /dev/null "http://127.0.0.1:$port" && break; sleep 0.1; done
export GRAPH_TOKEN=eyJ0eXAi.eyJodXNo.aHVzaA
expect 1 "$redial" verify cassettes/forward.yaml --against "http://127.0.0.1:$port" --token-env GRAPH_TOKEN
named "redirect.status: 202 -> 401"; hasnt aHVzaA; grep -q aHVzaA "$work/err" && broken "the token is told"
refused "$redial" verify cassettes/forward.yaml --against "http://127.0.0.1:$port" --token-env "$GRAPH_TOKEN"
grep -q aHVzaA "$work/err" && broken "a token in place of a name is told"

say "to another machine nothing goes without --yes, and no masked number ever"
expect 2 "$redial" verify cassettes/forward.yaml cassettes/phone.yaml --against https://graph.example
named "would send 1 request to https://graph.example"; has "not sent: it rings a masked telephone number"; told "give --yes"
expect 2 "$redial" verify cassettes/phone.yaml --against https://graph.example --yes; has "0 requests sent"
refused "$redial" verify cassettes/forward.yaml --against http://graph.example
refused "$redial" verify cassettes/forward.yaml --against https://me:hush@graph.example
refused "$redial" verify cassettes/forward.yaml --against "http://127.0.0.1:$(free_port)"

# --- redial report ----------------------------------------------------------------------------------------------------
command -v chromium >/dev/null || broken "chromium is needed, to open the pages"
opened() { # opened FILE#HASH: what the page has become in a browser, once its script has run
  chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$work/chromium" --virtual-time-budget=3000 \
    --enable-logging=stderr --dump-dom "file://$PWD/$1" >"$work/dom" 2>"$work/console" || { cat "$work/console"; broken "chromium: $1"; }
  ! grep 'CONSOLE' "$work/console" || broken "the console is not silent: $1"
}
shows() { grep -qF -- "$1" "$work/dom" || { tail -c 2000 "$work/dom"; broken "not shown: $1"; }; }
hides() { ! grep -qF -- "$1" "$2" || broken "it stands there: $1"; }

mkdir "$work/calls" && cd "$work/calls" && cp -r "$work/clone/cassettes" . || exit 1

say "one file of eight recordings, which opens from disk"
expect 0 "$redial" report cassettes -o report.html
opened report.html; shows "8 of 8 shown"; shows 'id="rule-RDQ040"'; shows "15 s to decide are over"
opened "report.html#q=rule:RDQ040"; shows "1 of 8 shown"
opened "report.html#q=outcome:refused"; shows "4 of 8 shown"
! grep -Eq '(src|srcset|action|poster)=|<(link|iframe|object|embed|base|form)\b|@import|url\(' report.html || broken "the page could load something"

say "made again it is the same, byte by byte; nothing else is replaced"
cp report.html first.html && expect 0 "$redial" report cassettes -o report.html && cmp report.html first.html || broken "another page"
echo "my notes" >notes.html; refused "$redial" report cassettes -o notes.html; grep -qx "my notes" notes.html || broken "the notes are gone"
refused "$redial" report cassettes/late.yaml -o cassettes/late.yaml
refused "$redial" report nowhere.yaml -o other.html; [ ! -e other.html ] || broken "a page of nothing"

say "what was recorded is shown, and does not run"
sed 's|"timeout": "30"|"timeout": "</script><script>document.documentElement.lang=1</script><img src=x onerror=document.documentElement.lang=1>"|' cassettes/violation.yaml >hostile.yaml
expect 0 "$redial" report hostile.yaml -o hostile.html
opened hostile.html; shows "1 of 1 shown"; shows "&lt;img src=x onerror="; hides "<img" "$work/dom"; shows '<html lang="en"'

say "what a recording has in clear is masked on the page, and the recording stays"
cat >clear.yaml <<'YAML'
version: 1
interactions:
- request:
    method: POST
    uri: https://graph.microsoft.com/v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/redirect
    headers: {authorization: [Bearer eyJhbGciOi.secret.token], content-type: [application/json]}
    body: '{"targets": [{"identity": {"phone": {"id": "+4915112345678"}}}], "timeout": 30, "displayName": "Ottokar Brandt"}'
  response: {status: {code: 202, message: Accepted}, headers: {}, body: {string: ''}}
YAML
cp clear.yaml before.yaml; expect 0 "$redial" report clear.yaml -o clear.html; cmp clear.yaml before.yaml || broken "the recording was changed"
for secret in 5112345678 secret.token Ottokar Brandt 57dab8b1-894c; do hides "$secret" clear.html; done

say "what differs stands within the same diagrams"
sed 's/"timeout": 30$/"timeout": 5/' cassettes/forward.yaml >after.yaml
expect 0 "$redial" report after.yaml --against cassettes/forward.yaml -o after.html
opened "after.html#q=diff:breaks"; shows "1 of 1 shown"; shows "<del>30</del> → <ins>5</ins>"; shows "RDQ041"
expect 0 "$redial" report cassettes/forward.yaml --against cassettes -o fewer.html
opened "fewer.html#q=diff:removed"; shows "7 of 8 shown"

say "a torn recording: status 2, and the page as far as it goes"
head -c -300 cassettes/late.yaml >torn.yaml
expect 2 "$redial" report torn.yaml -o torn.html; told "ends in the middle of an interaction"
opened torn.html; shows "Not all was read."

say "a page of a test session, by one process and by two"
cat >test_bot.py <<'PY'
import pytest, requests

def on_notification(body, timeout=30):
    call = body["value"][0]["resourceData"]["id"]
    user = {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054", "displayName": "Ines Marlowe"}
    return requests.post(f"https://graph.microsoft.com/v1.0/communications/calls/{call}/redirect", timeout=5,
                         headers={"Authorization": "Bearer any"}, json={"timeout": timeout, "targets": [{"identity": {"user": user}}]})

@pytest.mark.redial("forward.yaml")
def test_forwarded(redial):
    on_notification(redial.incoming[0])

@pytest.mark.redial("forward.yaml")
def test_too_short(redial):
    on_notification(redial.incoming[0], timeout=5)
PY
export REDIAL_KEY="a key of this project"
expect 1 "$python" -m pytest -q -p no:cacheprovider --redial-report session.html test_bot.py
cp session.html one.html; expect 1 "$python" -m pytest -q -p no:cacheprovider -n 2 --redial-report session.html test_bot.py
cmp session.html one.html || broken "two processes make another page"
opened session.html; shows "body.timeout recorded 30, sent 5"; shows "unplayed"; hides "5b0f9a3e" session.html
kept

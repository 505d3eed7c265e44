#!/usr/bin/env bash
# Issue 3, "Recording a live bot", as a user could have typed it: two bots that were not written for this project, in every way
# into the path; the bot's own process; what is refused, enforced, split and converted. Prints what it does; ends with status 1
# at the first promise that is not kept.
set -uo pipefail
. "$(dirname "$0")/promises.bash"
has() { grep -q -- "$1" "$work/out" || broken "not printed: $1"; }
told() { grep -q -- "$1" "$work/err" || broken "not said: $1"; }
program() { mkdir -p "$(dirname "$1")" && cat >"$1"; } # program FILE: what stands on stdin
command -v npm >/dev/null || broken "npm is needed, for the bot on Node"

say "a fresh clone, and the packages of the two bots in folders of their own"
install_bots
"$work/python/bin/python" -m pip list --disable-pip-version-check | grep -E '^(azure-identity|fastapi|msgraph-sdk) ' | sed 's/^/  /'
(cd "$work/node" && npm ls --depth 0 | grep @ | sed 's/^/  /')
declare -A bots=([python]="$work/python/bin/python examples/python/bot.py" [node]="$node $work/node/bot.js")
mitm=$work/clone/.venv/bin

# --- who takes part ---------------------------------------------------------------------------------------------------
# The user is named by mail, as happens: RDQ029 has to be told live, and by `check` of the file.
export TENANT_ID=0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4 CLIENT_ID=c41d7a90-5b6e-4f23-9c08-7a1e2d3b4f56
export CLIENT_SECRET=hush-hush-of-nobody FORWARD_TO=tomas@fabrikam.example
secrets="$TENANT_ID|$CLIENT_ID|$CLIENT_SECRET|fabrikam|Reception|eyJ|Fictive|Invented|Imaginary|Pretend|Storybook"
world=$(free_port); login=$(free_port)                                       # a simulated Graph, and what leads to its login side
graph=$(free_port); webhooks=$(free_port); export PORT; PORT=$(free_port)    # redial's two listeners, and the bot's port
"$redial" simulate --port "$world" --bot "http://127.0.0.1:$webhooks/api/calls" >"$work/world.log" 2>&1 & pids+=($!)
listening "$work/world.log" "notifications go to"
mkdir "$work/far"
"$mitm/mitmdump" -s "$("$redial" addon-path)" --mode regular --listen-host 127.0.0.1 -p "$login" --set confdir="$work/far" \
  --set connection_strategy=lazy --set upstream_cert=false --set redial_login="http://127.0.0.1:$world" >"$work/login.log" 2>&1 & pids+=($!)
listening "$work/login.log" "proxy listening"
mkdir "$work/calls" && cd "$work/calls" || exit 1
ring() { curl -s -o "$work/rung" -X POST "http://127.0.0.1:$world/redial/ring"; }
start() { # start BOT [VARIABLE=VALUE...]: as its maker starts it, and wait until it listens
  env "${@:2}" bash -c "cd $work/clone && exec ${bots[$1]}" >"$work/bot.log" 2>&1 & bot=$!
  pids+=("$bot")
  for _ in $(seq 150); do curl -s -o /dev/null "http://127.0.0.1:$PORT/" && return; sleep 0.1; done
  cat "$work/bot.log"; broken "the bot does not listen"
}
whole() { # whole FILE LOG NUMBER: the conversation is in the file, no secret is, and `check` finds what was told live
  [ -n "$(grep -ahE -- "$secrets" "$1" "$2")" ] && { grep -anE -- "$secrets" "$1" "$2"; broken "something was given away"; }
  expect 0 "$redial" check "$1" --format json >/dev/null
  "$python" - "$@" "$work/out" <<'PY' || broken "$1 is not whole"
import json, re, sys
from pathlib import Path
from harness.exchange import Way
from harness.library import open_cassette
file, log, number, verdict = sys.argv[1:]
kept = [entry.exchange for entry in open_cassette(Path(file)).entries()]
ways = [each.way for each in sorted(kept, key=lambda each: each.started_at)]
wanted = [Way.TO_BOT, Way.TO_LOGIN, Way.TO_GRAPH, Way.TO_BOT]
assert ways == (wanted if number == "4" else [way for way in wanted if way is not Way.TO_LOGIN]), ways
(redirect,) = (each for each in kept if each.way is Way.TO_GRAPH)
assert redirect.response.status == 204 and redirect.request.host == "graph.microsoft.com", redirect
assert all(each.facts["login_status"] == 200 for each in kept if each.way is Way.TO_LOGIN)
first, *_, last = (json.loads(each.request.body)["value"][0]["resourceData"]["state"] for each in kept if each.way is Way.TO_BOT)
assert (first, last) == ("incoming", "terminated"), (first, last)
live = set(re.findall(r"^ *(?:error|warning|info) (RD\w+)", Path(log).read_text(), re.MULTILINE))
found = {each["rule"] for each in json.load(open(verdict))["findings"]}
assert live == found == {"RDQ029"}, (live, found)
print(f"  {len(kept)} exchanges; live and checked: {', '.join(sorted(live))}")
PY
}
over() { listening "$1" "  over  "; sleep 0.2; } # the end of a call is printed, and its last webhook is answered

for name in python node; do
  log=$name-command.log
  say "$name, redial record -- COMMAND: nothing to set, no tenant; the token fetch is there too"
  "$redial" record --simulate --bot "http://127.0.0.1:$PORT/api/calls" -o "$name-command.yaml" -- bash -c "cd $work/clone && exec ${bots[$name]}" >"$name.out" 2>"$log" & record=$!
  pids+=("$record"); over "$log"
  kill -INT "$record"; wait "$record" || { cat "$log"; broken "record ended with status $?"; }
  grep -E '^[0-9]{2}:|warning RD|in total' "$log" | sed 's/^/  /'; cat "$name.out" | tail -n 1
  whole "$name-command.yaml" "$log" 4

  certificate=$HOME/.redial/mitmproxy/mitmproxy-ca-cert.pem
  cat "$("$python" -m certifi)" "$work/far/mitmproxy-ca-cert.pem" "$certificate" >"$work/trusted.pem"
  at=$([ "$name" = node ] && echo https || echo http)://127.0.0.1:$graph # as redial prints it for either client
  for ui in dump web; do
    log=$name-$ui.log
    say "$name, reverse mode, --ui $ui: the base URL alone"
    start "$name" GRAPH_URL="$at" NODE_EXTRA_CA_CERTS="$work/trusted.pem" HTTPS_PROXY="http://127.0.0.1:$login" NO_PROXY=127.0.0.1 SSL_CERT_FILE="$work/trusted.pem" NODE_USE_ENV_PROXY=1
    "$redial" record --upstream "http://127.0.0.1:$world" --port "$graph" --bot "http://127.0.0.1:$PORT" --bot-port "$webhooks" --ui "$ui" -o "$name-$ui.yaml" >"$name.out" 2>"$log" & record=$!
    pids+=("$record"); listening "$log" "recording to"
    grep -qF "$at/" "$log" || broken "what to set was not printed: $at/"
    if [ "$ui" = web ]; then
      page=$(sed -n 's/^mitmweb is at //p' "$log")
      [ "$(curl -s -o /dev/null -w '%{http_code}' "$page")" = 200 ] || broken "no mitmweb at $page"
    fi
    ring; over "$log"
    kill -INT "$record"; wait "$record" || { cat "$log"; broken "record ended with status $?"; }
    kill "$bot"; wait "$bot" 2>/dev/null
    whole "$name-$ui.yaml" "$log" 3
  done

  log=$name-alone.log
  say "$name, mitmweb of one's own: the addon alone, as an explicit proxy"
  "$mitm/mitmweb" --set web_open_browser=false --set web_port="$(free_port)" -s "$("$redial" addon-path)" --listen-host 127.0.0.1 --mode "regular@$graph" \
    --mode "reverse:http://127.0.0.1:$PORT@$webhooks" --set confdir="$work/far" --set redial_bot="http://127.0.0.1:$PORT" --set redial_graph="http://127.0.0.1:$world" \
    --set redial_login="http://127.0.0.1:$world" --set connection_strategy=lazy --set upstream_cert=false --set redial_cassette="$name-alone.yaml" >"$log" 2>&1 & web=$!
  pids+=("$web"); listening "$log" "Web server listening"
  start "$name" NODE_EXTRA_CA_CERTS="$work/trusted.pem" HTTPS_PROXY="http://127.0.0.1:$graph" NO_PROXY=127.0.0.1 SSL_CERT_FILE="$work/trusted.pem" NODE_USE_ENV_PROXY=1
  ring; over "$log"
  kill -INT "$web"; wait "$web" || { cat "$log"; broken "mitmweb ended with status $?"; }
  kill "$bot"; wait "$bot" 2>/dev/null
  whole "$name-alone.yaml" "$log" 4
done

say "a COMMAND before another Graph: --upstream; three calls at once, each in a file of its own"
echo "redial_login: http://127.0.0.1:$world" >"$HOME/.redial/mitmproxy/config.yaml" # stands for the real login side
"$redial" record --upstream "http://127.0.0.1:$world" --bot "http://127.0.0.1:$PORT" --bot-port "$webhooks" -o 'each/{call}.yaml' -- bash -c "cd $work/clone && exec ${bots[python]}" >each.out 2>each.log & record=$!
pids+=("$record"); listening each.log "Uvicorn running"
for _ in 1 2 3; do ring & rings+=($!); done; wait "${rings[@]}"
for _ in $(seq 100); do [ "$(grep -c '  over  ' each.log)" = 3 ] && break; sleep 0.1; done; sleep 0.2
kill -TERM "$record"; wait "$record"; rm "$HOME/.redial/mitmproxy/config.yaml"
[ "$(cat each.out | tail -n 1)" = "each/{call}.yaml: 12 exchanges, 3 redirects" ] || { cat each.log each.out; broken "not all was kept"; }
ls each | sed 's/^/  /'
[ "$(ls each | wc -l)" = 4 ] && [ -e each/none.yaml ] || broken "not a file for each call, and none.yaml"
for file in each/*-*.yaml; do
  [ "$(grep -o '^    call: .*' "$file" | sort -u)" = "    call: $(basename "$file" .yaml)" ] || broken "$file holds another call"
  [ "$(grep -c '^- request' "$file")" = 3 ] || broken "$file is not whole"
done
grep -q "way: to_graph" each/none.yaml && broken "a redirect without a call"

# a bot that asks nobody, in the meantime: what is said of it is looked at in the end
openssl req -x509 -newkey rsa:2048 -nodes -keyout own.key -out own.pem -days 2 -subj /CN=other.example -addext subjectAltName=IP:127.0.0.1 2>"$work/openssl.log" || broken "openssl"
"$redial" record --upstream "http://127.0.0.1:$world" --bot "http://127.0.0.1:$PORT" --bot-port 0 -o silent.yaml -- bash -c 'curl -s --cacert own.pem https://graph.microsoft.com/v1.0/; sleep 31' >silent.log 2>&1 & silent=$!
pids+=("$silent")

# --- the bot's own process --------------------------------------------------------------------------------------------
say "what a COMMAND has in its environment; its status and its signals; the recording is complete when it ends"
SHOW=0 NO_PROXY=intranet.example expect 0 "$redial" record --simulate -o none.yaml -- env
for each in 'HTTPS_PROXY=http://127.0.0.1:' 'HTTP_PROXY=http://127.0.0.1:' 'https_proxy=http://127.0.0.1:' 'REDIAL_GRAPH_URL=http://127.0.0.1:' \
  'NO_PROXY=intranet.example,localhost,127.0.0.1,::1' 'SSL_CERT_FILE=/' 'REQUESTS_CA_BUNDLE=/' "NODE_EXTRA_CA_CERTS=$certificate" 'NODE_USE_ENV_PROXY=1'; do has "^$each"; done
told "NO REDIRECT was seen"
[ ! -e none.yaml ] || broken "a file was made of nothing"
[ "$(stat -c %a "$HOME/.redial/mitmproxy/mitmproxy-ca.pem" "$HOME/.redial/mitmproxy" | tr '\n' ' ')" = "600 700 " ] || broken "the key of the authority can be read"
# shellcheck disable=SC2016
expect 0 "$redial" record --simulate -o none.yaml -- bash -c 'test "$(grep -c BEGIN "$SSL_CERT_FILE")" -gt 50 && grep -qf <(sed -n 5p "$0") "$SSL_CERT_FILE"' "$certificate"
expect 7 "$redial" record --simulate -o none.yaml -- bash -c 'exit 7'
expect 137 "$redial" record --simulate -o none.yaml -- bash -c 'kill -KILL $$'
refused "$redial" record --simulate -o none.yaml -- ./no-such-bot
program caller.py <<'PY'
"""Redirect a call, as soon as told to: at once, or on a signal, and end with status 5."""
import json, os, signal, sys, time, urllib.request
def redirect(*_):
    body = {"targets": [{"identity": {"user": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054", "displayName": "Reception"}}}], "timeout": json.loads(sys.argv[1])}
    url = f"{os.environ['REDIAL_GRAPH_URL']}/v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/redirect"
    head = {"Authorization": "Bearer secret-of-nobody-1234567", "Content-Type": "application/json", "client-request-id": "7dd6f7a2-4ba0-4b3a-9b0c-1f5f5c7c9a10"}
    try:
        print(urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), head)).status, flush=True)
    except urllib.error.HTTPError as error:
        print(error.code, *error.read().decode().split(), flush=True)
    sys.exit(5 if sys.argv[2:] else 0)
for number in sys.argv[2:]:
    signal.signal(int(number), redirect)
    print("ready", flush=True)
    time.sleep(30)
redirect()
PY
for number in 1 2 10 15; do
  rm -f signal.log # what the one before printed is no sign of this one
  "$redial" record --simulate -o "signal-$number.yaml" -- "$python" caller.py 30 "$number" >signal.log 2>&1 & record=$!
  pids+=("$record"); listening signal.log "^ready"
  kill "-$number" "$record"; wait "$record"; status=$?
  [ "$status" = 5 ] || { cat signal.log; broken "signal $number: status $status instead of the bot's 5"; }
  grep -q "^# end 1 " "signal-$number.yaml" || broken "signal $number: what it did last is not in the recording"
done
echo "  SIGHUP, SIGINT, SIGUSR1, SIGTERM: each reached the bot, its last redirect is kept, its status is ours"
left_behind "caller.py"

say "only Graph and login are opened: everything else is tunnelled untouched"
other=$(free_port)
"$python" -c "
import http.server, ssl
server = http.server.HTTPServer(('127.0.0.1', $other), http.server.SimpleHTTPRequestHandler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain('own.pem', 'own.key')
server.socket = context.wrap_socket(server.socket, server_side=True); print('listens', flush=True); server.serve_forever()" >other.log 2>&1 & pids+=($!)
listening other.log listens
# shellcheck disable=SC2016
expect 0 "$redial" record --simulate -o none.yaml -- bash -c 'curl -sv --noproxy "" -x "$HTTPS_PROXY" --cacert own.pem -o /dev/null "https://127.0.0.1:$0/"' "$other"
told "subject: CN=other.example"
[ ! -e none.yaml ] || broken "something of another host was kept"

# --- what is refused, enforced, converted -------------------------------------------------------------------------------
say "--enforce: an error never reaches Graph, a warning does"
expect 0 "$redial" record --enforce --upstream "http://127.0.0.1:$(free_port)" -o enforced.yaml -- "$python" caller.py '"30"'
has "^400 .*RDQ040: .*is a string.*Send seconds as a number"
grep -q "origin: enforced" enforced.yaml || broken "its origin is not kept"
expect 1 "$redial" check enforced.yaml
expect 0 "$redial" record --simulate --enforce -o warned.yaml -- "$python" caller.py 5
has "^204"
told "warning RDQ041"

say "an upstream that is not there is a failure, told apart from Graph's own 5xx"
expect 0 "$redial" record --upstream "http://127.0.0.1:$(free_port)" -o absent.yaml -- "$python" caller.py 30
has "^502"
grep -q "^  response: null" absent.yaml && grep -qE "^    error: .+[a-z]" absent.yaml || broken "not kept as a failure"

say "--no-redact says so each time, and check reports it"
for more in "" --append; do
  expect 0 "$redial" record --simulate --no-redact $more -o open.yaml -- "$python" caller.py 30
  told "NOTHING IS MASKED"
done
grep -q secret-of-nobody open.yaml || broken "something was masked all the same"
expect 1 "$redial" check open.yaml --fail-on warning
has "RDS"

say "scrub masks it in place, once; --check serves a hook"
expect 1 "$redial" scrub --check open.yaml
grep -q secret-of-nobody "$work/out" "$work/err" && broken "--check gives away what it finds"
expect 0 "$redial" scrub --backup open.yaml
grep -qE "secret-of-nobody|Reception|5b0f9a3e" open.yaml && broken "something was not masked"
grep -q secret-of-nobody open.yaml.bak || broken "the original was not kept"
cp open.yaml once.yaml
expect 0 "$redial" scrub --check open.yaml
expect 0 "$redial" scrub open.yaml
cmp open.yaml once.yaml || broken "a second run changed something"
expect 0 "$redial" check open.yaml --fail-on warning

say "doctor looks at one thing after the other"
expect 0 "$redial" doctor --port "$(free_port)" --bot-port "$(free_port)" --upstream "http://127.0.0.1:$world" --login "http://127.0.0.1:$world"
for each in "certificate authority" "is free" "Graph at http" "login at http" "project key"; do has "$each"; done
expect 1 "$redial" doctor --port "$world" --bot-port "$(free_port)" --upstream "http://127.0.0.1:$(free_port)" --login "http://127.0.0.1:$world"
has "fail  port $world is taken, and not by a recorder"
has "fail  Graph at .* is not reached"

say "--from: the same cassette from a capture of mitmproxy's, or a HAR"
capture=$(free_port)
"$mitm/mitmdump" -q --mode "reverse:http://127.0.0.1:$world" --listen-host 127.0.0.1 -p "$capture" --set confdir="$work/far" -w call.mitm --set hardump=call.har & dump=$!
pids+=("$dump")
for _ in $(seq 100); do curl -s -o /dev/null "http://127.0.0.1:$capture/" && break; sleep 0.1; done
REDIAL_GRAPH_URL="http://127.0.0.1:$capture" expect 0 "$python" caller.py 30
kill -INT "$dump"; wait "$dump"
for kind in mitm har; do
  expect 0 "$redial" record --from "call.$kind" -o "from-$kind.yaml"
  has "from-$kind.yaml: 1 exchange, 1 redirect"
  grep -qE "secret-of-nobody|Reception|5b0f9a3e" "from-$kind.yaml" && broken "something was not masked"
  grep -q "Bearer REDACTED" "from-$kind.yaml" || broken "no bearer token was there"
  SHOW=3 expect 0 "$redial" check "from-$kind.yaml"
done
expect 0 "$redial" diff from-mitm.yaml from-har.yaml
refused "$redial" record --from call.har --simulate -o other.yaml
refused "$redial" record --from call.har -o from-har.yaml
refused "$redial" record --from missing.har -o other.yaml

say "a mistyped option is refused, and so is a second recorder, naming the first"
for option in redial_onyl=redirects redial_only=calls redial_on_error=perhaps redial_bot=tcp:nowhere; do
  expect 1 "$mitm/mitmdump" -s "$("$redial" addon-path)" -p 0 --set confdir="$work/far" --set "$option"
  grep -qE "${option%%=*}" "$work/out" "$work/err" || broken "$option is not named"
done
refused "$redial" record --simulate --upstream "http://127.0.0.1:$world"
cp signal-15.yaml held.yaml
"$redial" record --append -o held.yaml --port 0 >held.log 2>&1 & record=$!
pids+=("$record"); listening held.log "recording to"
refused "$redial" record --append -o held.yaml --port 0
told "process [0-9]"
kill -INT "$record"; wait "$record"
cmp held.yaml signal-15.yaml || broken "a recording was changed"

say "what nothing reaches is named, and a client that does not trust us at once"
wait "$silent" || broken "status $?"
sed 's/^/  /' silent.log | grep -E 'broke off|30 s'
cp silent.log "$work/err"
told "broke off the TLS handshake for graph.microsoft.com"
told "the listener that stands for Graph.* not reached for 30 s"
told "the proxy.* not asked for Graph for 30 s"
told "the listener in front of the bot.* not reached for 30 s"

kill "${pids[@]}" 2>/dev/null; wait
left_behind "$work"
kept

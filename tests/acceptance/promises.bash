# What the acceptance scripts share: a folder of their own, and how a promise is shown, run and compared. Sourced, not run.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done; rm -rf "$work"; }
trap finish EXIT
say() { printf '\n== %s\n' "$*"; }
broken() { printf 'BROKEN: %s\n' "$*"; exit 1; }
unset REDIAL_KEY

# --- helpers: a promise is a command and the status it ends with ---------------------------------------------------
expect() { # expect STATUS COMMAND...: run it, show it, and compare the status
  local wanted=$1 status=0; shift
  printf '$ %s\n' "${*//$work\//}"
  timeout -k 5 90 "$@" >"$work/out" 2>"$work/err" || status=$?
  sed 's/^/  /' "$work/out" "$work/err" | head -n "${SHOW:-12}"
  [ "$status" = "$wanted" ] || { cat "$work/err"; broken "status $status instead of $wanted: $*"; }
}
refused() { # refused COMMAND...: status 2, nothing on stdout, one sentence on stderr, no traceback
  expect 2 "$@"
  [ "$(wc -l <"$work/err")" = 1 ] || broken "not one line on stderr: $*"
  grep -q '^redial: .*; ' "$work/err" || broken "no sentence that says what to do: $*"
}
listening() { # listening FILE PATTERN: wait until a line of FILE matches
  for _ in $(seq 100); do grep -qE "$2" "$1" 2>/dev/null && return; sleep 0.1; done
  cat "$1"; broken "never printed: $2"
}
free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
left_behind() { pgrep -f "$1" >/dev/null && { pgrep -af "$1"; broken "a process was left behind"; }; true; }
clone() { # clone: a fresh clone of the checkout with its environment, as a new user makes them
  git clone -q "$here" "$work/clone" || broken "clone"
  cd "$work/clone" || exit 1
  make setup || broken "make setup"
  python=$work/clone/.venv/bin/python
  redial=$work/clone/.venv/bin/redial
}
install_bots() { # install_bots NPM_PACKAGE...: the two bots of examples/ in folders of their own, and a Node whose fetch heeds HTTPS_PROXY
  mkdir "$work/node" && cp "$here"/examples/node/* "$work/node/"
  (cd "$work/node" && npm install --no-audit --no-fund --loglevel=error && npm install --no-audit --no-fund --no-save --loglevel=error node@22 "$@") >"$work/npm.log" 2>&1 & npm=$!
  clone
  "$python" -m venv "$work/python" && "$work/python/bin/python" -m pip install -qq --disable-pip-version-check -r examples/python/requirements.txt || broken "the packages of the bot in Python"
  wait "$npm" || { cat "$work/npm.log"; broken "the packages of the bot on Node"; }
  node=$work/node/node_modules/node/bin/node
  unset HTTPS_PROXY https_proxy HTTP_PROXY http_proxy NO_PROXY no_proxy SSL_CERT_FILE REQUESTS_CA_BUNDLE CURL_CA_BUNDLE NODE_EXTRA_CA_CERTS
  mkdir "$work/home" && export HOME=$work/home
}
kept() { say "every promise was kept"; echo "1 passed, 0 failed"; }

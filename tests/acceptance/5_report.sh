#!/usr/bin/env bash
# Issue 5, "Diff of recorded traffic, the report page, verify", its second section, as a user could have typed it: pages made of
# recordings, opened in a real Chromium. Prints what it does; ends with status 1 at the first promise that is not kept.
set -uo pipefail
. "$(dirname "$0")/promises.bash"
command -v chromium >/dev/null || broken "chromium is needed, to open the pages"
told() { grep -q -- "$1" "$work/err" || { cat "$work/err"; broken "not said: $1"; }; }
opened() { # opened FILE#HASH: what the page has become in a browser, once its script has run
  chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$work/chromium" --virtual-time-budget=3000 \
    --enable-logging=stderr --dump-dom "file://$PWD/$1" >"$work/dom" 2>"$work/console" || { cat "$work/console"; broken "chromium: $1"; }
  ! grep 'CONSOLE' "$work/console" || broken "the console is not silent: $1"
}
shows() { grep -qF -- "$1" "$work/dom" || { tail -c 2000 "$work/dom"; broken "not shown: $1"; }; }
hides() { ! grep -qF -- "$1" "$2" || broken "it stands there: $1"; }

clone
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

#!/usr/bin/env bash
# Issue 2, "The contract", as a user could have typed it: every rule, `redial check` in every format and on every kind of
# recording, and the compiler. Prints what it does; ends with status 1 at the first promise that is not kept.
set -uo pipefail
. "$(dirname "$0")/promises.bash"
unset GITHUB_ACTIONS TF_BUILD GITHUB_STEP_SUMMARY CI
has() { grep -q -- "$1" "$work/out" || broken "not printed: $1"; }
hasnt() { grep -q -- "$1" "$work/out" && broken "printed: $1"; true; }
told() { grep -q -- "$1" "$work/err" || broken "not said: $1"; }
json() { "$python" -c "import json, sys; d = json.load(open('$work/out')); print($1)"; }

say "a fresh clone"
clone

# --- the rules -------------------------------------------------------------------------------------------------------
say "every rule has a page: what it checks, why it matters, what breaks it, what to send instead, who says so"
SHOW=3 expect 0 "$redial" rules
codes=$(cut -d' ' -f1 "$work/out")
for code in $codes; do
  "$redial" rules "$code" >"$work/page" || broken "no page of $code"
  for part in "What it checks" "Why it matters" "Breaks it" "Instead" "Who says so" "Severity"; do
    grep -q "^$part:" "$work/page" || broken "$code has no '$part'"
  done
  [ -e "docs/rules/$code.md" ] || broken "docs/rules/$code.md is missing"
done
echo "  $(wc -w <<<"$codes") rules"
SHOW=40 expect 0 "$redial" rules RDQ041
cp docs/rules/RDQ041.md "$work/kept" && echo stale >>docs/rules/RDQ041.md
"$python" -m pytest -q -p no:randomly tests/architecture/test_rule_pages.py >"$work/out" 2>&1 && broken "a stale page was not noticed"
cp "$work/kept" docs/rules/RDQ041.md
refused "$redial" rules RDQ404

# --- the shipped cassettes under the three editions --------------------------------------------------------------------
for edition in reference v1.0 beta; do
  say "the shipped cassettes under $edition"
  SHOW=60 expect 1 "$redial" check cassettes --contract "$edition"
  expect 1 "$redial" check cassettes --contract "$edition" --format json >/dev/null
  "$python" - "$edition" "$work/out" <<'PY' || broken "not what tests/expected has"
import json, pathlib, sys
edition, result = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text())
expected = sorted(
    (file.stem, *row[1:])
    for file in pathlib.Path("tests/expected").glob("*.txt")
    for row in (line.split() for line in file.read_text().splitlines() if line and line[0] != "#")
    if row[0] in ("*", edition)
)
found = sorted(
    (pathlib.Path(each["file"]).stem, str(each["interaction"]), each["rule"], each["severity"], each["where"])
    for each in result["findings"]
)
assert found == expected, (found, expected)
for each in result["findings"]:
    line = pathlib.Path(each["file"]).read_text().splitlines()[each["line"] - 1].strip()
    member = each["where"].rpartition(".")[2]
    assert line.lower().lstrip('"').startswith(member) or each["where"] in ("request", "response.status"), (each["where"], line)
    cite = each["cite"]
    if cite:
        page = pathlib.Path("harness/contract/editions", cite["page"]).read_text().splitlines()[cite["line"] - 1]
        assert all(word in page for word in cite["words"].replace("`", "").split(" | ")[0].split()[:3]), (cite, page)
print(f"  {len(found)} findings, as tests/expected has them; each at its member's line, each cite on its page")
PY
done

# --- formats -----------------------------------------------------------------------------------------------------------
say "every format, read by others"
SHOW=4 expect 1 "$redial" check cassettes --format junit -o "$work/junit.xml"
SHOW=4 expect 1 "$redial" check cassettes --format sarif -o "$work/one.sarif"
SHOW=4 expect 1 "$redial" check cassettes --format sarif -o "$work/two.sarif"
cmp "$work/one.sarif" "$work/two.sarif" || broken "two runs differ"
"$python" -m pytest -q -n 2 tests/unit/report >"$work/out" 2>&1 || { cat "$work/out"; broken "a format (junitparser, the official SARIF schema)"; }
tail -n 1 "$work/out"
"$python" - "$work" <<'PY' || broken "JUnit or SARIF"
import json, sys
from junitparser import JUnitXml
suites = list(JUnitXml.fromfile(f"{sys.argv[1]}/junit.xml"))
cases = [case for suite in suites for case in suite]
skipped = sum(any(type(each).__name__ == "Skipped" for each in case.result) for case in cases)
failed = sum(any(type(each).__name__ == "Failure" for each in case.result) for case in cases)
print(f"  junitparser: {len(suites)} suites, {len(cases)} cases, {failed} failed, {skipped} skipped")
run = json.load(open(f"{sys.argv[1]}/one.sarif"))["runs"][0]
print(f"  sarif: {len(run['tool']['driver']['rules'])} rules, {len(run['results'])} results")
assert failed and skipped and all(each["partialFingerprints"] for each in run["results"])
PY
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$work/summary.md expect 1 "$redial" check cassettes
has "^::error file=cassettes/"
grep -q '|' "$work/summary.md" || broken "no table in the step summary"
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$work/none.md expect 1 "$redial" check cassettes --format json >/dev/null
json "d['version']" >/dev/null && [ ! -e "$work/none.md" ] || broken "an explicit format does not win"
TF_BUILD=True expect 1 "$redial" check cassettes
has "^##vso\[task.logissue type=error;"

# --- every kind of recording -----------------------------------------------------------------------------------------------
say "a thousand repeats are one line in text, and complete for machines"
mkdir "$work/kinds" && cd "$work/kinds" || exit 1
"$python" - <<'PY'
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from harness.cassette import HEADER, block
from harness.library import open_cassette
shipped = [each.exchange for each in open_cassette(Path("../clone/cassettes/violation.yaml")).entries()][1]
old = shipped.request.url.split("/")[-2]
for name, calls in (("thousand", 1000), ("tenfold", 10000)):
    with Path(f"{name}.yaml").open("wb") as file:
        file.write(HEADER)
        for number in range(1, calls + 1):
            url = shipped.request.url.replace(old, str(uuid5(NAMESPACE_URL, str(number))))
            began = shipped.started_at + timedelta(seconds=number)
            file.write(block(replace(shipped, request=replace(shipped.request, url=url), started_at=began), number, key=None))
PY
expect 1 "$redial" check thousand.yaml --select RDQ
[ "$(grep -c '^error RDQ040' "$work/out")" = 1 ] || broken "not one line"
has "(1000 times)"
SHOW=1 expect 1 "$redial" check thousand.yaml --select RDQ --format json
[ "$(json "len(d['findings'])")" = 1000 ] || broken "not complete"
say "memory stays flat: ten times as many calls"
"$python" - "$redial" <<'PY' || broken "memory grows"
import resource, subprocess, sys
peak = []
for name in ("thousand", "tenfold"):
    child = f"import resource, subprocess; subprocess.run({[sys.argv[1], 'check', f'{name}.yaml', '--select', 'RDQ,RDC']!r}, stdout=-3); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    peak.append(int(subprocess.run([sys.executable, "-c", child], capture_output=True, text=True).stdout))
print(f"  peak {peak[0] // 1024} MB, then {peak[1] // 1024} MB")
assert peak[1] < 1.3 * peak[0]
PY

say "captures of other tools: mitmproxy's flows, its HAR, and cassettes of plain vcrpy"
graph=$(free_port); proxy=$(free_port)
"$redial" simulate --port "$graph" --seed 7 >simulate.log 2>&1 & pids+=($!)
listening simulate.log "127.0.0.1:$graph"
"$work/clone/.venv/bin/mitmdump" -q --mode "reverse:http://127.0.0.1:$graph" --listen-host 127.0.0.1 -p "$proxy" -w x.mitm --set hardump=x.har & mitm=$!
pids+=("$mitm")
for _ in $(seq 100); do curl -s -o /dev/null "http://127.0.0.1:$proxy/" && break; sleep 0.1; done
call=5af1c0de-0000-4000-8000-00000000abcd
send() { curl -s -X POST "$1/v1.0/communications/calls/$call/redirect" -H 'Authorization: Bearer secret-of-nobody-1234567' -H 'Content-Type: application/json' -d '{"targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}], "timeout": "30"}'; echo; }
send "http://127.0.0.1:$proxy"
kill -INT "$mitm"; wait "$mitm"
for file in x.mitm x.har; do
  expect 1 "$redial" check "$file"
  has "^error RDQ040 request.body.timeout"
  grep -q "secret-of-nobody" "$work/out" "$work/err" && broken "a token was printed"
done
cat >record_plain.py <<PY
import json, sys, vcr, requests, httpx
body = {"targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}], "timeout": 5}
url = "http://127.0.0.1:$graph/v1.0/communications/calls/$call/redirect"
headers = {"Authorization": "Bearer secret-of-nobody-1234567"}
with vcr.use_cassette("requests.yaml"):
    requests.post(url, json=body, headers=headers)
with vcr.use_cassette("httpx.json", serializer="json"):
    httpx.post(url, json=body, headers=headers)
PY
"$python" -W ignore record_plain.py || broken "recording with plain vcrpy"
for file in requests.yaml httpx.json; do
  expect 1 "$redial" check "$file" --contract v1.0 --ignore RDS
  has "^error RDQ041 request.body.timeout"
  has "not judged: .*: the recording keeps no "
  expect 1 "$redial" check "$file" --select RDS
done

# --- configuration, baseline, coverage ------------------------------------------------------------------------------------
say "what a project sets once"
mkdir "$work/project" && cd "$work/project" || exit 1
cp "$work/clone/cassettes/violation.yaml" "$work/clone/cassettes/late.yaml" .
printf 'contract = "v1.0"\nignore = ["RDQ040"]\nfail-on = "error"\n' >redial.toml
expect 0 "$redial" check violation.yaml
has "contract v1.0"
printf 'contrat = "v1.0"\n' >redial.toml
refused "$redial" check violation.yaml
told "contract"
printf 'select = ["RDQ04O"]\n' >redial.toml
refused "$redial" check violation.yaml
told "did you mean"
rm redial.toml
printf '[tool.redial]\nrecording-bot = true\ncontract = "beta"\n' >pyproject.toml
expect 1 "$redial" check late.yaml --select RDC002
has "beta documents 5 s"
printf '[tool.redial.redaction]\npatterns = ["("]\n' >pyproject.toml
refused "$redial" record -o x.yaml --port 0
printf '[tool.redial.redaction]\nheaders = ["x-team"]\n' >pyproject.toml
again=$(free_port)
"$redial" record -o own.yaml --port "$again" --upstream "http://127.0.0.1:$graph" >record.log 2>&1 & record=$!
pids+=("$record")
listening record.log "recording to own.yaml"
for _ in $(seq 100); do curl -s -o /dev/null "http://127.0.0.1:$again/" && break; sleep 0.1; done
curl -s -o /dev/null -X POST "http://127.0.0.1:$again/v1.0/communications/calls/$call/redirect" -H 'X-Team: of nobody' -d '{}'
kill -INT "$record"; wait "$record"
grep -q "x-team" own.yaml && ! grep -q "of nobody" own.yaml || broken "a header of the project's own was not masked"
rm pyproject.toml own.yaml
SHOW=3 expect 0 "$redial" check . --write-baseline known.json
expect 0 "$redial" check . --baseline known.json
has "accepted by the baseline"
SHOW=40 expect 1 "$redial" check . --coverage --verbose --contract v1.0
has "left of the time to decide"
has "^rules: .* exercised; never: "
has "^facts of v1.0: "

# --- the compiler ------------------------------------------------------------------------------------------------------------
say "a page becomes a contract, and works wherever an edition does"
cp "$work/clone/harness/contract/editions/v1.0.md" mine.md
expect 0 "$redial" contract compile mine.md -o mine.json --explain
cp mine.json again.json && expect 0 "$redial" contract compile mine.md -o mine.json && cmp mine.json again.json || broken "not the same bytes"
for contract in mine.md mine.json; do
  expect 1 "$redial" check violation.yaml --contract "$contract"
  has "cite  mine.md:44"
done
SHOW=30 expect 0 "$redial" contract show mine.json
SHOW=20 expect 1 "$redial" contract diff reference v1.0
expect 0 "$redial" contract diff mine.md mine.json
seed=$here/../shared/facts/seed-call-redirect.md
if [ -e "$seed" ]; then
  say "the page the project began with: 4 routes, 2 required headers, 6 parameters, 204, permissions unstated"
  SHOW=3 expect 0 "$redial" contract compile "$seed"
  "$python" - "$work/out" <<'PY' || broken "not what the page states"
import json, sys
page = json.load(open(sys.argv[1]))
assert [each["method"] for each in page["routes"]["entries"]] == ["POST"] * 4
assert [each["required"]["value"] for each in page["headers"]["entries"]] == [True, True]
assert [(each["name"], each["type"]) for each in page["parameters"]["entries"]] == [
    ("targets", "invitationParticipantInfo"), ("targetDisposition", "callDisposition"), ("timeout", "Int32"),
    ("maskCallee", "Boolean"), ("maskCaller", "Boolean"), ("callbackUri", "String"),
]
assert [each["value"] for each in page["successes"]["entries"]] == [204]
assert not page.get("permissions")
print("  so it is")
PY
fi
printf '' >empty.md; printf '# A page\n\nWords.\n' >words.md; printf '{"a": 1}' >no.json
for file in empty.md words.md missing.md .; do refused "$redial" contract compile "$file"; done
refused "$redial" check violation.yaml --contract no.json
[ -e "$work/project/empty.json" ] && broken "a file was made"
SHOW=3 "$python" -m pytest -q -n 2 "$work/clone/tests/unit/contract" >"$work/out" 2>&1 || { tail -n 20 "$work/out"; broken "the compiler"; }
tail -n 1 "$work/out"

kill "${pids[@]}" 2>/dev/null; wait
left_behind "$work/clone"
kept

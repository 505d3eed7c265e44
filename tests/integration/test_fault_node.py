"""Each fault is what it says on the wire: the error that `fetch` of Node raises."""

import json
import re
import subprocess

import pytest

from tests.integration.faulty import BODY, HEADERS, replayed

pytestmark = [pytest.mark.slow, pytest.mark.node]

FETCH = """
const [url, body, headers] = process.argv.slice(1).map((each, place) => place ? JSON.parse(each) : each);
const options = () => ({ method: "POST", headers: { ...headers, "Content-Type": "application/json" },
  body: JSON.stringify(body), signal: AbortSignal.timeout(1000) });
for (let status = 0, attempt = 0; status !== 202 && attempt < 2; attempt += 1) {
  try {
    const answer = await fetch(url, options());
    status = answer.status;
    if (status !== 202) await answer.json();
    console.log(status);
  } catch (error) {
    console.log(error.cause?.code ?? error.cause?.name ?? error.name);
  }
}
"""


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("429", "429"),
        ("silence", "TimeoutError"),
        ("silence:seconds=0.1", "UND_ERR_SOCKET"),
        ("reset", "ECONNRESET"),
        ("truncated", "UND_ERR_(RES_CONTENT_LENGTH_MISMATCH|SOCKET)"),
        ("malformed", "SyntaxError"),
        ("slow:rate=500", "202"),
        ("claims", "401"),
    ],
)
def test_node_meets_a_fault_as_its_own_error(fault: str, error: str) -> None:
    with replayed(fault) as replay:
        told = subprocess.run(
            [
                "node",
                "--input-type=module",
                "-e",
                FETCH,
                "--",
                replay.url,
                json.dumps(BODY),
                json.dumps(HEADERS),
            ],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        first, *_ = told.stdout.split()
        assert re.fullmatch(error, first), told
        assert replay.account == (1, 0, [fault])

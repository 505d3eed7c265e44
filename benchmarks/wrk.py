"""wrk: as many requests as a server answers, from one thread over so many connections."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import run

from benchmarks import place

_SCRIPT = """\
local at, wanted = 0, {}
init = function()
  for line in io.lines("%(file)s") do
    local target, body = line:match("^(%%S+) (.*)$")
    wanted[#wanted + 1] = wrk.format("POST", target, {["Content-Type"] = "application/json",
      ["Authorization"] = "Bearer a.b.c", ["Host"] = %(host)s}, body)
  end
end
request = function() at = at %% #wanted + 1; return wanted[at] end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests":%%d,"us":%%d,"p50":%%d,"p99":%%d,"broken":%%d,"refused":%%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.timeout, e.status))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What was asked: each a target and a body of one line. host: named in place of the server's own."""

    file: Path
    host: str | None = None

    @classmethod
    def of(cls, file: Path, asked: Sequence[tuple[str, str]], host: str | None = None) -> "Load":
        """Write it to a file."""
        file.write_text("".join(f"{target} {body}\n" for target, body in asked), "utf-8")
        return cls(file, host)


@dataclass(frozen=True, slots=True)
class Served:
    """What a server did: requests a second, the middle and the 99th of a hundred latencies in seconds.

    refused: the share of answers with a status of 400 and above.
    """

    rate: float
    p50: float
    p99: float
    refused: float


def served(url: str, load: Load, connections: int, seconds: int) -> Served:
    """Ask a server for so many seconds. Raises RuntimeError when it breaks connections off."""
    script = load.file.with_suffix(".lua")
    host = 'wrk.headers["Host"]' if load.host is None else f'"{load.host}"'
    script.write_text(_SCRIPT % {"file": load.file, "host": host}, "utf-8")
    wrk = place.program("wrk")
    command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(script), url]
    printed = run(command, capture_output=True, text=True, check=True, process_group=0).stdout
    found = re.search(r"^\{.*\}$", printed, re.MULTILINE)
    if found is None:
        raise RuntimeError(printed)
    told = json.loads(found[0])
    if told["broken"] or not told["requests"]:
        raise RuntimeError(f"{url} broke off {told['broken']} of {told['requests']} requests")
    count = told["requests"]
    return Served(count / told["us"] * 1e6, told["p50"] / 1e6, told["p99"] / 1e6, told["refused"] / count)

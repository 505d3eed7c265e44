"""Whether a process is gone: what a test of children asks in the end."""

import os
import subprocess
import time


def gone(pid: int, seconds: float = 10.0) -> bool:
    """Whether no process of that id runs, or ceases to within `seconds`. An orphan may wait for its
    burial.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        if state.stdout.strip()[:1] in ("", "Z"):
            return True
        time.sleep(0.02)
    return False

"""A Dask cluster on this machine: a scheduler and workers, each a program of its own, as started by hand."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from distributed import Client

from tests._pages import ROOT

PATIENCE = 60.0


class Cluster:
    """A scheduler and so many workers of one thread each, which nobody begins again when they die.

    failures: deaths of workers after which the scheduler gives up what they worked on.
    """

    def __init__(self, folder: Path, workers: int = 2, failures: int = 3) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures),
        }
        self._file = folder / "scheduler.json"
        self._wanted = workers
        self._begun: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _begin(self) -> None:
        where = ("--scheduler-file", str(self._file), "--no-dashboard")
        self.scheduler = self._start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show", *where
        )
        deadline = time.monotonic() + PATIENCE
        while not (self._file.exists() and self._file.read_text().rstrip().endswith("}")):
            assert time.monotonic() < deadline, "no scheduler began"
            time.sleep(0.05)
        self.address = str(json.loads(self._file.read_text())["address"])
        worker = (self.address, "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard")
        self.workers = [self._start("dask_worker", *worker) for _ in range(self._wanted)]
        with Client(self.address, set_as_default=False) as client:
            while len(client.nthreads()) < self._wanted:
                assert time.monotonic() < deadline, "no worker began"
                time.sleep(0.05)

    def __exit__(self, *_: object) -> None:
        for process in self._begun:
            process.kill()
            process.wait(PATIENCE)

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *arguments],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._begun.append(process)
        return process

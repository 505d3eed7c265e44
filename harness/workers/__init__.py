"""Workers: processes of this machine, or a Dask cluster, that each take one recording after the other."""

from harness.workers.crew import TRY, Crew

__all__ = ["TRY", "Crew"]

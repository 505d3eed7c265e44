"""What goes wrong on purpose: by a script that plays Graph (Scripted), or as a plan says (Faulty)."""

from harness.faults.faulty import Faulty
from harness.faults.plan import Faults, Injected
from harness.faults.scripted import CALL_GONE, TENANT_MISMATCH, Fault, Scripted, throttled
from harness.faults.spec import Spec

__all__ = [
    "CALL_GONE", "TENANT_MISMATCH", "Fault", "Faults", "Faulty", "Injected", "Scripted", "Spec", "throttled",
]  # fmt: skip

"""Verifying: which recorded requests are sent again, as what, and how the new answers differ."""

from harness.verification.account import Account, unsent
from harness.verification.model import LeftOut, Planned, Step, Summary, Verified
from harness.verification.plan import Plan, planned
from harness.verification.sending import MADE_UP, masked, sent

__all__ = [
    "MADE_UP",
    "Account",
    "LeftOut",
    "Plan",
    "Planned",
    "Step",
    "Summary",
    "Verified",
    "masked",
    "planned",
    "sent",
    "unsent",
]

"""The rule on recordings that nothing masked."""

from collections.abc import Iterator

from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope
from harness.rules.subject import Kept


def unmasked(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: what redial recorded was masked: its mark `x_redial` names the key of the masks.

    null stands there when the recording was made with --no-redact. Recordings of other tools have no mark,
    and are let be.

    Why it matters: the other rules of this family find what has a known form or a known place. A name in a
    sentence has neither; what was masked before the disk had fewer of them to begin with, and of a recording
    without masks nobody has taken anything out.

    Breaks it:

        key: null

    Instead:

        key: 1c3ad9e2

    Who says so: nobody but redial; no edition speaks of recordings.

    Severity: reference error, v1.0 error, beta error.
    """
    if kept.marked and kept.key is None:
        yield Breach(
            Severity.ERROR,
            "x_redial.key",
            "this was recorded without masks, whatever the other rules make of it",
            "Mask the file in place with `redial scrub`, or record it anew without --no-redact.",
        )


RULES = (Rule("RDS011", "what was recorded is masked", Scope.KEPT, unmasked),)

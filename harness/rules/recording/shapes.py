"""The rule on placeholders that stand where other rules look at a shape."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.redaction.masks import is_mask
from harness.redaction.placeholders import is_placeholder
from harness.rules.held import PATH, URL, Held
from harness.rules.model import Breach, Rule, Scope
from harness.rules.subject import BODY, Kept, redirect, webhook
from harness.rules.wording import named


@dataclass(frozen=True, slots=True)
class Shape:
    """What belongs at a place, and what redial leaves there."""

    belongs: str
    kept: str


_ID = Shape("an id", "redial leaves a GUID of version 8 there, in the spelling of the id")
_NUMBER = Shape("a telephone number", "redial leaves a number there: the country code, `55501`, and digits")
_URL = Shape(
    "a URL", "redial leaves a URL there with the host `h7f3a90c2.example`, path and names of fields as sent"
)
_AS_SENT = Shape("a value that names nobody", "redial leaves it as it was sent")
_INSIDE = Shape("JSON", "redial masks what stands inside, value by value")

SHAPES: Mapping[tuple[str, ...], Shape] = {
    ("phone", "id"): _NUMBER,
    **{(who, "id"): _ID for who in ("user", "application", "applicationinstance", "guest", "resourcedata")},
    ("callbackuri",): _URL,
    **{(name,): _ID for name in ("callchainid", "tenantid")},
    **{(name,): _URL for name in ("resource", "resourceurl")},
    **{(name,): _AS_SENT for name in ("changetype", "direction", "state", "targetdisposition", "timeout")},
    **{(name,): _AS_SENT for name in ("maskcallee", "maskcaller")},
    **{(name,): _INSIDE for name in ("identity", "resourcedata", "source", "targets", "value")},
    **{(name,): _INSIDE for name in ("application", "applicationinstance", "guest", "phone", "user")},
}
"""The last names of a member -> what belongs there."""


def shape(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: what was taken out of a redirect or a webhook left something of the same shape.

    `REDACTED`, `***`, `<redacted>` and the like are found where another rule asks for a number, a GUID, a
    URL, an object or seconds: as the id of a phone or of a user, as `callbackUri`, as the call's id in the
    URL, as `timeout`, as the whole body. The masks of redial keep the shape and are no such thing.

    Why it matters: the rules on those places find fault with the placeholder, and nobody can tell any more
    whether the bot was right. A mask that keeps its shape is judged as the value would be.

    Breaks it:

        "callbackUri": "REDACTED"

    Instead:

        "callbackUri": "https://h7f3a90c2.example/api/calls"

    Who says so: nobody but redial; no edition speaks of recordings.

    Severity: reference error, v1.0 error, beta error.
    """
    if not kept.texts:
        return
    asked = redirect(kept.exchange)
    if asked is None and webhook(kept.exchange) is None:
        return
    call = asked.address.call if asked and asked.address else None
    for text in kept.texts:
        expected = _expected(text, call)
        if expected is None or is_mask(text.text) or not is_placeholder(text.text):
            continue
        place = named(text.where.rpartition(".")[2])
        yield Breach(
            Severity.ERROR,
            text.where,
            f"a placeholder stands in {place} where {expected.belongs} belongs, so that it cannot be judged",
            f"Put something of the same shape there: {expected.kept}.",
        )


def _expected(text: Held, call: str | None) -> Shape | None:
    """What belongs where a text of the request stands; None where no rule looks at the shape."""
    if text.where == BODY and not text.names:
        return _INSIDE
    if text.where == URL:
        return _ID if text.names == (PATH,) and text.text == call else None
    if not text.where.startswith(BODY):
        return None
    return next((SHAPES[tail] for tail in (text.names[-2:], text.names[-1:]) if tail in SHAPES), None)


RULES = (Rule("RDS010", "what was taken out left its shape", Scope.KEPT, shape),)

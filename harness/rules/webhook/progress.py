"""Rules on what a notification says has become of its call: what changed, its state, its direction."""

from collections.abc import Iterator

from harness.body import child
from harness.contract.precedence import Documentation
from harness.conversation import Conversation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged, declared
from harness.rules.request.route import VERSIONS
from harness.rules.subject import Webhook, kind
from harness.rules.unseen import NO_RING
from harness.rules.wording import listed, named

_INCOMING = "incoming"
_NO_DIRECTION = Unjudged("the notifications do not tell the direction of the call")
_STATE_OF = {"created": _INCOMING, "deleted": "terminated"}
"""changeType -> the state of the call that goes with it."""


def change(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: changeType is created, updated or deleted. One with capitals in it is information.

    A changeType that is missing or no string is RDN003's.

    Why it matters: it decides what a bot does, and one that it does not know is passed over. Capitals stand
    in logs of the .NET SDK, which writes its own names; what the platform sends is in small letters. A
    message that was copied from such a log plays another conversation than the real one.

    Breaks it:

        "changeType": "ringing"

    Instead:

        "changeType": "created"

    Who says so: the enumeration changeType in the schema.

    Severity: reference error, v1.0 error, beta error.
    """
    known = documentation.schema.enumeration("changeType")
    for where, element in webhook.elements:
        sent = element.get("changeType")
        if known is None or not isinstance(sent, str) or sent in known.values:
            continue
        near = known.near(sent)
        yield Breach(
            Severity.INFO if near else Severity.ERROR,
            child(where, "changeType"),
            f"`changeType` is {named(near)} with capitals, as in logs of an SDK and not on the wire"
            if near
            else f"`changeType` is none of {listed(map(named, known.values))}",
            f"Send `{near or known.values[0]}`.",
            known.cite,
        )


def agreement(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: what changed fits the state: an incoming call that is created is `incoming`, and a call
    that is deleted is `terminated`.

    A deleted call may have no state, as after a reject. States that no schema knows are RDN009's.

    Why it matters: some bots go by changeType, some by the state. Of a notification whose two words say
    different things, each makes something else.

    Breaks it:

        "changeType": "deleted", "resourceData": {"state": "established"}

    Instead:

        "changeType": "deleted", "resourceData": {"state": "terminated"}

    Who says so: the notifications in the examples of the published pages; the enumerations changeType and
    callState in the schema.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    known = documentation.schema.enumeration("callState")
    for where, element, data in webhook.calls:
        changed = _lower(element.get("changeType"))
        state = known.near(data.get("state")) if known else None
        wanted = _STATE_OF.get(changed)
        if wanted == _INCOMING and _lower(data.get("direction")) != _INCOMING:
            continue
        if wanted is not None and state is not None and state != wanted:
            yield Breach(
                Severity.WARNING,
                child(child(where, "resourceData"), "state"),
                f"the call is {named(changed)}, and its state is {named(state)} instead of {named(wanted)}",
                f"Send {named(wanted)} with {named(changed)}, or `updated` with {named(state)}.",
                declared(documentation, "call", "state"),
            )


def direction(conversation: Conversation, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: a call that is redirected is an incoming one, by the `direction` in its notifications.

    A single notification does not show what the bot does with the call, so the whole call is looked at.

    Why it matters: redirect passes on a call that rings at the bot. A call that the bot placed itself is
    transferred, and only once it is established; a redirect of it is refused.

    Breaks it:

         0.0  platform  incoming direction=outgoing
         0.1  bot       202
         1.0  bot       redirect
         1.2  graph     202
        20.0  platform  terminated
        20.1  bot       202

    Instead:

         0.0  platform  incoming
         0.1  bot       202
         1.0  bot       redirect
         1.2  graph     202
        20.0  platform  terminated
        20.1  bot       202

    Who says so: the introduction of every published edition, which speaks of an incoming call; the
    enumeration callDirection in the schema.

    Severity: reference error, v1.0 error, beta error.
    """
    redirects = conversation.sent("redirect")
    if not redirects:
        return
    told = [each for _, notice in conversation.told() if (each := _lower(notice.data.get("direction")))]
    if not told:
        yield NO_RING if conversation.rang is None else _NO_DIRECTION
    elif told[0] != _INCOMING:
        yield Breach(
            Severity.ERROR,
            "request.uri",
            "the call is redirected, and by its notification it is no incoming one",
            "Redirect incoming calls only; transfer one that the bot placed.",
            declared(documentation, "call", "direction"),
            redirects[0],
        )


def state(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the state of a call is one that the schema of the edition has, in its spelling.

    `ringing` is in the beta schema only: under v1.0 it is found. Reference keeps to no version, and takes
    what any schema has. A call without a state is let be.

    Why it matters: an SDK reads a state that it does not know as none at all; in bots that compare text, the
    branch for it is never taken. Capitals stand in logs and in one published sample, not on the wire.

    Breaks it:

        "changeType": "updated", "resourceData": {"state": "Established"}

    Instead:

        "changeType": "updated", "resourceData": {"state": "established"}

    Who says so: the enumeration callState in the schema. The page on the call resource lists `ringing` for
    both versions.

    Severity: reference info, v1.0 info, beta info.
    """
    known = documentation.schema.enumeration("callState")
    for where, _, data in webhook.calls:
        sent = data.get("state")
        if known is None or sent is None:
            continue
        value = known.value(sent) if isinstance(sent, str) else None
        version = documentation.chosen.edition
        if value is not None and (version not in VERSIONS or version in value.versions):
            continue
        if value is not None:
            words = f"{named(value.name)}, which only the schema of {listed(value.versions)} has"
        elif (near := known.near(sent)) is not None:
            words = f"{named(near)} with other capitals than on the wire"
        else:
            words = "none of the schema's" if isinstance(sent, str) else kind(sent)
        yield Breach(
            Severity.INFO,
            child(child(where, "resourceData"), "state"),
            f"the state of the call is {words}",
            "Let the bot live through states that it does not know, and compare them without case.",
            value.cite if value else known.cite,
        )


def _lower(value: object) -> str:
    return value.lower() if isinstance(value, str) else ""


RULES = (
    Rule("RDN004", "changeType is a known one", Scope.WEBHOOK, change),
    Rule("RDN007", "what changed fits the state", Scope.WEBHOOK, agreement),
    Rule("RDN008", "a call that is redirected is incoming", Scope.CALL, direction),
    Rule("RDN009", "the state of a call is a known one", Scope.WEBHOOK, state),
)

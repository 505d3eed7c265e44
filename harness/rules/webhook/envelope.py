"""Rules on a webhook as a message: that it is JSON sent by POST, and holds notifications.

Who sent it, what it tells of a call and what the bot replied have files of their own.
"""

from collections.abc import Iterator

from harness.body import child
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, declared
from harness.rules.subject import VALUE, Webhook, arrived, kind

_BODY = "request.body"
_JSON = "application/json"


def message(webhook: Webhook, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: a webhook is sent by POST, with a JSON object as its body and a Content-Type that says
    so.

    An empty body is found too: the platform has been seen to send such. Of a message that broke off the body
    is not judged. When it is no JSON object, no other rule looks into it.

    Why it matters: a bot reads nothing from any other message. What a replay plays to the bot should be what
    the platform sends; the published notification examples are not: some have a trailing comma, which is no
    JSON, and one is a list without braces. A bot has to live through an empty message, though.

    Breaks it:

        {"value": [{"changeType": "created", "resourceData": {"state": "incoming",}}]}

    Instead:

        "changeType": "created"

    Who says so: the type commsNotifications in the schema; RFC 8259 on what JSON is.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    request = webhook.request
    if request.method != "POST":
        yield Breach(
            Severity.WARNING,
            "request.method",
            "the method of the webhook is not POST",
            "Send webhooks by POST, as the platform does.",
        )
    if not arrived(webhook.exchange):
        return
    media = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if request.body and media != _JSON:
        yield Breach(
            Severity.WARNING,
            "request.headers.content-type",
            f"the Content-Type of the webhook is not {_JSON}",
            f"Send `Content-Type: {_JSON}`.",
        )
    undecoded = webhook.exchange.facts.get("encoding_valid") is False
    flaw = "is not what its Content-Encoding says" if undecoded else webhook.flaw
    if flaw is not None:
        yield Breach(
            Severity.WARNING,
            _BODY,
            f"the body of the webhook {flaw}, and notifications are members of a JSON object",
            'Send `{"value": [...]}` without trailing commas; let the bot live through an empty body.',
        )


def notifications(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `value` is an array with notifications in it, and each has a changeType, a resourceUrl
    or the older resource, and a resourceData that is an object or, on participants, an array.

    A message in the older Skype format has no `value`, and is RDN002's.

    Why it matters: changeType and resourceUrl say what happened to which call, and resourceData how it
    stands. An SDK that misses one of them throws the message away, and the call rings unheard.

    Breaks it:

        {"value": [{"changeType": "created", "resourceUrl": "/communications/calls/57"}]}

    Instead:

        "changeType": "created"

    Who says so: the types commsNotifications and commsNotification in the schema, whose changeType and
    resourceUrl may not be null.

    Severity: reference error, v1.0 error, beta error.
    """
    if webhook.flaw is not None or webhook.legacy:
        return
    value = webhook.value.get("value")
    if not isinstance(value, list) or not value:
        words = (
            "is missing"
            if "value" not in webhook.value
            else "is empty"
            if value == []
            else f"is {kind(value)}"
        )
        yield Breach(
            Severity.ERROR,
            VALUE,
            f"`value` {words}, and should hold notifications",
            'Send `{"value": [{"changeType": ..., "resourceUrl": ..., "resourceData": {...}}]}`.',
            declared(documentation, "commsNotifications", "value"),
        )
        return
    for index, element in enumerate(value):
        where = child(VALUE, index)
        if not isinstance(element, dict):
            yield Breach(
                Severity.ERROR,
                where,
                f"the notification is {kind(element)}, not an object",
                "Send each notification as an object.",
                declared(documentation, "commsNotifications", "value"),
            )
            continue
        for name, holds, advice in (
            ("changeType", isinstance(element.get("changeType"), str), "what happened"),
            (
                "resourceUrl",
                any(_names(element.get(each)) for each in ("resourceUrl", "resource")),
                "to what",
            ),
            ("resourceData", isinstance(element.get("resourceData"), dict | list), "how it stands now"),
        ):
            if not holds:
                yield Breach(
                    Severity.ERROR,
                    child(where, name),
                    f"the notification has no `{name}` that says {advice}",
                    f"Send `{name}` with each notification.",
                    declared(documentation, "commsNotification", name),
                )


def _names(path: object) -> bool:
    return isinstance(path, str) and bool(path.strip())


RULES = (
    Rule("RDN001", "a webhook is JSON sent by POST", Scope.WEBHOOK, message),
    Rule("RDN003", "a webhook holds notifications", Scope.WEBHOOK, notifications),
)

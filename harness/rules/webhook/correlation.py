"""Rules on the ids of a webhook: which call and which chain it is about, said in several places at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from harness.address import address, canonical_id
from harness.body import child
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, declared
from harness.rules.subject import Webhook
from harness.rules.wording import listed, named

_CHAIN_HEADERS = ("x-microsoft-skype-chain-id", "scenario-id")


def call(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: resourceUrl, resource, and the id and @odata.id of resourceData name one call.

    Ids compare without case and dashes: older pages write 32 capital digits. Only what is there is compared,
    and the id of resourceData only where it is a call.

    Why it matters: bots take the id from either place. When the two differ, half of them redirect another
    call than the one that rings. A published example has the id of its neighbour in resourceUrl.

    Breaks it:

        "resourceUrl": "/communications/calls/0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"

    Instead:

        "resourceUrl": "/communications/calls/9F2C61B80D4E4A378B15C7E3A6904D52"

    Who says so: the notifications in the examples of the published pages; the type commsNotification in the
    schema.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    for where, element, data in webhook.calls:
        places = tuple(_named(where, element, data))
        odd = [place for place, identifier in places if identifier != places[0][1]]
        if odd:
            names = (named(place.removeprefix(f"{where}.")) for place in (places[0][0], *odd))
            yield Breach(
                Severity.WARNING,
                odd[0],
                f"{listed(names)} do not name the same call",
                "Send the id of one call in all of them; in the bot, take it from one place only.",
                declared(documentation, "commsNotification", "resourceUrl"),
            )


def _named(where: str, element: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each place that names the call, and the id it gives."""
    place = child(where, "resourceData")
    paths = (
        *((child(where, name), element.get(name)) for name in ("resourceUrl", "resource")),
        (child(place, "@odata.id"), data.get("@odata.id")),
    )
    whole = True
    for path, value in paths:
        found = (
            address(value if "://" in value else f"/{value.lstrip('/')}") if isinstance(value, str) else None
        )
        if found is not None and found.call:
            whole = whole and not found.action
            yield path, canonical_id(found.call)
    identifier = data.get("id")
    if isinstance(identifier, str) and identifier and whole:
        yield child(place, "id"), canonical_id(identifier)


def chain(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the headers X-Microsoft-Skype-Chain-ID and Scenario-Id and the callChainId of the call
    are one id.

    Only what is there is compared: none of them has to be sent.

    Why it matters: support follows a call by this id, and it is what several offers of one call have in
    common. Logs of the platform show it the same everywhere; where it differs, messages of two calls were
    mixed.

    Breaks it:

        Scenario-Id: e50fa7c3-6b18-4d92-8047-9ac3d5b1f260

    Instead:

        Scenario-Id: 2b9e6c04-d715-48fa-ac32-f06d1b8e7945

    Who says so: logs of the platform; no edition tells of the headers.

    Severity: reference info, v1.0 info, beta info.
    """
    headers = webhook.request.headers
    given = [(name, canonical_id(sent.strip())) for name in _CHAIN_HEADERS if (sent := headers.get(name))]
    told = [each for _, _, data in webhook.calls if isinstance(each := data.get("callChainId"), str)]
    chains = {canonical_id(each) for each in told} or {identifier for _, identifier in given[:1]}
    for name, identifier in given:
        if identifier not in chains:
            yield Breach(
                Severity.INFO,
                f"request.headers.{name}",
                f"the header {name} is not the id of the call's chain",
                "Send one id as `callChainId`, `X-Microsoft-Skype-Chain-ID` and `Scenario-Id`.",
                declared(documentation, "call", "callChainId"),
            )


RULES = (
    Rule("RDN005", "a notification names one call", Scope.WEBHOOK, call),
    Rule("RDN014", "a webhook names one chain", Scope.WEBHOOK, chain),
)

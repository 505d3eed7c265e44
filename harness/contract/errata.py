"""Where pages contradict each other or the schema, and which reading redial takes: each deliberate deviation.

A table and nothing else; what a page states alone is the compiled contract.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What one edition says; `fact` is the name the fact has in harness.contract.facts."""

    edition: str
    fact: str
    says: str


@dataclass(frozen=True, slots=True)
class Erratum:
    """One contradiction: what each page says, what redial goes by, and why."""

    topic: str
    readings: tuple[Reading, ...]
    taken: str
    because: str


ERRATA: tuple[Erratum, ...] = (
    Erratum(
        "status of a success",
        (
            Reading("reference", "successes.204", "204 No Content"),
            Reading("v1.0", "successes.202", "202 Accepted"),
            Reading("beta", "successes.202", "202 Accepted"),
        ),
        "the chosen edition's; the other status is information",
        "the live service answers actions of a call with 202, while the OpenAPI description of v1.0 says 204",
    ),
    Erratum(
        "the /app path",
        (
            Reading(
                "reference", "routes./app/calls/{callId}/redirect", "listed, even under v1.0 in its example"
            ),
            Reading("v1.0", "routes", "not listed"),
            Reading("beta", "routes./app/calls/{callId}/redirect.deprecated", "listed, deprecated"),
        ),
        "an error under v1.0, a warning under beta, information under reference",
        "the v1.0 schema has no root `app`, so no v1.0 request can be served there",
    ),
    Erratum(
        "the two participant notification paths",
        (
            Reading("reference", "routes./participantLeftNotification/call/redirect", "listed"),
            Reading("reference", "routes./participantJoiningNotification/call/redirect", "listed"),
            Reading("v1.0", "routes", "not listed"),
            Reading("beta", "routes", "not listed"),
        ),
        "a warning under reference although it lists them",
        "both types can be navigated to a call, but the schema has no root that holds one",
    ),
    Erratum(
        "targets without an identity",
        (Reading("reference", "parameters.targets", "the example sends a target that has only a type"),),
        "an error in every edition",
        "the schema declares `identity` of invitationParticipantInfo as not nullable",
    ),
    Erratum(
        "values of the reference example",
        (
            Reading("reference", "parameters.timeout", 'the example sends "Integer"'),
            Reading("reference", "parameters.maskCallee", 'the example sends "Boolean"'),
        ),
        "example values state nothing",
        "they name the types of the parameter table, and that table is what the contract is read from",
    ),
    Erratum(
        "the Content-Type header",
        (
            Reading("reference", "headers.Content-Type.required", "required"),
            Reading("v1.0", "headers", "not listed, though its examples send it"),
            Reading("beta", "headers", "not listed, though its examples send it"),
        ),
        "an error under reference, a warning under the others",
        "where the chosen edition is silent, a constraint of another one is worth a warning",
    ),
    Erratum(
        "masks and disposition",
        (
            Reading("reference", "parameters.targetDisposition", "listed"),
            Reading("v1.0", "parameters", "none of targetDisposition, maskCallee and maskCaller"),
            Reading(
                "beta", "parameters.targetDisposition.deprecated", "masks listed, disposition deprecated"
            ),
        ),
        "an error under v1.0 although other editions document them",
        "the v1.0 schema declares none of the three, and the action is closed",
    ),
    Erratum(
        "routingPolicies",
        (
            Reading("v1.0", "parameters", "not listed, though an example of the published page sends it"),
            Reading("beta", "parameters", "not listed, though an example of the published page sends it"),
        ),
        "an unknown member",
        "the parameter table is what the contract is read from, and the schema declares no such parameter",
    ),
    Erratum(
        "time to decide",
        (
            Reading("reference", "routes", "silent"),
            Reading("v1.0", "window", "15 seconds"),
            Reading("v1.0", "recording_window", "5 seconds for a bot that records by policy"),
            Reading("beta", "window", "15 seconds"),
        ),
        "15 seconds, which reference neither grants nor forbids",
        "recording by policy cannot be seen in a redirect, so the shorter limit has to be chosen",
    ),
)
"""In the order in which a redirect meets them: reply, path, body, time."""


def concerning(edition: str) -> tuple[Erratum, ...]:
    """The rows that name an edition."""
    return tuple(row for row in ERRATA if any(reading.edition == edition for reading in row.readings))

"""Rules on what a bot sends: RDQ, and of RDC what a redirect and its token show alone."""

from harness.rules.request import (
    annotations,
    callback,
    destination,
    disposition,
    endpoint,
    identities,
    members,
    message,
    parameters,
    route,
    targets,
    token,
    wire,
)

RULES = (
    *annotations.RULES,
    *callback.RULES,
    *destination.RULES,
    *disposition.RULES,
    *endpoint.RULES,
    *identities.RULES,
    *members.RULES,
    *message.RULES,
    *parameters.RULES,
    *route.RULES,
    *targets.RULES,
    *token.RULES,
    *wire.RULES,
)

"""The tokens of tapes: those of webhooks, and a login side that tells by which key to know them.

One key signs for all tests of a run: to make one takes a tenth of a second. Nothing keeps it.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from harness.address import is_login, is_platform
from harness.exchange import Request
from harness.process import surroundings
from harness.responder import Answer, FollowUp
from harness.tokens import signing_key
from harness.tokens.authority import Authority
from harness.tokens.platform_token import PlatformToken
from harness.tokens.signer import Signer


def is_ours(host: str) -> bool:
    """Whether the login side of tapes stands for a host."""
    return is_login(host) or is_platform(host)


def logged_in(request: Request) -> Answer | None:
    """What the login side answers on its hosts; None for anything else."""
    return Authority(_signer()).respond(request, datetime.now(UTC)) if is_ours(request.host) else None


def signing(signed: bool | str) -> Callable[[FollowUp], FollowUp]:
    """Gives a webhook a fresh token, when `signed`; a text: for the application of that id."""
    if not signed:
        return lambda webhook: webhook
    application = signed if isinstance(signed, str) else surroundings.application(os.environ)
    token = PlatformToken(_signer().sign, application)
    return lambda webhook: replace(webhook, request=token.on(webhook.request, datetime.now(UTC)))


@cache
def _signer() -> Signer:
    return Signer(signing_key.made())

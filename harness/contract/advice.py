"""What the refusals of the calling service mostly mean: a table of its numeric codes. No page explains them.

Known from reports of users and the answers they were given; only what was seen for actions on calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Advice:
    """What one code is about. cause: a clause, the usual reason. fix: a sentence, what to do about it."""

    cause: str
    fix: str


ADVICE: Mapping[str, Advice] = MappingProxyType(
    {
        "7503": Advice(
            "the calling service does not know the token's application",
            "Enable calling on the bot's Teams channel, with a webhook that is reachable by https, and fetch"
            " the token with the app id of that bot.",
        ),
        "7504": Advice(
            "the application lacks Calls.Initiate.All in the tenant of the call, or nobody consented to it",
            "Add the application permission Calls.Initiate.All, and have an administrator there consent.",
        ),
        "7505": Advice(
            "the token was issued for another tenant than the call's",
            "Fetch the token from the tenant in the notification's `tenantId`, not from /common. Where the"
            " target is a resource account, look at which identity member names it as well.",
        ),
        "7507": Advice(
            "the token's application is not the one that was called, or no policy lets it act",
            "Fetch the token with the app id of the bot that was called. Towards a telephone number, the bot"
            " needs an application instance and an application access policy.",
        ),
        "8522": Advice(
            "the call is gone: it was over, its window had passed, or the id is of no call",
            "Redirect at once, with the id from the incoming notification's `resourceUrl`, and keep the bot"
            " warm: a cold start takes up the window.",
        ),
        "9999": Advice(
            "the calling service failed within itself",
            "Nothing in the request is known to cause it: keep the request-id, by which support finds it.",
        ),
    }
)
"""`error.code` -> what is mostly behind it when an action on a call is refused."""

HINTS: Mapping[str, str] = MappingProxyType(
    {
        "8501": "a call that is not established",
        "8519": "a conflict, as of two actions on one call at once",
        "8520": "something that is not supported",
        "8523": "an argument that is not valid",
        "8528": "a call that has ended",
    }
)
"""`error.code` -> what the number stands for on Azure Communication Services, a sister product on the same
calling platform: a hint, and no word of Graph's.
"""

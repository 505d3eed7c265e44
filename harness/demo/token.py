"""The tokens of the small bot: shaped like those of the login side, issued by nobody, and open nothing."""

from harness.tokens import bearer

APPLICATION = "3f7a1c52-8e04-4b96-a2d7-60c9e5b1d843"
"""The bot's registration. Made up, as everything here."""


def token(tenant: str) -> str:
    """A token of the application for Microsoft Graph, as `tenant` would issue it: the claims that a reader of
    recordings looks at, and no signature.
    """
    return bearer.unsigned(
        {
            "aud": "https://graph.microsoft.com",
            "iss": f"https://sts.windows.net/{tenant}/",
            "tid": tenant,
            "appid": APPLICATION,
            "roles": ["Calls.Initiate.All"],
        }
    )

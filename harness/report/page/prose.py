"""Sentences of ours as HTML: what stands between backticks is code, and all of it is escaped."""

from markupsafe import Markup, escape


def ticked(text: str) -> Markup:
    """A sentence; one whose backticks come in no pairs stays as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(part) if at % 2 else escape(part) for at, part in enumerate(parts))

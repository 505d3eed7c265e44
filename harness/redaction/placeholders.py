"""Placeholders: what people and other tools leave where they took something out of a recording.

redial's own masks (harness.redaction.masks) are none: a mask keeps the type of what it stands for.
"""

import re

_TAKEN_OUT = (
    "redacted|filtered|masked|scrubbed|saniti[sz]ed|removed|hidden|omitted|censored|anonymi[sz]ed|obfuscated"
    "|placeholder|dummy"
)
_WORD = re.compile(rf"(?i)[\W_]*(?:[a-z]+[_\-:]){{0,3}}(?:{_TAKEN_OUT})(?:[_\-:][a-z]+){{0,3}}[\W_]*")
_BLOTTED = re.compile(
    r"[+\d\s().\-]*(?:[xX]{3}|[*#\u2022\u2588]{2}|\.{3}|\u2026)[xX*#\u2022\u2588\d\s().\-]*"
)
_LONGEST = 60


def is_placeholder(text: str) -> bool:
    """Whether `text` as a whole is one: `REDACTED`, `<redacted>`, `PHONE_REDACTED`, `***`, `+1 XXX XXXX`."""
    short = text.strip()
    return len(short) <= _LONGEST and any(shape.fullmatch(short) for shape in (_WORD, _BLOTTED))

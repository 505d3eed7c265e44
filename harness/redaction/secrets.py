"""Secrets alone: a redactor for readers to whom all else is their own, as to a test what it sent.

It has no key: what it leaves is the same in every run.
"""

from dataclasses import dataclass

from harness.redaction.custom import Custom
from harness.redaction.masking import REDACTED
from harness.redaction.masks import Masks, is_mask
from harness.redaction.redactor import Redactor


class _Bare(Masks):
    """Lets stand what only names somebody or something."""

    def guid(self, text: str) -> str:
        return text

    def number(self, text: str) -> str:
        return text

    def name(self, text: str) -> str:
        return text

    def host(self, text: str) -> str:
        return text

    def mail(self, text: str) -> str:
        return text

    def opaque(self, text: str) -> str:
        return REDACTED if text and not is_mask(text) else text


@dataclass(frozen=True, slots=True)
class _Alone(Custom):
    def masks(self, key: bytes) -> Masks:
        return _Bare(key)


SECRETS = Redactor(b"", _Alone())
"""Masks credentials, tokens, passwords and signatures, and nothing else."""

"""The project that a folder belongs to, as what masks for it: its key and its own rules together.

The key is read by harness.settings, the rules by harness.configuration.
"""

from pathlib import Path
from secrets import token_bytes

from harness.configuration import configuration
from harness.redaction.redactor import Redactor
from harness.settings import project_key

_DRAWN = 32


def redactor(directory: Path, *, lasting: bool = False) -> Redactor:
    """What masks for the project of `directory`: with its key, where there is none with one for this run.

    lasting: what is masked stays, so that a project without a key gets one.

    Raises HarnessError as reading either does.
    """
    key = project_key(directory, create=lasting) or token_bytes(_DRAWN)
    return Redactor(key, configuration(directory).redaction)

"""The templates, the style and the script of a page as they are packaged, and the policy that knows them."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

_ASSETS = files("harness.report.page") / "assets"

STYLE, SCRIPT = "page.css", "page.js"


def asset(name: str) -> str:
    """The text of a file beside this one."""
    return (_ASSETS / name).read_text("utf-8")


def policy() -> str:
    """A Content-Security-Policy: nothing is loaded, nothing is sent, and only these two texts are style and
    script (CSP level 3, section 2.3.1).
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hashed(asset(STYLE))}",
            f"script-src {_hashed(asset(SCRIPT))}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

"""Which of a bot's requests the calling platform sent: a chat or a health check on the same port is none of
ours, and is not looked at any further.
"""

import re
from collections.abc import Mapping
from typing import Any

from mitmproxy.http import Request

from harness import body
from harness.address import address
from proxy_addons.bodies import carried

_ENVELOPE = re.compile(r"#?microsoft\.graph\.commsNotifications\Z", re.IGNORECASE)
_BROKEN = re.compile(rb'\s*\{\s*"@odata\.type"\s*:\s*"#?microsoft\.graph\.commsNotifications"')
_LEGACY = "callState"


def is_webhook(request: Request) -> bool:
    """Whether the calling platform sent a POST.

    It shows in its headers, also where it sends no body at all, as has been seen; else a body shows a
    notification, in Graph's format or the one before it. One that is cut off is known by how it begins.
    """
    if any(name.lower().startswith("x-microsoft-skype-") for name in request.headers):
        return True
    if "microsoft-skype" in request.headers.get("user-agent", "").lower():
        return True
    message = carried(request).body
    try:
        value = body.value_of(message)
    except ValueError:
        return _BROKEN.match(message) is not None
    return isinstance(value, dict) and (_LEGACY in value or _is_envelope(value))


def _is_envelope(value: Mapping[str, Any]) -> bool:
    told, elements = value.get("@odata.type"), value.get("value")
    if isinstance(told, str) and _ENVELOPE.match(told):
        return True
    return isinstance(elements, list) and any(
        _is_notification(element) for element in elements if isinstance(element, dict)
    )


def _is_notification(element: Mapping[str, Any]) -> bool:
    """Whether an element says what changed, or names a call."""
    if isinstance(element.get("changeType"), str) or isinstance(element.get("resourceData"), dict):
        return True
    named = (element.get(name) for name in ("resourceUrl", "resource"))
    return any(isinstance(name, str) and name.startswith("/") and address(name) for name in named)

"""What `mitmdump -s` is pointed at: hands mitmproxy the addons of the installed package, and holds nothing
else.

mitmproxy runs this file under a name of its own and leaves its folder on sys.path, where our modules would
shadow others of the same name.
"""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != _HERE]
if str(_HERE.parent) not in sys.path:
    sys.path.append(str(_HERE.parent))

from proxy_addons.session import Session  # noqa: E402 - only now is the path as it should be

addons = [Session()]

"""A redirect's body as mitmproxy shows it: the findings as comments above the JSON, laid out member by
member.
"""

from textwrap import wrap

from mitmproxy import contentviews
from mitmproxy.contentviews import Metadata
from mitmproxy.http import HTTPFlow

from harness import body
from harness.address import is_redirect
from proxy_addons.checker import LINES

_WIDTH = 78
_UNDER = " " * 10
"""Where the words of a finding begin, behind `fix` and the like."""


class RedirectContentview(contentviews.Contentview):
    """Shows the request of a call's redirect. Graph's 202 has no body, so the findings stand on the
    request.
    """

    name = "graph redirect"
    syntax_highlight = "yaml"  # covers JSON, and knows comments

    def render_priority(self, data: bytes, metadata: Metadata) -> float:
        """Above mitmproxy's own JSON view (1) for what is ours, and not at all for anything else."""
        flow = metadata.flow
        if not isinstance(flow, HTTPFlow) or metadata.http_message is not flow.request:
            return -1
        return 2 if data and is_redirect(flow.request.path) else -1

    def prettify(self, data: bytes, metadata: Metadata) -> str:
        """Comments, then the body; a body that is no JSON stands as it was sent."""
        lines = metadata.flow.metadata.get(LINES, []) if metadata.flow else []
        text = body.laid_out(data)
        if text is None:
            text = data.decode("utf-8", "replace")
        return "".join(f"# {part}\n" for line in lines for part in _folded(line)) + text


def _folded(line: str) -> list[str]:
    """A line of a finding as lines that need no scrolling beside the list of flows; words stay whole."""
    return wrap(line, _WIDTH, subsequent_indent=_UNDER, break_long_words=False, break_on_hyphens=False)

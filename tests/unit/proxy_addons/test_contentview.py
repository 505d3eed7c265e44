"""A redirect's body as mitmproxy's UIs show it."""

from io import BytesIO

import pytest
from mitmproxy import contentviews
from mitmproxy.contentviews import Metadata
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowReader, FlowWriter

from proxy_addons.checker import LINES
from proxy_addons.contentview import RedirectContentview
from proxy_addons.options import OptionsAddon
from tests import _mitm


def shown(flow: HTTPFlow) -> str:
    view = RedirectContentview()
    return view.prettify(flow.request.content or b"", Metadata(flow=flow, http_message=flow.request))


def test_findings_stand_as_comments_above_the_body() -> None:
    flow = _mitm.flow(content=b'{"timeout":"30"}')
    flow.metadata[LINES] = ["error RDQ040 request.body.timeout: no", "    fix   yes"]
    assert shown(flow) == '# error RDQ040 request.body.timeout: no\n#     fix   yes\n{\n  "timeout": "30"\n}'


def test_a_long_line_is_folded_so_that_it_shows_beside_the_list_of_flows() -> None:
    flow = _mitm.flow(content=b"{}")
    word = "x" * 100
    flow.metadata[LINES] = [f"    fix   {'send this instead ' * 6}{word}"]
    *comments, body = shown(flow).splitlines()
    assert body == "{}"
    assert comments[0].startswith("#     fix   send this instead ")
    assert all(line.startswith("#           ") for line in comments[1:])
    assert all(len(line) <= 80 for line in comments[:-1])
    assert comments[-1].endswith(word)


def test_an_edited_body_shows_under_what_was_found_when_it_passed() -> None:
    flow = _mitm.flow(content=b'{"timeout":"30"}')
    flow.metadata[LINES] = ["error RDQ040"]
    flow.backup()
    flow.request.text = '{"timeout":30}'
    with _mitm.running(OptionsAddon()):
        contentviews.add(RedirectContentview)
        assert (
            contentviews.prettify_message(flow.request, flow).text == '# error RDQ040\n{\n  "timeout": 30\n}'
        )


def test_a_flow_that_was_saved_shows_what_was_found_when_it_passed() -> None:
    flow = _mitm.flow(content=b"{}")
    flow.metadata[LINES] = ["error RDQ040"]
    file = BytesIO()
    FlowWriter(file).add(flow)
    file.seek(0)
    (loaded,) = FlowReader(file).stream()
    assert isinstance(loaded, HTTPFlow)
    assert shown(loaded) == "# error RDQ040\n{}"


def test_a_body_that_is_no_json_stands_as_it_was_sent() -> None:
    assert shown(_mitm.flow(content=b"{broken \xff")) == "{broken \ufffd"


@pytest.mark.parametrize(
    ("flow", "wanted"),
    [
        (_mitm.flow(), True),
        (_mitm.flow("/v1.0/me"), False),
        (_mitm.flow("/v1.0/print/printers/1/jobs/2/redirect"), False),
        (_mitm.flow(content=b""), False),
    ],
    ids=["redirect", "other", "print job", "empty"],
)
def test_only_the_body_of_a_calls_redirect_is_ours(flow: HTTPFlow, wanted: bool) -> None:
    metadata = Metadata(flow=flow, http_message=flow.request)
    assert (RedirectContentview().render_priority(flow.request.content or b"", metadata) > 1) is wanted


def test_the_answer_and_what_belongs_to_no_flow_are_not_ours() -> None:
    flow = _mitm.flow(answer=_mitm.answer(200, b"{}"))
    view = RedirectContentview()
    assert view.render_priority(b"{}", Metadata(flow=flow, http_message=flow.response)) < 0
    assert view.render_priority(b"{}", Metadata()) < 0


def test_mitmproxy_chooses_the_view_by_itself() -> None:
    contentviews.add(RedirectContentview)
    flow = _mitm.flow(headers=[("Content-Type", "application/json")])
    with _mitm.running(OptionsAddon()):
        assert contentviews.prettify_message(flow.request, flow).view_name == "graph redirect"

"""What the filter looks in."""

import json

from hypothesis import given

from harness.report.page.search import entry
from tests.unit.report.checks import HOSTILE
from tests.unit.report.page.pages import calls
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import members, redirect
from tests.unit.watching import DIALOGUES


def test_a_call_has_its_words_each_once_and_in_small_letters() -> None:
    (shown,) = calls(dialogue(DIALOGUES["refused"]))
    found = json.loads(entry(shown))
    words = found["text"].split("\n")
    assert len(words) == len(set(words))
    assert {"timeout:45", "badrequest", "rdq040", "content-type:application/json", "commsnotifications"} <= {
        word.rpartition(".")[2] for word in words
    } | set(words)
    assert (found["id"], found["outcome"], found["standing"]) == (shown.anchor, "refused", "")
    assert "RDQ040" in found["rules"]
    assert "error" in found["severities"]


@given(HOSTILE)
def test_no_text_ends_the_element_that_holds_the_index(text: str) -> None:
    (shown,) = calls([redirect(members(note=f"</script><!--{text}"))])
    line = entry(shown)
    assert not set("<>&\u2028\n") & set(line)
    assert json.loads(line)["id"] == shown.anchor

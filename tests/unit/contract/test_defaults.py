"""A default is a literal of the parameter's type beside the word; everything else is doubted."""

import pytest

from harness.contract.defaults import defaults
from harness.contract.kinds import Kind
from harness.contract.model import Count
from tests.unit.contract.stating import sentences, source

NUMBER, TEXT, YES = (Kind(name, False) for name in ("Int32", "String", "Boolean"))
type Stated = dict[Count | None, int | bool | str]


def stated(text: str, kind: Kind) -> tuple[Stated, list[str]]:
    of = source()
    found = defaults(kind, sentences(text), of)
    return {each.targets: each.value for each in found}, [each.why for each in of.diagnostics]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (NUMBER, "The default is 55.", {None: 55}),
        (NUMBER, "Default = 5 seconds, at most 120.", {None: 5}),
        (NUMBER, "The default value is 1,000.", {None: 1000}),
        (
            NUMBER,
            "The default of the timeout is 55 seconds for one target and 60 seconds for several targets.",
            {Count.ONE: 55, Count.SEVERAL: 60},
        ),
        (YES, "Default: true.", {None: True}),
        (YES, "The default is `False` to leave it out.", {None: False}),
        (YES, "If `true` (default), it rings.", {None: True}),
        (YES, "Say it only if you mean it; default is true.", {None: True}),
        (TEXT, "Defaults to `ring`.", {None: "ring"}),
        (TEXT, 'The default value is "ring".', {None: "ring"}),
        (TEXT, "If not set, defaults to `ring`.", {None: "ring"}),
        (TEXT, "The values are `a` and `b` (default).", {None: "b"}),
        (TEXT, "The default is `a`. Default: `a`.", {None: "a"}),
        (TEXT, "One of `default` and `other`.", {}),
        (TEXT, "No word of it.", {}),
    ],
)
def test_a_literal_beside_the_word_is_the_default(kind: Kind, text: str, expected: Stated) -> None:
    assert stated(text, kind) == (expected, [])


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (NUMBER, "If unset, the default of the bot is used.", "no value stands beside the word default"),
        (NUMBER, "The default maximum is 90.", "no value stands beside the word default"),
        (NUMBER, "The default is `ring`.", "it is no value of Int32"),
        (YES, "The default is 5.", "it is no value of Boolean"),
        (TEXT, "The default is 5.", "it is no value of String"),
        (TEXT, "The default is `null`.", "it is no value of String"),
        (Kind("String", True), "The default is `a`.", "it is no value of String"),
        (TEXT, "If b is a, the default is `c`.", "it holds on a condition"),
        (TEXT, "The default is `a` for guests.", "it depends on something"),
        (TEXT, "The default is `a`. The default is `b`.", "the cell states several defaults"),
    ],
)
def test_what_is_no_literal_or_depends_on_something_is_doubted(kind: Kind, text: str, why: str) -> None:
    found, reasons = stated(text, kind)
    assert found == {}
    assert why in reasons

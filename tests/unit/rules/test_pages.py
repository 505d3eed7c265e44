"""The pages of the rules: what a docstring says stands in them, and nothing that it does not say."""

from collections.abc import Iterator

import pytest

from harness.contract.editions import EDITIONS
from harness.rules import RULES, Breach, Rule, Scope
from harness.rules.pages import FAMILIES, INDEX, PARTS, index, markdown, pages, parts, severities


def check(_subject: object, _documentation: object) -> Iterator[Breach]:
    """What it checks: the sky
    is blue.

    On `weekdays` only.

    Why it matters: rain.

    Breaks it:

        HTTP/1.1 404 Not Found
        Content-Type: application/json

        {"a":
            1}

    Instead:

        0.0  platform  incoming

    Who says so: everybody.

    Severity: reference error, v1.0 warning, beta info.
    """
    yield from ()


RULE = Rule("RDX001", "the sky is blue", Scope.REDIRECT, check)
PAGE = """\
<!-- made by `make docs` from the docstring of the rule -->

# RDX001: the sky is blue

## What it checks

The sky
is blue.

On `weekdays` only.

## Why it matters

Rain.

## Breaks it

```http
HTTP/1.1 404 Not Found
Content-Type: application/json

{"a":
    1}
```

## Instead

```text
0.0  platform  incoming
```

## Who says so

Everybody.

## Severity

| edition | severity |
| --- | --- |
| reference | error |
| v1.0 | warning |
| beta | info |

[All rules](README.md)
"""


def test_a_page_has_a_heading_for_each_part_and_a_fence_for_each_example() -> None:
    assert markdown(RULE) == PAGE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_says_all_that_the_docstring_says(rule: Rule) -> None:
    assert tuple(parts(rule)) == PARTS
    printed = " ".join(rule.page.split()).lower()
    assert all(" ".join(text.split()).lower() in printed for text in parts(rule).values())
    assert tuple(severities(rule)) == tuple(EDITIONS)


def test_every_rule_belongs_to_a_family() -> None:
    assert {rule.code[:3] for rule in RULES} <= set(FAMILIES)


def test_the_index_has_a_table_for_each_family_that_has_rules() -> None:
    own = [rule for rule in RULES if rule.code.startswith("RDR")]
    text = index(own)
    assert [line for line in text.splitlines() if line.startswith("## ")] == [f"## RDR: {FAMILIES['RDR']}"]
    assert "\n| [RDR002](RDR002.md) | a success has no body | warning | warning | warning |\n" in text
    assert text.endswith("|\n")


def test_there_is_a_page_for_each_rule_and_the_index() -> None:
    assert set(pages(RULES)) == {INDEX, *(f"{rule.code}.md" for rule in RULES)}

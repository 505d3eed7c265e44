"""The rules: what a redirect, its answer and the call around it are judged by. This file is only the face."""

from harness.rules.judging import Judge, Judgement, judge, judge_all
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.registry import RULES, codes, page, rule

__all__ = [
    "RULES",
    "Breach",
    "Judge",
    "Judgement",
    "Rule",
    "Scope",
    "Unjudged",
    "codes",
    "judge",
    "judge_all",
    "page",
    "rule",
]

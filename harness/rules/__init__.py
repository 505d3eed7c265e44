"""The rules: what a redirect, its answer and the call around it are judged by. This file is only the face."""

from harness.rules.judging import judge, judge_all
from harness.rules.model import Breach, Rule, Scope
from harness.rules.registry import RULES, codes, page, rule

__all__ = ["RULES", "Breach", "Rule", "Scope", "codes", "judge", "judge_all", "page", "rule"]

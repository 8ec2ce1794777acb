"""Floor 1: rule packs, read from YAML and checked before anything is judged."""

from harness.rules.load import load_packs
from harness.rules.model import Condition, Rule, RuleSet

__all__ = ["Condition", "Rule", "RuleSet", "load_packs"]

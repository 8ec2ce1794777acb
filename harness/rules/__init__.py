"""Floor 1: rule packs, read from YAML and checked before anything is judged."""

from typing import TYPE_CHECKING

from harness.lazy import lazily
from harness.rules.model import Condition, Rule, RuleSet

if TYPE_CHECKING:
    from harness.rules.load import load_packs

__all__ = ["Condition", "Rule", "RuleSet", "load_packs"]

# What reads and checks YAML takes a fifth of a second to import: in a thread, while a browser starts.
__getattr__ = lazily(__name__, {"load_packs": "harness.rules.load"})

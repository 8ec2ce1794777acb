"""Floor 2: every rule's own examples, run: what a pack says of itself must hold."""

from harness.evidence.match import Matcher
from harness.rules import Rule, RuleSet

__all__ = ["self_test"]


def self_test(ruleset: RuleSet) -> list[str]:
    """One line for each example that its rule does not judge as the pack says."""
    matcher = Matcher(ruleset)

    def meets(rule: Rule, example: object) -> bool:
        if isinstance(example, str):
            return any(hit.rule.id == rule.id for hit in matcher.find(example))
        assert isinstance(example, dict), "the loader lets only texts and mappings through"
        return all(name in example and c.holds(example[name]) for name, c in rule.features.items())

    return [
        f"{rule.id}: {'does not meet its spam' if spam else 'meets its clean'} example {example!r}"
        for rule in ruleset.rules
        for spam, examples in ((True, rule.spam), (False, rule.clean))
        for example in examples
        if meets(rule, example) is not spam
    ]

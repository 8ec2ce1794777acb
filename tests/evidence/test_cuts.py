"""Where a cut runs: nothing of the advert stays behind, nothing honest goes with it, and no two cuts overlap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.evidence.tidy import joined_up, tidied


def without(text: str, *cut: str) -> str:
    """The text without these parts, as the sweep cuts them."""
    cuts, at = [], 0
    for part in cut:
        at = text.index(part, at)
        cuts.append((at, at + len(part)))
        at += len(part)
    left = text
    for start, end in reversed(joined_up(text, cuts)):
        left = left[:start] + left[end:]
    return left


@pytest.mark.parametrize(
    ("text", "cut", "left"),
    [
        ("Home | SPAM | Contact", ["SPAM"], "Home | Contact"),
        ("SPAM | Contact", ["SPAM"], "Contact"),
        ("Home | SPAM", ["SPAM"], "Home"),
        ("© 2024 | SPAM | SPAM", ["SPAM", "SPAM"], "© 2024"),
        ("We walked SPAM to the harbour.", ["SPAM"], "We walked to the harbour."),
        ("We walked home. SPAM. It rained.", ["SPAM"], "We walked home. It rained."),
        ("The bridge (SPAM) is open.", ["SPAM"], "The bridge is open."),
        ("【SPAM】石桥修好了", ["SPAM"], "石桥修好了"),
        ("【SPAM】SPAM-石桥修好了 - 报", ["SPAM", "SPAM"], "石桥修好了 - 报"),
        ("石桥修好了，SPAM，下周通车", ["SPAM"], "石桥修好了，下周通车"),
        ("tea, SPAM, bread", ["SPAM"], "tea, bread"),
        ("“SPAM” said nobody", ["SPAM"], "said nobody"),
        ("one SPAM, two", ["SPAM"], "one, two"),
        ("SPAM", ["SPAM"], ""),
    ],
)
def test_an_advert_goes_with_its_separator_its_brackets_and_its_space(text: str, cut: list[str], left: str) -> None:
    assert without(text, *cut) == left


TEXTS = st.text(st.sampled_from("ab 中文，。.,|-()【】“”\n·"), max_size=40)


@given(TEXTS, st.lists(st.integers(0, 40), max_size=8, unique=True))
def test_cuts_are_disjoint_in_order_and_hold_what_they_were_asked_to_hold(text: str, ats: list[int]) -> None:
    ats = sorted(at for at in ats if at <= len(text))
    asked = [
        (start, end)
        for start, end in zip(ats[::2], ats[1::2], strict=False)
        if any(c.isalnum() for c in text[start:end])
    ]

    cuts = joined_up(text, asked)

    assert len(cuts) == len(asked)
    assert all(0 <= start <= end <= len(text) for start, end in cuts)
    assert all(before[1] <= after[0] for before, after in zip(cuts, cuts[1:], strict=False))
    for start, end in asked:
        wanted = {at for at in range(start, end) if text[at].isalnum()}
        assert wanted <= {at for a, b in cuts for at in range(a, b)}


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_cut_takes_no_letter_that_it_was_not_asked_to_take(text: str, start: int, end: int) -> None:
    start, end = min(start, len(text)), min(end, len(text))

    first, last = tidied(text, start, end)

    outside = [text[at] for at in range(first, last) if not start <= at < end]
    assert not any(char.isalnum() for char in outside)

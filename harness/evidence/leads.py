"""Floor 2: leads: what stands before a sign at the very beginning of a running text, as a phrase that was put before it does."""

import re

__all__ = ["lead_of", "ornate_lead_of"]

MAX_LEAD, MIN_BEHIND, MAX_HEAD = 60, 40, 120
"""Characters of a phrase before a sign, of the text behind it, which the phrase is none of, and of both that are looked at."""
ORNAMENTS = r"[|｜¦‖★☆✦◆◇◈♥❤♡♦●○■□▲▼▶►»«•·~～=→⇒_【】\[\]️]"
LEAD = re.compile(
    rf"\s*(?P<said>(?:(?!\.\s)[^\n。！？!?…]){{2,{MAX_LEAD}}}?)\s*(?:(?P<ornate>(?:{ORNAMENTS}\s*)+)|[:：]+\s*|\s[-–—]+\s+|[-–—]{{2,}}\s*)(?=\w)"
)
BRACKETED = re.compile(rf"\s*[【\[《「『（(](?P<said>[^\n】\]》」』）)]{{2,{MAX_LEAD}}})[】\]》」』）)]\s*")


def lead_of(text: str) -> int:
    """Where the first of the text's own words stands behind a lead and its sign; 0 where it has none."""
    return _lead(text, ornate=False)


def ornate_lead_of(text: str) -> int:
    """The same for signs that no sentence has: a colon or a dash parts many an honest text."""
    return _lead(text, ornate=True)


def _lead(text: str, *, ornate: bool) -> int:
    head = text[:MAX_HEAD]
    found = BRACKETED.match(head) or LEAD.match(head)
    if found is None or len(text) - found.end() < MIN_BEHIND:
        return 0
    if ornate and found.re is LEAD and not found["ornate"]:
        return 0
    return found.end() if any(char.isalpha() for char in found["said"]) else 0

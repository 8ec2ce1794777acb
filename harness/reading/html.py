"""Floor 2: the swept document as HTML that runs nothing and loads nothing."""

import nh3

from harness.inert import inert_text

__all__ = ["clean_html"]

TAGS = nh3.ALLOWED_TAGS - {"img"} | {
    "main", "section", "article", "header", "footer", "nav", "aside", "figure", "figcaption",
}  # fmt: skip
POLICY = "default-src 'none'"


def clean_html(html: str, title: str) -> str:
    """The swept document without scripts, handlers, frames, forms or pictures, under a policy that loads nothing."""
    body = nh3.clean(
        inert_text(html),
        tags=TAGS,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto"},
        generic_attribute_prefixes=set(),
        attributes={"a": {"href"}, "*": {"lang", "dir"}},
    )
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{nh3.clean_text(inert_text(title))}</title>"
    )
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>{body}</body></html>\n"

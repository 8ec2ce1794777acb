"""Floor 2: the swept document as HTML that runs nothing and loads nothing."""

import base64
import hashlib

import nh3

from harness.inert import inert_text

__all__ = ["clean_html"]

TAGS = nh3.ALLOWED_TAGS - {"img"} | {
    "main", "section", "article", "header", "footer", "nav", "aside", "figure", "figcaption",
}  # fmt: skip
STYLE = (
    ":root{color-scheme:light dark}"
    "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,'Noto Serif',serif;overflow-wrap:break-word}"
    "h1,h2,h3,h4,h5,h6,nav,header,footer,aside,figcaption{font-family:system-ui,'Noto Sans',sans-serif;line-height:1.3}"
    "nav,header,footer,aside{font-size:.9rem}"
    "pre,code,kbd,samp{font:.9em/1.5 ui-monospace,'Noto Sans Mono',monospace}"
    "pre{overflow-x:auto;padding:.8em 1em;border-radius:6px;background:color-mix(in srgb,CanvasText 7%,Canvas)}"
    "blockquote{margin:1em 0;padding-left:1em;border-left:3px solid color-mix(in srgb,CanvasText 25%,Canvas)}"
    "table{border-collapse:collapse;display:block;overflow-x:auto}"
    "th,td{padding:.3em .6em;border:1px solid color-mix(in srgb,CanvasText 20%,Canvas);text-align:start;vertical-align:top}"
    "[data-harness-hidden]:not([data-harness-hidden=closed]),li:empty{display:none}"
    "hr{border:0;border-top:1px solid color-mix(in srgb,CanvasText 25%,Canvas)}"
)
"""Readable as it is, light or dark as the reader's system is; the page's own styles could hide and load anything."""
DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{DIGEST}'"


ATTRIBUTES = {
    "*": {"lang", "dir", "data-harness-hidden"}, "a": {"href"}, "details": {"open"}, "ol": {"start"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"}, "time": {"datetime"},
}  # fmt: skip
INLINE = {
    "abbr", "acronym", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
"""What only says how a word looks or what it is."""


def clean_html(html: str, title: str, *, inline: bool = True) -> str:
    """The swept document without scripts, handlers, frames, forms or pictures, under a policy that loads nothing. What no reader saw
    is there and is not shown: `data-harness-hidden` says how the page hid it. Without `inline`
    also without the elements that stand in a line and are no links."""
    body = nh3.clean(
        inert_text(html),
        tags=TAGS if inline else TAGS - INLINE,
        clean_content_tags={"script", "style", "title", "select", "datalist"},
        url_schemes={"http", "https", "mailto"},
        generic_attribute_prefixes=set(),
        attributes=ATTRIBUTES,
    )
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{STYLE}</style><title>{nh3.clean_text(inert_text(title))}</title>"
    )
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>{body}</body></html>\n"

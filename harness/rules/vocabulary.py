"""Floor 1: the features that a rule may ask for: their names, what they mean, and which values they take.

The evidence floor measures them; packs name them. A rule that names anything else, or a value that a feature never has,
does not load, so a typing error cannot switch a rule off in silence.
"""

from dataclasses import dataclass
from typing import Final

__all__ = ["FEATURES", "Feature"]


@dataclass(frozen=True, slots=True)
class Feature:
    """What a feature means, and its values: one of `choices`, else True and False where it is a flag, else a number from 0
    to `most` (None where there is no most)."""

    says: str
    flag: bool = False
    most: float | None = None
    choices: tuple[str, ...] = ()


def _flag(says: str) -> Feature:
    return Feature(says, flag=True)


def _share(says: str) -> Feature:
    return Feature(says, most=1.0)


FEATURES: Final[dict[str, Feature]] = {
    "hidden": _flag("true where a reader cannot see the text"),
    "hidden_by": Feature(
        "how it is hidden, as the style that does it; empty where it is not",
        choices=(
            "",
            "display",
            "visibility",
            "opacity",
            "clip",
            "size",
            "transform",
            "font-size",
            "indent",
            "off-screen",
            "colour",
            "unpainted",
        ),
    ),  # fmt: skip
    "chars": Feature("length of the text in characters, not counting white space"),
    "links": Feature("links in the block"),
    "link_share": _share("share of the text that lies inside links, 0 to 1"),
    "outside_links": Feature("links that lead to a site other than the page's own"),
    "dead_links": Feature("links that lead nowhere (#, empty, javascript:)"),
    "run_length": Feature("how many similar short lines are in the row this block belongs to"),
    "run_link_share": _share("share of that run's text inside links"),
    "run_dead_links": Feature("dead links in that run"),
    "run_outside_links": Feature("links in that run that lead to other sites"),
    "run_outside_hosts": Feature("how many different other sites that run links to"),
    "run_inside_links": Feature("links in that run that stay on the page's own site"),
    "run_shared_head": _share("share of the run's lines that contain the word most common among them"),
    "prose": _flag("true for running text: sentences long enough to be read as such"),
    "place": Feature("where it is relative to the main content", choices=("before", "main", "after")),
    "layer_share": _share("share of the view that a layer holding this text covers, 0 to 1"),
    "by_script": _flag("true where a script put it there after the parser was done"),
    "late_ms": Feature("virtual milliseconds after navigation at which it came, 0 where the server sent it"),
    "repeats_cut": _flag("true for a block that repeats, in full, what was cut from another one"),
    "words_beside": _share(
        "share of the short lines next to it, three on each side, that contain words of the packs, 0 to 1"
    ),
    "words_own": _flag("true where the text contains words of the packs"),
    "random_token": _flag("true for a line that is one random string of letters and digits"),
    "script_gap": _flag("true where the text is in a different script from the page's, and that script is not Latin"),
    "latin_gap": _flag("true for three or more Latin words on a page in another script"),
    "language_gap": _share("how certain it is that the text is in a different language from the main content, 0 to 1"),
    "neighbours": _share("share of the text beside it in its container that is marked already, 0 to 1"),
    "word_share": _share("share of the text that spam words cover, 0 to 1"),
    "word_sentences": _share("share of the text in sentences that contain words of the packs, 0 to 1"),
    "topic_share": _share("share of the main content's paragraphs that contain words of the packs, 0 to 1"),
    "quoted": _flag("true inside code, quotations and preformatted text"),
    "broken_letters": _share(
        "share of the letters separated from the next by an invisible character or a space, 0 to 1"
    ),
    "among_server_prose": _flag("true for running text that a script inserted between paragraphs the server sent"),
    "heading": _flag("true for a heading of the three highest levels"),
    "fixed": _flag("true where it stays in view while the page is scrolled"),
    "run_named_hosts": _share(
        "share of the run's links in Latin letters whose text names the site they lead to, 0 to 1"
    ),
    "run_latin_links": Feature("links in Latin letters to other sites in that run"),
    "run_lines": Feature("how many lines that run has, however many links each has"),
    "run_repeats": Feature("how many lines of that run are repeated in it"),
    "run_language_gap": _share(
        "how certain it is that the whole run is in a different language from the main content, 0 to 1"
    ),
    "span_spliced": _flag("for a span: true where a script inserted it into text the server sent"),
    "span_linked": _flag("for a span: true where it is inside a link or contains one"),
    "span_outside_link": _flag("for a span: true where that link leads to another site"),
    "span_own_link": _flag("for a span: true inside a link to a page of the same site"),
    "span_words": Feature("for a span: how many different words of the packs it contains"),
    "span_glued": _flag("for a span: true where it runs into the next word without a space"),
    "span_topic_only": _flag("for a span: true where all its words are ones that honest pages use too"),
    "span_heads": _flag("for a span: true where a heading begins with it"),
    "span_repeats": _flag("for a span: true where the same text is a separate line elsewhere on the page"),
    "span_in_prose": _flag("for a span: true inside running text"),
    "span_script_gap": _flag("for a span: true where it is in a different script from the main content"),
    "title_words": Feature("for a part of the title: how many word rules match it"),
    "title_flipped": _flag("for a title: true where a script replaced the server's with one that no witness supports"),
    "title_script_gap": _flag(
        "for a part of the title: true where it is in a different script from the main content, and not Latin"
    ),
    "title_latin_gap": _flag("for a part of the title: true for Latin letters on a page in another script"),
    "unwitnessed": _flag("for a title: true where no other witness of the title has this part"),
}

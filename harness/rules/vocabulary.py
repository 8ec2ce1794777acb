"""Floor 1: the features that a rule may ask for: their names, what they mean, and which values they take.

The evidence floor measures them; packs name them. A rule that names anything else, or a value that a feature never has,
does not load, so a typing error cannot switch a rule off in silence.
"""

from dataclasses import dataclass
from typing import Final

from harness.rules.model import Kind

__all__ = ["FEATURES", "LISTS", "MEANING", "Feature"]

SPANS: Final[tuple[Kind, ...]] = ("link", "sentence", "cluster", "wedge", "insertion")
BODY: Final[tuple[Kind, ...]] = ("block", *SPANS, "comment")
LINKED: Final[tuple[Kind, ...]] = ("block", "link", "sentence", "cluster", "wedge", "insertion")
ALL: Final[tuple[Kind, ...]] = (*BODY, "title")
TOLD: Final[tuple[Kind, ...]] = ("block", "link", "sentence", "wedge", "insertion", "comment", "title")
"""What says something by itself. Words that were cut out of their sentence say no more than that they are those words."""

LISTS: Final[dict[str, str]] = {
    "platforms": "sites that pages of every kind link to: such a link says nothing of who paid for it",
    "cheap-suffixes": "endings of host names that cost next to nothing, and are thrown away as soon as they are known",
    "address-words": "words that advertise where they stand in a web address; those of five letters and more also inside a name",
    "signature-words": "words that advertise where they stand in the address that a comment's author is linked to, as those of address-words do",
    "phrase-heads": "words that a sold phrase of a script without spaces begins with, right before the words of a trade: they are cut with them",
    "phrase-tails": "words that it ends with, right behind them",
}
"""The lists that packs may add to, by name, and what stands in them."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What a feature means, the kinds of subject it is measured on, and its values: one of `choices`, else True and False
    where it is a flag, else a number from 0 to `most` (None where there is no most)."""

    says: str
    on: tuple[Kind, ...] = ("block",)
    flag: bool = False
    most: float | None = None
    choices: tuple[str, ...] = ()


def _flag(says: str, on: tuple[Kind, ...] = ("block",)) -> Feature:
    return Feature(says, on, flag=True)


def _share(says: str, on: tuple[Kind, ...] = ("block",)) -> Feature:
    return Feature(says, on, most=1.0)


FEATURES: Final[dict[str, Feature]] = {
    "hidden": _flag("true where a reader cannot see the text", BODY),
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
            "filter",
            "mask",
            "content-visibility",
            "closed",
        ),
    ),  # fmt: skip
    "chars": Feature("length of the text in characters, not counting white space"),
    "links": Feature("links in the block"),
    "link_share": _share("share of the text that lies inside links, 0 to 1", LINKED),
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
    "place": Feature("where it is relative to the main content", BODY, choices=("before", "main", "after")),
    "drawn": _flag("true for a drawing: what a script draws, which is no text"),
    "layer_share": _share("share of the view that a layer holding this text covers, 0 to 1"),
    "shown_to_some": _flag("true where another reader who visited the page (--as) is not shown it", BODY),
    "by_script": _flag(
        "true where a script put it there after the parser was done", ("block", "link", "sentence", "comment")
    ),
    "script_box": _flag(
        "true in a small box that a script put in whole, for the most part links, which all lead to other sites",
        ("block", "link", "sentence"),
    ),
    "late_ms": Feature("virtual milliseconds after navigation at which it came, 0 where the server sent it"),
    "repeats_cut": _flag("true for a block that repeats, in full, what was cut from another one"),
    "words_beside": _share(
        "share of the short lines next to it, three on each side, that contain words of the packs, 0 to 1"
    ),
    "words_own": _flag("true where the text contains words of the packs"),
    "random_token": _flag("true for a line that is one random string of letters and digits"),
    "script_gap": _flag(
        "true where the text is in a different script from the page's, and that script is not Latin",
        ("block", "link", "comment"),
    ),
    "latin_gap": _flag("true for three or more Latin words on a page in another script"),
    "language_gap": _share(
        "how certain it is that the text is in a different language from the main content, 0 to 1",
        ("block", "sentence", "comment"),
    ),
    "neighbours": _share("share of the text beside it in its container that is marked already, 0 to 1"),
    "word_share": _share("share of the text that spam words cover, 0 to 1", ALL),
    "word_sentences": _share("share of the text in sentences that contain words of the packs, 0 to 1"),
    "topic_share": _share("share of the main content's paragraphs that contain words of the packs, 0 to 1", ALL),
    "quoted": _flag("true inside code, quotations and preformatted text", BODY),
    "broken_letters": _share(
        "share of the letters separated from the next by an invisible character or a space, 0 to 1"
    ),
    "among_server_prose": _flag("true for running text that a script inserted between paragraphs the server sent"),
    "in_title": _flag(
        "true for a heading that the document's title, or what the page says elsewhere that its title is, has too",
        ("block",),
    ),
    "ornate": _flag("true for a line that begins and ends with a sign which is no letter and no punctuation"),
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
    "span_spliced": _flag("for a span: true where a script inserted it into text the server sent", SPANS),
    "span_linked": _flag("for a span: true where it is inside a link or contains one", SPANS),
    "span_outside_link": _flag("for a span: true where that link leads to another site", SPANS),
    "span_own_link": _flag("for a span: true inside a link to a page of the same site", SPANS),
    "span_words": Feature("for a span: how many different words of the packs it contains", SPANS),
    "span_edged": _flag(
        "for a span: true where its known words stand right beside words that sold phrases begin and end with", SPANS
    ),
    "span_glued": _flag("for a span: true where it runs into the next word without a space", SPANS),
    "span_small_start": _flag(
        "for a wedge: true where it begins in small letters behind the end of a sentence", ("wedge",)
    ),
    "span_beside_headline": _flag(
        "for a wedge: true where it stands before or behind a headline that the main content is about, and has no word of it",
        ("wedge",),
    ),
    "span_topic_only": _flag("for a span: true where all its words are ones that honest pages use too", SPANS),
    "span_heads": _flag("for a span: true where a heading begins with it", SPANS),
    "span_repeats": _flag("for a span: true where the same text is a separate line elsewhere on the page", SPANS),
    "span_says_more": _flag("for a span: true where it is more than the known words in it", SPANS),
    "span_in_prose": _flag("for a span: true inside running text", SPANS),
    "span_leads": _flag("for a span: true where running text begins with it, and a sign parts it from the rest", SPANS),
    "span_leads_ornate": _flag("for a span: the same, where the sign is one that no sentence has (| ★ 】)", SPANS),
    "span_ends_alike": Feature(
        "for a wedge: how many other running texts end with the same words behind their own last sentence", ("wedge",)
    ),
    "span_script_gap": _flag(
        "for a span: true where it is in a different script from the main content, and from the text around it", SPANS
    ),
    "address_words": Feature("for links to other sites: how many words of trades stand in one's address", LINKED),
    "cheap_suffix": _flag(
        "for links to other sites: true where one's host has an ending that costs next to nothing", LINKED
    ),
    "brand_host": _flag("for links to other sites: true where one's host is named by letters and a number", LINKED),
    "names_host": _flag("for links to other sites: true where every one's text names the site it leads to", LINKED),
    "fits_country": _flag(
        "for links to other sites: true where every one's text is in a script that is at home where its host is",
        LINKED,
    ),
    "public_host": _flag(
        "for links to other sites: true where every one leads to a government's, an army's or a school's host", LINKED
    ),
    "all_outside": _flag("true for a link, or a block that is little else, that leads to other sites", LINKED),
    "all_inside": _flag("true for a link, or a block that is little else, that leads to the page's own site", LINKED),
    "own_language_link": _flag(
        "true where a link's address says that it leads to pages in another language, or most links of its list do so",
        LINKED,
    ),
    "footnote": _flag(
        "true for a note or a source whose mark leads back to where the text names it", ("block", "link", "sentence")
    ),
    "odd_link": _flag("true for a link to another site in a row that links mostly within its own", LINKED),
    "jargon_share": _share(
        "share of the text that words of the packs cover, where one that a trade advertises with is among them, 0 to 1",
        BODY,
    ),
    "foreign_words": Feature(
        "how many words of packs in other languages than the main content's it has, where packs in its own know none of them",
        ALL,
    ),
    "in_thread": _flag(
        "true for the name that one of several things of the same shape begins with, as comments do, and its link",
        ("block", "link"),
    ),
    "trade_words": Feature("how many words of trades it has, calls to buy or to join apart", ALL),
    "bystander": _flag("true for a line without a link and without words of the packs"),
    "plain_sentence": _flag(
        "true for a line that ends as a sentence does, without a link and without words of the packs"
    ),
    "sign_letters": Feature("how many letters are parted from the next by a sign such as a star", BODY),
    "page_broken": _flag("true where the main content has its letters separated too"),
    "row_broken": Feature("how many lines of the row have their letters separated by spaces or invisible characters"),
    "row_foreign": Feature("how many lines beside it are in the same script as it, which is another than the page's"),
    "own_trade": _flag("true where the page's own host is named with words of a trade", ALL),
    "unechoed": _flag(
        "for a heading, a title or a part of one: true where the main content has neither its words nor its sense",
        ALL,
    ),
    "off_topic": _flag(
        "true where the main content has neither its words nor its sense",
        ("block", "link", "sentence", "wedge", "insertion"),
    ),
    "sentence_gap": _share(
        "for a block that is whole sentences without a link: how far it is from what the main content says, 0 to 1",
        ("block",),
    ),
    "said_again": Feature(
        "for a sentence or running text without a link, that stands among the main content at least once: how many others say just the same",
        ("block",),
    ),
    "author_link": _flag("for a comment: true where its author's name is a link to another site", ("comment",)),
    "author_words": Feature("for a comment: how many words of trades its author's name has", ("comment",)),
    "comment_links": Feature("for a comment: links to other sites in its text", ("comment",)),
    "comment_brackets": _flag("for a comment: true for text between [...] and [...]", ("comment",)),
    "comment_repeats": _flag(
        "for a comment: true where another one says just the same under another name", ("comment",)
    ),
    "comment_hosts": Feature(
        "for a comment: how many other sites its text links to, or writes out the address of", ("comment",)
    ),
    "author_address": Feature(
        "for a comment: how many words that advertise stand in the address that its author's name leads to",
        ("comment",),
    ),
    "comment_token": _flag("for a comment: true where a short random string stands in its text", ("comment",)),
    "author_again": _flag(
        "for a comment: true where its text links to the site that its author's name leads to", ("comment",)
    ),
    "comment_address": _flag("for a comment: true where a web address to another site is written out", ("comment",)),
    "found_host": _flag("true where it links to a site that something found on the page links to", BODY),
    "found_phrase": _flag("true where the same was found elsewhere on the page", ALL),
    "found_within": _flag(
        "true where it is, to the letter, a phrase that was surely found in another text of the page", ("cluster",)
    ),
    "found_text": _flag(
        "true where it says, in full and with no more, what was surely found elsewhere on the page", ("block", "link")
    ),
    "found_brand": _flag(
        "true where it contains the name of a site that something found on the page links to, or is, by half and more, what such a link says",
        ALL,
    ),
    "found_script": _flag("true where it is in a foreign script that much of what was found on the page is in", ALL),
    "like_found": _share(
        "how much nearer it is by its sense to something found elsewhere on the page than to the main content, 0 to 1; 0 for less than"
        " 0.3, and for what does not read like what is sold",
        ("block", "link", "sentence", "wedge", "insertion", "title"),
    ),
    "row_found": Feature("how many others of its row of short lines were found", ("block", "link", "cluster")),
    "unlinked": Feature("how many of its letters and digits are in no link"),
    "thread_found": _share(
        "for a comment: share of the others of its thread whose names are links to other sites that was found, 0 to 1",
        ("comment",),
    ),
    "links_found": _share("share of its links to other sites that were found by themselves, 0 to 1"),
    "found_links": Feature("how many of its links to other sites were found by themselves"),
    "row_share": _share(
        "share of the others of its row of short lines, or of the links beside it in one, that was found, 0 to 1",
        ("block", "link"),
    ),
    "title_found": Feature("for a part of the title: how many others of its parts were found", ("title",)),
    "title_within_found": _flag(
        "for a part of the title: true where it is a name of letters and a number that stands in something found on the page",
        ("title",),
    ),
    "layer_found": _share("share of the texts in the layer that holds it which were found, 0 to 1"),
    "region_found": _share("share of the running text in its container that was found, 0 to 1"),
    "meaning": Feature(
        "how much likelier the text is among what is sold than among honest lines, by what it says, in log-odds from 0 to 7",
        (*TOLD, "cluster"),
    ),
    "honest_meaning": Feature("the other way round: how much likelier it is among honest lines, 0 to 7", TOLD),
    "box_meaning": Feature(
        "of the lines in such a box the one that reads most like what is sold, in log-odds, 0 elsewhere",
        ("block", "link", "sentence"),
    ),
    "row_meaning": Feature(
        "what the other lines of its row, or the links beside it, are worth on average, 0 to 6", BODY
    ),
    "author_meaning": Feature("for a comment: the same of its author's name", ("comment",)),
    "author_keyword": Feature(
        "for a comment: how much likelier its author's name was signed for the sake of a link than it is a name, 0 to 7",
        ("comment",),
    ),
    "praise": Feature(
        "for a comment: how much likelier it would fit under any article than it says something of this one, 0 to 7",
        ("comment",),
    ),
    "meaning_gap": _share(
        "for running text: how far it is from what the rest of the main content says, 0 to 1", ("block", "sentence")
    ),
    "sentence_meaning": Feature(
        "for running text of several sentences, each of which reads like what is sold: what they are worth on average, 0 to 7",
        ("block",),
    ),
    "span_rest_honest": Feature(
        "for a span in running text with words a trade advertises with: how much likelier the rest of its sentence is an honest line than one that sells, 0 to 7",
        ("cluster",),
    ),
    "page_meaning": _share("share of the main content's other paragraphs that speak of what is sold, 0 to 1", ALL),
    "site_slot": _flag(
        "true where its words fill places of the site's template in ever new combinations, and no text of its pages uses them",
        TOLD,
    ),
    "site_slots": Feature("in how many such places of the page one of these words stands", TOLD),
    "site_framed": _flag(
        "true for a sentence that many pages of the site have, but for words that fill such places",
        ("block", "sentence"),
    ),
    "site_constant": _flag("true for a line that many pages of the site have, word for word"),
    "title_words": Feature("for a part of the title: how many word rules match it", ("title",)),
    "title_leads": _flag(
        "for a part of the title: true where it stands first, and no witness of the title has it", ("title",)
    ),
    "title_outside": _flag(
        "for a part of the title: true where the title holds a whole headline, and this is no part of it, and has no witness",
        ("title",),
    ),
    "title_between": _flag(
        "for a part of the title: true where it has no witness, and stands between parts that have one", ("title",)
    ),
    "title_flipped": _flag(
        "for a title: true where a script replaced the server's with one that no witness supports", ("title",)
    ),
    "before_own_title": _flag(
        "for a part of the title or of a headline: true where the page says elsewhere (og:title, a JSON-LD headline) that its title begins right behind it",
        ("title", "wedge"),
    ),
    "title_script_gap": _flag(
        "for a part of the title: true where it is in a different script from the main content, and not Latin",
        ("title",),
    ),
    "title_latin_gap": _flag("for a part of the title: true for Latin letters on a page in another script", ("title",)),
    "unwitnessed": _flag("for a title: true where no other witness of the title has this part", ("title",)),
}

MEANING: Final = frozenset(
    {
        "meaning",
        "honest_meaning",
        "row_meaning",
        "box_meaning",
        "author_meaning",
        "author_keyword",
        "praise",
        "meaning_gap",
        "page_meaning",
        "off_topic",
        "sentence_gap",
        "sentence_meaning",
        "span_rest_honest",
        "like_found",
    }
)
"""What an encoder of sentences is needed for."""

"""Floor 1: the features that a rule may ask for, by name. The evidence floor measures them; packs name them.

A rule that names anything else does not load, so a typing error cannot switch a rule off in silence.
"""

from typing import Final

__all__ = ["FEATURES"]

FEATURES: Final[dict[str, str]] = {
    "hidden": "true where a reader cannot see the text",
    "hidden_by": "how it is hidden: display, visibility, opacity, clip, off-screen, size, font-size, colour, transform, indent, details",
    "chars": "length of the text in characters, white space apart",
    "links": "links in the block",
    "link_share": "share of the text that lies inside links, 0 to 1",
    "outside_links": "links that lead to another site than the page's own",
    "dead_links": "links that lead nowhere (#, empty, javascript:)",
    "run_length": "short lines of the same make, in a row, to which this block belongs",
    "run_link_share": "share of that run's text inside links",
    "run_dead_links": "dead links in that run",
    "run_outside_links": "links in that run that lead to other sites",
    "run_outside_hosts": "different other sites that the run links to",
    "run_inside_links": "links in that run that stay on the page's own site",
    "run_shared_head": "share of the run's lines that hold the piece most common among them",
    "prose": "true for running text: sentences of the length that readers read",
    "place": "where it stands against the main content: before, main, after",
    "layer_share": "share of the view that a layer holding this text covers, 0 to 1",
    "by_script": "true where a script put it there after the parser was done",
    "late_ms": "virtual milliseconds after navigation at which it came, 0 where the server sent it",
    "repeats_cut": "true for a block that is, whole, what was cut out of another one",
    "came_back": "true where the same text came back after it was taken out",
    "random_token": "true for a line that is one random string of letters and digits",
    "script_gap": "true where the text is in another script than the page's, and that is not Latin",
    "latin_gap": "true for three Latin words or more on a page in another script",
    "language_gap": "how sure it is that the text is in another language than the page's main content, 0 to 1",
    "neighbours": "share of the text beside it in its container that is marked already, 0 to 1",
    "word_share": "share of the text that spam words cover, 0 to 1",
    "topic_share": "share of the main content's paragraphs in which words of the packs stand, 0 to 1",
    "quoted": "true inside code, quotations and preformatted text",
    "broken_letters": "share of the letters that stand apart from the next by an invisible sign or a space, 0 to 1",
    "among_server_prose": "true for running text that a script put between paragraphs which the server sent",
    "run_language_gap": "how sure it is that the whole run is in another language than the main content, 0 to 1",
    "span_spliced": "for a span: true where a script put it into text that the server sent",
    "span_linked": "for a span: true where it stands in a link or holds one",
    "span_outside_link": "for a span: true where that link leads to another site",
    "span_words": "for a span: how many different words of the packs stand in it",
    "span_glued": "for a span: true where it meets the next word without a space",
    "span_topic_only": "for a span: true where its words are such as honest pages use too",
    "span_heads": "for a span: true where a heading begins with it",
    "span_repeats": "for a span: true where the same text is a line of its own elsewhere on the page",
    "platform_links": "links to platforms that pages of every kind link to",
    "span_in_prose": "for a span: true inside running text",
    "span_script_gap": "for a span: true where it is in another script than the main content",
    "title_words": "for a part of the title: how many rules of words it meets",
    "title_flipped": "for a title: true where a script replaced the server's by one that no witness knows",
    "title_script_gap": "for a part of the title: true where it is in another script than the main content, and not Latin",
    "title_latin_gap": "for a part of the title: true for Latin letters on a page in another script",
    "unwitnessed": "for a title: true where this part stands in no other witness of the title",
}

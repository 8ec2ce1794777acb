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
    "came_back": "true where the same text came back after it was taken out",
    "random_token": "true for a line that is one random string of letters and digits",
    "script_gap": "true where the text is in another script than the page's",
    "language_gap": "how sure it is that the text is in another language than the page's main content, 0 to 1",
    "neighbours": "share of the text beside it in its container that is marked already, 0 to 1",
    "word_share": "share of the text that spam words cover, 0 to 1",
    "topic_share": "share of the main content that the same packs' words cover, 0 to 1",
    "unwitnessed": "for a title: true where this part stands in no other witness of the title",
}

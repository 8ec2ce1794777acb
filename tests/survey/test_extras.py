"""What is said beside the text: values of meta elements and attributes, and text that styles generate, spam and honest."""

import json

import pytest

from tests.survey.weir import cleaned

SPAM = {
    "meta": '<meta name="keywords" content="online casino bonus, free spins no deposit, buy viagra without prescription">',
    "og": '<meta property="og:description" content="Best online casino real money, slots jackpot and free spins no deposit">',
    "alt": '<img alt="buy cheap viagra online without prescription" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "label": '<a href="/" aria-label="situs slot gacor maxwin judi bola terpercaya">.</a>',
    "before": '<style>.w1::before { content: "best online casino real money bonus"; color: red }</style><div class="w1"></div>',
    "attr": '<style>.w2::after { content: attr(data-w) }</style><div class="w2" data-w="free spins no deposit casino bonus"></div>',
    "nested": '<style>@media all { @supports (color: red) { .w3:after { content: "时时彩开奖直播 澳门赌场官网" } } }</style><i class="w3"></i>',
    "marker": '<style>.w4 { list-style-type: "buy viagra cialis online casino " }</style><ul><li class="w4">The weir</li></ul>',
    "noscript": '<noscript><div><a href="https://spin.test/">best online casino real money</a> <a href="https://p.test/">buy viagra online</a></div></noscript>',
    "template": "<template><p>Free spins no deposit <b>casino bonus</b></p><p>situs slot gacor maxwin</p></template>",
}
KIND = {
    "noscript": "unrendered",
    "template": "unrendered",
    "meta": "meta",
    "og": "meta",
    "alt": "attribute",
    "label": "attribute",
}
HONEST = (
    '<meta name="keywords" content="mill, weir, salmon, water board, village, anglers">'
    '<meta name="description" content="The weir below the mill was raised, so that the salmon have a pool to rest in.">'
    '<meta property="og:site_name" content="The Village Paper">'
    '<img alt="An otter on the weir below the old mill" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    '<input placeholder="Search in the village paper" title="What you look for">'
    '<style>q::before { content: "Quoted: " } .next::after { content: " Continue reading" } li { list-style-type: "Step " }</style>'
    "<noscript>Please switch on JavaScript to see the gauges of the water board.</noscript>"
    "<template><article><h2>{title}</h2><p>Read on about the mill and its salmon.</p></article></template>"
    "<p><q>Forty in a single evening</q> <a class=next href=/2>Next</a></p><ul><li>Read the gauge</li></ul>"
)


@pytest.mark.parametrize("name", SPAM)
def test_what_is_sold_beside_the_text_is_marked_and_emptied(name: str) -> None:
    page = cleaned(SPAM[name])

    (mark,) = page.marks
    assert mark.removed and mark.kind == KIND.get(name, "generated")
    assert mark.name and mark.text
    assert abs(sum(e.weight for e in mark.evidence) - mark.score) < 1e-6
    left = [extra["value"] for extra in json.loads(page.survey_after or b"{}")["survey"]["extras"]]
    assert mark.text not in left
    assert "an otter that had come to count for itself" in page.page.text


def test_what_is_honest_beside_the_text_stays() -> None:
    page = cleaned(HONEST)

    assert page.marks == ()
    left = [extra["value"] for extra in json.loads(page.survey_after or b"{}")["survey"]["extras"]]
    assert "An otter on the weir below the old mill" in left and "Continue reading" in left

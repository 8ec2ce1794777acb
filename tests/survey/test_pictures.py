"""What leads somewhere and is no text: banners that are sold are marked and go, and addresses in the head; partners' logos, badges,
figures and honest addresses stay."""

import pytest

from tests.survey.weir import cleaned

GIF = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="


def banner(url: str, alt: str = "", inside: str = "", title: str = "") -> str:
    return f'<div class="slot"><a href="{url}" title="{title}"><img src="{GIF}" alt="{alt}" width=468 height=60>{inside}</a></div>'


SPAM = {
    "english": banner("https://lucky-spin88.test/", "Best online casino bonus, free spins no deposit"),
    "chinese": banner("https://kj28.test/", "澳门赌场官网 时时彩开奖直播"),
    "russian": banner("https://azino-club.test/", "Онлайн казино с бонусом без депозита"),
    "indonesian": banner("https://zz77.test/login", "situs slot gacor maxwin judi bola terpercaya"),
    "of its host alone": banner("https://online-casino-slots888.xyz/"),
    "of the link's title": banner("https://rx-shop.test/", title="buy viagra cialis online without prescription"),
}
HONEST = {
    "partner": banner("https://salmon-trust.test/", "The Salmon Trust"),
    "ministry": banner("https://umwelt.example/", "Ministerium für Umwelt"),
    "hotel": banner("https://inn-at-the-mill.test/", "The Inn at the Mill: rooms by the river"),
    "badge": banner("https://badges.test/build", "build: passing"),
    "without words": banner("https://photos.test/weir.jpg"),
    "of its host alone": banner("http://www.imera.gr/"),
    "chinese": banner("https://library.test/", "老城图书馆"),
    "within the site": banner("http://page.test/gallery", "All pictures of the weir"),
    "social": banner("https://facebook.com/village", "Facebook"),
}


@pytest.mark.parametrize("name", SPAM)
def test_a_banner_that_is_sold_is_marked_and_goes(name: str) -> None:
    page = cleaned(SPAM[name])

    (mark,) = [mark for mark in page.marks if mark.kind == "image"]
    assert mark.removed and mark.boxes and mark.visible
    assert mark.name and mark.name.startswith("https://")
    assert abs(sum(e.weight for e in mark.evidence) - mark.score) < 1e-6
    assert mark.name not in page.html
    assert page.page.text.count("salmon") == 1


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_picture_that_is_a_link_stays(name: str) -> None:
    page = cleaned(HONEST[name])

    assert page.marks == ()
    assert page.html.count("<a ") == 1


@pytest.mark.parametrize(
    ("head", "name", "selector"),
    [
        (
            '<link rel="alternate" href="https://online-casino-bonus.xyz/">',
            "alternate",
            'link[rel="alternate" i][href="https://online-casino-bonus.xyz/"]',
        ),
        (
            '<link rel="alternate" href="//online-casino-bonus.xyz/de">',
            "alternate",
            'link[rel="alternate" i][href="//online-casino-bonus.xyz/de"]',
        ),
        (
            '<meta http-equiv="Refresh" content="900; url=https://viagra-online-pharmacy.top/">',
            "refresh",
            'meta[http-equiv="refresh" i]',
        ),
    ],
    ids=["link", "link without a scheme", "refresh"],
)
def test_an_address_that_the_head_names_is_marked_and_goes(head: str, name: str, selector: str) -> None:
    page = cleaned(head)

    (mark,) = page.marks
    assert (mark.kind, mark.name, mark.selector) == ("link", name, (selector,))
    assert mark.removed and mark.text.startswith("http")
    assert abs(sum(e.weight for e in mark.evidence) - mark.score) < 1e-6


@pytest.mark.parametrize(
    ("frame", "visible"),
    [
        ('<iframe src="https://lucky-casino-slots.xyz/" width=300 height=60></iframe>', True),
        (
            '<iframe src="//best-online-casino.top/play" title="casino bonus" width=0 height=0 style="display:none"></iframe>',
            False,
        ),
        (
            '<div><iframe src="https://w.test/" title="Best online casino bonus, free spins no deposit"></iframe></div>',
            True,
        ),
    ],
    ids=["by its host", "hidden", "by its words"],
)
def test_a_frame_that_shows_what_is_sold_is_marked_and_goes(frame: str, visible: bool) -> None:
    page = cleaned(frame)

    (mark,) = page.marks
    assert (mark.kind, mark.visible, bool(mark.boxes)) == ("frame", visible, visible)
    assert mark.removed and mark.name and mark.name.startswith("http")
    assert mark.selector[-1].endswith("iframe")
    assert abs(sum(e.weight for e in mark.evidence) - mark.score) < 1e-6
    assert "casino" not in page.html


@pytest.mark.parametrize(
    "frame",
    [
        '<iframe src="https://maps.example/embed?q=weir" title="A map of the weir" width=300 height=200></iframe>',
        '<iframe src="https://www.youtube.com/embed/salmon" title="Salmon at the weir" width=300 height=200></iframe>',
        '<iframe src="https://tags.example/ns.html?id=7" width=0 height=0 style="display:none"></iframe>',
        '<iframe src="http://page.test/gauge" title="Gauge"></iframe>',
        '<iframe src="about:blank"></iframe><iframe></iframe>',
    ],
    ids=["map", "film", "counter", "own", "empty"],
)
def test_an_honest_frame_stays(frame: str) -> None:
    assert cleaned(frame).marks == ()


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="alternate" hreflang="de" href="https://de.weir-news.example/">',
        '<link rel="canonical" href="https://weir-news.example/salmon">',
        '<link rel="author" href="https://anna-miller.example/">',
        '<link rel="stylesheet" href="https://casino-themes.xyz/style.css">',
        '<meta http-equiv="refresh" content="900; url=https://weir-news.example/live">',
        '<meta http-equiv="refresh" content="900">',
    ],
    ids=["language", "canonical", "author", "style sheet", "refresh", "refresh of itself"],
)
def test_an_honest_address_that_the_head_names_stays(head: str) -> None:
    assert cleaned(head).marks == ()


@pytest.mark.parametrize("address", ["http://[", "https://a:b:c/", "http://%"])
def test_what_begins_as_an_address_and_is_none_stops_nothing(address: str) -> None:
    page = cleaned(banner(address) + f'<link rel="alternate" href="{address}">' + SPAM["english"])

    assert [mark.kind for mark in page.marks] == ["image"]
    assert page.status == "ok"


def test_a_banner_that_a_script_put_there_names_the_script() -> None:
    written = SPAM["english"].replace('"', '\\"')
    page = cleaned(f'<script>document.body.insertAdjacentHTML("beforeend", "{written}")</script>')

    (mark,) = page.marks
    assert mark.kind == "image" and mark.provenance.origin == "script"


def test_a_banner_in_what_goes_is_no_mark_of_its_own() -> None:
    line = '<p><a href="https://lucky-spin88.test/">Best online casino bonus, free spins no deposit</a></p>'
    page = cleaned(f"<div>{line * 3}{SPAM['english']}</div>")

    assert "casino" not in page.html and "lucky" not in page.html
    assert [mark.kind for mark in page.marks] == ["element"]


def test_a_banner_goes_with_the_words_on_it_and_an_honest_one_stays_with_them() -> None:
    page = cleaned(
        banner("https://lucky-spin88.test/", "", "<b>Best online casino bonus, free spins</b>")
        + banner("https://salmon-trust.test/", "", "<b>The Salmon Trust</b>")
    )

    assert "casino" not in page.html and "lucky-spin88" not in page.html
    assert "The Salmon Trust" in page.page.text and 'href="https://salmon-trust.test/"' in page.html


@pytest.mark.parametrize("around", ["{}", '<a href="https://lucky-spin88.test/">{}</a>'], ids=["alone", "as a link"])
def test_the_text_of_a_drawing_is_marked_and_goes(around: str) -> None:
    drawing = "<svg width=400 height=40><text y=20>Best online casino bonus,</text><text y=38>free spins no deposit</text></svg>"
    page = cleaned(around.format(drawing))

    (mark,) = page.marks
    assert (mark.kind, mark.name, mark.text) == ("image", "svg", "Best online casino bonus, free spins no deposit")
    assert mark.selector[-1].endswith("> svg") and mark.boxes
    assert abs(sum(e.weight for e in mark.evidence) - mark.score) < 1e-6


def test_what_is_around_a_drawing_goes_for_itself_alone() -> None:
    words = "Best online casino bonus, free spins no deposit"
    page = cleaned(
        f'<div id=d title="buy viagra cialis online"></div><script>d.innerHTML = "<svg><text y=20>{words}</text></svg>"</script>'
    )

    assert sorted((mark.kind, mark.name) for mark in page.marks) == [("attribute", "title"), ("image", "svg")]
    drawing = next(mark for mark in page.marks if mark.kind == "image")
    assert drawing.provenance.origin == "unknown", "the server made what is around it, and not the drawing"


def test_an_honest_drawing_and_honest_facts_for_machines_stay() -> None:
    facts = '{"@type": "Article", "headline": "The weir", "description": "Why the weir was raised", "author": {"name": "Anna Weller"}}'
    drawing = "<svg width=400 height=40><text y=20>Depth of the pool in spring, in metres</text></svg>"

    assert cleaned(f'{drawing}<script type="application/ld+json">{facts}</script>').marks == ()


def test_what_a_page_tells_machines_is_marked_where_it_is_sold() -> None:
    facts = '{"@graph": [{"@type": "Article", "headline": "The weir", "author": {"name": "Best online casino bonus, free spins"}}]}'
    page = cleaned(
        f'<script type="application/ld+json">{facts}</script><script type="application/ld+json">{{no json</script>'
    )

    (mark,) = page.marks
    assert (mark.kind, mark.name) == ("meta", "ld+json name")
    assert mark.selector == ('script[type="application/ld+json" i]',)
    assert page.article.byline != "Best online casino bonus, free spins"


CANVAS = "<canvas id=c width=1280 height=800 style='{}'></canvas>"
DRAWS = "<script>c.getContext('2d').fillRect(0, 0, 1280, 800)</script>"


def test_a_drawing_over_the_text_is_a_layer_and_goes() -> None:
    page = cleaned(CANVAS.format("position:fixed;left:0;top:0;z-index:9") + DRAWS)

    (mark,) = page.marks
    assert (mark.kind, mark.selector[-1]) == ("layer", "html > body > main > canvas")
    assert mark.boxes and "salmon" in page.page.text


@pytest.mark.parametrize(
    "style",
    [
        "position:fixed;inset:0;pointer-events:none",
        "position:fixed;inset:0;z-index:-1",
        "position:absolute;top:900px",
        "width:600px;height:300px",
    ],
    ids=["snow", "behind the text", "below it", "a chart"],
)
def test_an_honest_drawing_by_a_script_stays(style: str) -> None:
    assert cleaned(CANVAS.format(style) + DRAWS).marks == ()

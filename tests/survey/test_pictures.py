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

"""Floor 2: the article reading: the main content, as text and Markdown.

It is found by trafilatura with `favor_precision`, on the swept document without what no reader sees: on the scrapinghub
article benchmark that was the best of thirty extractors tried (F1 0.970). What it leaves out between the paragraphs it found is
put back from the document itself (see `harness.reading.extent`), and the Markdown is made of the document's own elements.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness.address import host_of
from harness.inert import inert_text, titled_markdown
from harness.model import Article
from harness.reading.code import tidy_code
from harness.reading.extent import BLOCKS, ROLES, Extent, Unit, article_units, forget_misnomers, headline_of, units_of
from harness.reading.extracted import squashed
from harness.reading.kind import kind_of
from harness.reading.markdown import markdown_of
from harness.reading.metadata import facts_of
from harness.reading.options import ReadingOptions
from harness.text.tokens import letters

if TYPE_CHECKING:
    import lxml.html

__all__ = ["read_article"]

HIDDEN = "data-harness-hidden"
PANELS = {"display", "visibility", "closed", "content-visibility", "size"}
"""How a page hides what a reader may open."""
NO_PANEL = {"nav", "menu", "dialog", "form", "select", "footer", "header"}
FRAME = "data-harness-frame"
DROPPED = "harness-dropped"
WRITTEN = {"extensive_search": False, "original_date": True}
"""The page's date is what it says is its date, in its markup or its byline: never a year out of its text."""
HEADING_LINKS = (
    "//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6 or self::dt]//a[contains(@href, '#')]"
)
"""Where a heading has a link to itself, it is written with a sign: no reader reads it as a word of the heading."""
MORE = 1.3
"""The entries of a list or a thread are its content where they hold so much more than was found."""
MIN_OWN_CHARACTERS = 400
"""A page with less text of its own than this is read with its frames: it may be little else."""


def read_article(html: str, url: str, title: str, options: ReadingOptions | None = None) -> Article:
    """The main content of a swept document; `title` is the mended one and wins over what the head says."""
    # Half a second of imports: made while a browser starts (`harness.reading.warm_up`), or never.
    import lxml.etree
    import lxml.html
    import trafilatura
    from trafilatura.settings import Document

    try:
        tree = lxml.html.document_fromstring(html)
    except lxml.etree.ParserError:  # nothing stands in the document: a page may remove even its root
        return Article(title=inert_text(title))
    facts = facts_of(tree, url)
    options = options or ReadingOptions()
    _drop(tree, [each for each in tree.xpath(f"/*//*[@{HIDDEN}]") if not _is_panel(each, options)])
    _drop_frames(tree)
    tidy_code(tree)
    _drop(tree, [link for link in tree.xpath(HEADING_LINKS) if not letters(link.text_content())])
    units = units_of(tree, host_of(url))

    def extracted() -> Document:
        plain = trafilatura.bare_extraction(
            tree, url=url, favor_precision=True, with_metadata=True, as_dict=False, date_extraction_params=WRITTEN
        )
        return plain if isinstance(plain, Document) else Document()

    plain = extracted()
    if forget_misnomers(units, plain.text or ""):
        plain = extracted()
    text = plain.text or ""
    headline = title or plain.title or ""
    kind, entries = kind_of(tree, units, text, facts)
    found = article_units(tree, units, text, title) if text else None
    if entries is not None:
        inside = set(entries.holder.iter())
        own = [unit for unit in units if unit.element in inside]
        if sum(len(unit.squashed) for unit in own) > MORE * len(squashed(text)):
            # An extractor of articles takes one entry for the article, or none.
            before = [unit for unit in units[: units.index(own[0])] if unit.element.tag == "h1"]
            found = Extent(entries.holder, own, headline_of(own, before, title))
    if found is None:
        marked_up = text and trafilatura.extract(
            tree, url=url, favor_precision=True, output_format="html", include_formatting=True
        )
        markdown = markdown_of(marked_up) if marked_up else ""
    else:
        text = _text(found.units)
        markdown = markdown_of(_pruned(found.holder, found.units, pictures=options.images != "drop"), url, options)
        if found.headline is not None:
            above = " ".join(found.headline.text.split())
            text = f"{above}\n{text}" if found.told else text
            markdown = titled_markdown(above, markdown)
    facts.say("byline", plain.author, "byline line")
    facts.say("date", plain.date, "markup or byline line")
    return Article(
        title=inert_text(headline),
        byline=facts.values.get("byline"),
        date=facts.values.get("date"),
        text=inert_text(text),
        markdown=markdown,
        kind=kind,
        site_name=facts.values.get("site_name"),
        canonical=facts.values.get("canonical"),
        image=facts.values.get("image"),
        read_from=facts.read_from,
    )


def _text(units: Sequence[Unit]) -> str:
    """A line for each unit, cells of a table's row side by side."""
    lines: list[str] = []
    row = None
    for unit in units:
        tag = unit.element.tag
        if tag == "pre":
            line = unit.text.strip("\n")
        else:
            line = "\n".join(" ".join(part.split()) for part in unit.text.split("\n") if part.strip())
        here = unit.element.getparent() if tag in {"td", "th"} else None
        if here is not None and here is row:
            lines[-1] += f" | {line}"
        else:
            lines.append(line)
        row = here
    return "\n".join(lines)


def _is_panel(element: "lxml.html.HtmlElement", options: ReadingOptions) -> bool:
    """True for text that a reader may open, where that is asked for: in a closed panel, or in a tab that is not shown."""
    if options.hidden == "drop" or element.get(HIDDEN) not in PANELS:
        return False
    return not any(at.tag in NO_PANEL or at.get("role") in ROLES for at in (element, *element.iterancestors()))


def _pictured(holder: "lxml.html.HtmlElement", units: Sequence[Unit]) -> "set[lxml.html.HtmlElement]":
    """The blocks that hold a picture and no text, between the article's first unit and its last or right before them as a figure."""
    told = {unit.element for unit in units}
    order = list(holder.iter())
    places = [at for at, element in enumerate(order) if element in told]
    found = set()
    for at, element in enumerate(order[: places[-1]] if places else ()):
        if element.tag != "img" or _is_tiny(element):
            continue
        block = next((above for above in element.iterancestors() if above.tag in BLOCKS), None)
        figure = next(element.iterancestors("figure"), None)
        if block is None or block in told or block is holder or (at < places[0] and figure is None):
            continue
        if not _own_text(block):
            found.add(block)
    return found


def _own_text(block: "lxml.html.HtmlElement") -> str:
    """What stands in a block and in no block inside it: a figure's caption is one of its own."""
    told = [block.text or ""]
    for child in block:
        told.append(child.tail or "")
        if child.tag not in BLOCKS:
            told.append(child.text_content() if isinstance(child.tag, str) else "")
    return "".join(told).strip()


def _is_tiny(picture: "lxml.html.HtmlElement") -> bool:
    """True for a picture that counts readers rather than shows them something."""
    return any((picture.get(side) or "").strip() in {"0", "1", "2"} for side in ("width", "height"))


def _pruned(holder: "lxml.html.HtmlElement", units: Sequence[Unit], *, pictures: bool) -> str:
    """The HTML of the article's element with these units alone, and with the blocks that hold its pictures where they are asked for."""
    import copy

    import lxml.html

    kept = {unit.element for unit in units} | (_pictured(holder, units) if pictures else set())
    twin = copy.deepcopy(holder)
    twin.tail = None
    if twin.tag in {"td", "th", "tr", "tbody", "table", "li", "dd", "body", "html"}:
        twin.tag = "div"  # alone it is no cell and no item
    pairs = list(zip(holder.iter(), twin.iter(), strict=True))
    held: set[lxml.html.HtmlElement] = set()
    for element in kept:
        above: lxml.html.HtmlElement | None = element
        while above is not None and above not in held:
            held.add(above)
            above = above.getparent()
    blocks = [pair for pair in pairs if pair[0].tag in BLOCKS or pair[1] is twin]
    _drop(twin, [made for original, made in blocks if original not in held and made is not twin])
    for original, made in reversed(blocks):
        if original in held and original not in kept:
            _silence(made)
    return str(lxml.html.tostring(twin, encoding="unicode"))


def _silence(element: "lxml.html.HtmlElement") -> None:
    """Take out an element's own text and what is inline in it; its blocks stay."""
    element.text = None
    for child in list(element):
        child.tail = None
        if not isinstance(child.tag, str) or (
            child.tag not in BLOCKS and not any(e.tag in BLOCKS for e in child.iter())
        ):
            element.remove(child)


def _drop(tree: "lxml.html.HtmlElement", elements: "list[lxml.html.HtmlElement]") -> None:
    """Take these out and leave the text that follows them: all in one pass, as one by one each would move that text anew."""
    import lxml.etree

    for element in elements:
        element.tag = DROPPED
    lxml.etree.strip_elements(tree, DROPPED, with_tail=False)


def _drop_frames(tree: "lxml.html.HtmlElement") -> None:
    """Frames hold other documents; they are no part of an article, unless the page is little else."""
    frames = tree.xpath(f"//*[@{FRAME}]")
    framed = sum(len(frame.text_content()) for frame in frames)
    if frames and len(tree.text_content()) - framed >= MIN_OWN_CHARACTERS:
        _drop(tree, frames)

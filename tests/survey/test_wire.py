"""The survey as it crosses the wire: both ways without loss, offsets counted as each side counts, other versions refused."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import SurveyInvalid
from harness.survey import Block, Box, Element, Head, Link, Piece, Survey, TextRange
from harness.survey.wire import (
    VERSION,
    BoxRecord,
    MeasuredRecord,
    PlaceRecord,
    SettingsRecord,
    SurveyFile,
    SurveyRecord,
    TextOffsets,
    TextRangeRecord,
    decode,
    dump,
    parse,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
sizes = st.integers(-1000, 20_000).map(float)
boxes = st.builds(Box, sizes, sizes, sizes, sizes)


@st.composite
def ranges(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text)))
    return start, draw(st.integers(start, len(text)))


@st.composite
def blocks(draw: st.DrawFn, index: int, elements: int) -> Block:
    text = draw(texts)
    pieces = [Piece(draw(st.integers(0, 99)), a, b - a) for a, b in draw(st.lists(ranges(text), max_size=3))]
    links = [Link(a, b, draw(texts), draw(texts)) for a, b in draw(st.lists(ranges(text), max_size=3))]
    return Block(
        index, draw(st.integers(0, elements - 1)), text, tuple(pieces), tuple(links), draw(texts), draw(boxes),
        draw(sizes), draw(st.booleans()), draw(st.none() | texts), tuple(draw(st.lists(ranges(text), max_size=2))),
    )  # fmt: skip


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    count = draw(st.integers(1, 4))
    elements = tuple(
        Element(n, draw(st.integers(-1, n - 1)), draw(st.integers(-1, n - 1)), draw(texts), draw(texts),
                draw(st.booleans()), draw(boxes), draw(texts), draw(texts), draw(st.floats(0, 1)))
        for n in range(count)
    )  # fmt: skip
    head = Head(
        draw(texts), tuple(draw(st.lists(texts, max_size=3))), tuple(draw(st.lists(st.tuples(texts, texts), max_size=3))),
        draw(texts), tuple(draw(st.lists(texts, max_size=2))),
    )  # fmt: skip
    found = tuple(draw(blocks(n, count)) for n in range(draw(st.integers(0, 3))))
    return Survey(draw(texts), draw(texts), head, elements, found, draw(st.booleans()))


@given(surveys())
def test_dump_and_parse_are_each_others_inverse_through_json(survey: Survey) -> None:
    record = dump(survey)
    crossed = decode(msgspec.json.encode(record), SurveyRecord)

    assert crossed == record
    assert parse(crossed) == survey
    assert dump(parse(crossed)) == crossed


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_offsets_count_as_utf_16_does(text: str) -> None:
    offsets = TextOffsets(text)

    for at in range(len(text) + 1):
        units = len(text[:at].encode("utf-16-le")) // 2
        assert offsets.to_units(at) == units
        assert offsets.to_characters(units) == at
    assert offsets.units == len(text.encode("utf-16-le")) // 2


def test_the_middle_of_an_emoji_is_its_beginning() -> None:
    assert [TextOffsets("a🎉b").to_characters(units) for units in range(5)] == [0, 1, 1, 2, 3]


SETTINGS = SettingsRecord(
    browser="1", width=1280, height=900, settle_ms=32_000, scripts=True, clock_s=1.5, locale=None, time_zone=None, user_agent=None
)  # fmt: skip
EMPTY = Survey("http://a.test/", "", Head("", (), (), "", ()), (), (), False)


def a_file() -> SurveyFile:
    place = PlaceRecord(element=3, ranges=[TextRangeRecord(node=1, length=9, start=2, end=5)])
    measured = MeasuredRecord(place=place, boxes=[BoxRecord(x=1.0, y=2.0, width=3.0, height=4.0)])
    return SurveyFile(version=VERSION, source="a", settings=SETTINGS, survey=dump(EMPTY), measured=[measured])


def test_a_stored_survey_is_read_back_with_its_settings_and_boxes() -> None:
    stored = SurveyFile.decode(a_file().encode())

    assert stored == a_file()
    assert stored.boxes() == {(3, (TextRange(1, 9, 2, 5),)): (Box(1.0, 2.0, 3.0, 4.0),)}


def test_a_survey_of_another_version_is_refused_by_name() -> None:
    older = json.dumps({**json.loads(a_file().encode()), "version": 1}).encode()

    with pytest.raises(SurveyInvalid, match="version 1; this harness reads version 3"):
        SurveyFile.decode(older)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"version": 2}', b"[" * 100_000], ids=["empty", "no version", "list", "bytes", "little", "deep"]
)  # fmt: skip
def test_what_is_no_survey_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(SurveyInvalid) as refused:
        SurveyFile.decode(data)

    assert "\n" not in str(refused.value)


def test_a_field_that_nobody_knows_is_refused() -> None:
    odd = json.dumps({**json.loads(a_file().encode()), "mood": "fine"}).encode()

    with pytest.raises(SurveyInvalid, match="mood"):
        SurveyFile.decode(odd)


def test_a_survey_that_does_not_hold_together_is_refused() -> None:
    broken = Survey(
        "", "", Head("", (), (), "", ()), (), (Block(0, 7, "x", (), (), "", Box(0, 0, 0, 0), 0.0, False),), False
    )

    with pytest.raises(SurveyInvalid, match="no element"):
        parse(dump(broken))

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.codec import decode, decode_lines, dumps, encode, plain
from conflictmap.errors import InputError
from conflictmap.model import (
    SCHEMA,
    Candidate,
    Claim,
    Control,
    Document,
    Event,
    EventType,
    Focus,
    Generator,
    Issue,
    Kind,
    Mention,
    Mode,
    Movement,
    Pack,
    Place,
    PlaceId,
    PlaceRole,
    Precision,
    Quantity,
    Relation,
    RelationType,
    Report,
    Role,
    Stock,
    TimeExpression,
    TimePrecision,
    When,
)

# What UTF-8 can write: everything but lone surrogates.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
IDS = WORDS.map(PlaceId)
SHARE = st.floats(0, 1)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
MAYBE_DAY = st.none() | DAYS
SPANS = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(sorted)
NAMES = st.dictionaries(st.sampled_from(["ar", "en", "und"]), WORDS, max_size=2)


def few(items: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(items, max_size=2).map(tuple)


AREA = st.none() | st.just({"type": "Point", "coordinates": [40.5, 35.0]})
PLACES = st.builds(
    Place, id=IDS, name=NAMES, kind=st.sampled_from(Kind), lon=st.floats(-180, 180), lat=st.floats(-90, 90),
    uncertainty_km=st.none() | st.floats(0, 900), precision=st.sampled_from(Precision), area=AREA,
    same_as=few(WORDS), source=WORDS, population=st.integers(0, 10**8), candidate_only=st.booleans(),
)  # fmt: skip
MENTIONS = st.builds(
    lambda span, **facts: Mention(start=span[0], end=span[1], **facts), span=SPANS, surface=WORDS,
    place=st.none() | IDS, mapped=st.booleans(), role=st.sampled_from(Role), confidence=SHARE,
    candidates=few(st.builds(Candidate, place=IDS, score=SHARE, why=few(WORDS))), why=few(WORDS),
)  # fmt: skip
TIMES = st.builds(
    TimeExpression, start=st.just(0), end=st.just(3), surface=WORDS, earliest=MAYBE_DAY, latest=MAYBE_DAY,
    granularity=st.sampled_from(TimePrecision), anchor=st.sampled_from(["document", "text", "none"]),
)  # fmt: skip
QUANTITIES = st.none() | st.builds(Quantity, best=st.none() | st.integers(0, 10**9), approx=st.booleans(), text=WORDS)
CLAIMS = st.builds(
    Claim, id=WORDS, start=st.just(0), end=st.just(3), quote=WORDS, source_chain=few(WORDS), quantity=QUANTITIES,
    when=st.none() | DAYS.map(lambda day: When(earliest=day, latest=day)),
    places=few(st.builds(PlaceRole, place=IDS, role=st.sampled_from(Role))),
)  # fmt: skip
MOVEMENTS = st.builds(
    Movement, id=WORDS, mode=st.sampled_from(Mode), origin=few(IDS), quantity=QUANTITIES, date_start=MAYBE_DAY,
    relations=few(st.builds(Relation, type=st.sampled_from(RelationType), target=WORDS)),
)  # fmt: skip
EVENTS = st.builds(Event, id=WORDS, type=st.sampled_from(EventType), fatalities=QUANTITIES, actors=few(WORDS))
STOCKS = st.builds(Stock, id=WORDS, place=st.none() | IDS, quantity=QUANTITIES)
DOCUMENTS = st.builds(
    Document, id=WORDS, text=WORDS.filter(bool), sha256=WORDS, language=WORDS, published=MAYBE_DAY,
    title=st.none() | WORDS, url=st.none() | WORDS, length=st.integers(0, 10**6),
)  # fmt: skip
REPORTS = st.builds(
    Report, document=DOCUMENTS, generator=st.builds(
        Generator, version=WORDS, gazetteer=WORDS, packs=few(st.builds(Pack, name=WORDS, hash=WORDS, licence=WORDS)),
        options=st.dictionaries(WORDS, st.booleans() | st.none() | WORDS, max_size=2)),
    keep_text=st.booleans(), focus=st.none() | st.builds(Focus, place=IDS, confidence=SHARE), places=few(PLACES),
    mentions=few(MENTIONS), times=few(TIMES), claims=few(CLAIMS), events=few(EVENTS), movements=few(MOVEMENTS),
    stocks=few(STOCKS), control=few(st.builds(Control, id=WORDS, place=st.none() | IDS, controller=WORDS)),
    issues=few(st.builds(Issue, code=WORDS, message=WORDS)),
)  # fmt: skip

KEYS = ["schema", "generator", "document", "focus", "places", "mentions", "times", "claims", "events", "movements",
        "stocks", "control", "issues"]  # fmt: skip
SIMPLE = Report(
    document=Document(id="a", text="نص", sha256="0", length=2), generator=Generator(version="0", gazetteer="h")
)


@given(REPORTS)
def test_what_is_written_is_read_back(report: Report) -> None:
    line = encode(report)
    assert b"\n" not in line
    again = decode(line)
    assert encode(again) == line
    for name in KEYS[3:]:
        assert getattr(again, name) == getattr(report, name)


@given(REPORTS)
def test_a_line_is_strict_json_in_the_order_of_the_contract(report: Report) -> None:
    read = json.loads(encode(report), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert list(read) == KEYS
    assert read["schema"] == SCHEMA
    assert ("text" in read["document"]) is report.keep_text


def test_keys_of_a_later_version_are_passed_over() -> None:
    line = json.loads(encode(SIMPLE)) | {"later": [1, 2]}
    assert encode(decode(json.dumps(line))) == encode(SIMPLE)


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '{"schema": 1}', "{}", "\udcff", "NaN", "[" * 100_000])
def test_what_is_no_report_is_refused(line: str) -> None:
    with pytest.raises((InputError, UnicodeEncodeError)):
        decode(line, "x.jsonl:3")


def test_refusal_says_where_and_what() -> None:
    line = json.loads(encode(SIMPLE)) | {"focus": {"place": 7, "confidence": 1}}
    with pytest.raises(InputError, match=r"x\.jsonl:3: .*focus\.place"):
        decode(json.dumps(line), "x.jsonl:3")


def test_another_schema_is_refused() -> None:
    line = json.loads(encode(SIMPLE)) | {"schema": "conflictmap.report/9"}
    with pytest.raises(InputError, match="report/9"):
        decode(json.dumps(line))


@pytest.mark.parametrize("place", [{"lon": 200, "lat": 0}, {"lon": 0, "lat": -91}, {"lon": 1, "lat": None}])
def test_impossible_coordinates_are_refused(place: dict[str, object]) -> None:
    line = json.loads(encode(SIMPLE)) | {"places": [{"id": "p", "name": {}, "kind": "settlement", **place}]}
    with pytest.raises(InputError, match="place p"):
        decode(json.dumps(line))


def test_empty_lines_are_passed_over_and_bad_ones_numbered() -> None:
    good = encode(SIMPLE).decode()
    assert [r.document.id for r in decode_lines([good, "\n", "  ", good], "f")] == ["a", "a"]
    with pytest.raises(InputError, match="f:2"):
        list(decode_lines([good, "{"], "f"))


def test_plain_and_dumps_agree() -> None:
    place = Place(id=PlaceId("p"), name={"ar": "هول"}, kind=Kind.CAMP, lon=1.5, lat=2.0)
    assert json.loads(dumps(place)) == plain(place) | {"same_as": []}
    assert "هول" in dumps(place)

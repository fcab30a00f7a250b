import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Kind, Mention, Span
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text
from conflictmap.recognise import Toponym, recognise
from conflictmap.recognise.matching import dictionary_hits
from conflictmap.text.tokens import Words

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\[\]=]+)=([^\[\]=]+)\]")
LINES = [
    (language, line)
    for language in ("ar", "en")
    for line in (CASES / f"places.{language}.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
WORDS = """
    و في من بلدة هجين وهجين للرقة بوادي تدمر والسويداء والأنبار الحسكة دير الزور ديرالزور مخيم الهول قرية شرقي 15 كم
    قرب قال واشنطن سوريا عراقي أبو البغدادي مناطق سيطرة قسد The town of al Hol camp Hajin Deir ez Zor 20 km east near
    deserts and said US led SDF held areas Iraqi BEIRUT (Reuters) Aleppo province provinces A.M. 3.5
""".split()  # noqa: SIM905  a list of words is unreadable
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([*" \n\t.,،؛:-–—()«»\"'“”", "\u00a0", "\u200f", "\u200b", "ـ", "\x00", "\x85"]),
    st.text(max_size=3),
)  # fmt: skip
TEXTS = st.tuples(st.sampled_from(["", " "]), st.lists(PIECES, max_size=25)).map(lambda pair: pair[0].join(pair[1]))


def unmark(line: str) -> tuple[str, list[tuple[Span, str]]]:
    """Give the bare text of a line and its marks."""
    text, marks, position = "", [], 0
    for match in MARK.finditer(line):
        text += line[position : match.start()]
        marks.append((Span(start=len(text), end=len(text) + len(match[1])), match[2]))
        text += match[1]
        position = match.end()
    return text + line[position:], marks


def told(mention: Mention) -> str:
    return f"{mention.surface} -> {mention.place} (mapped: {mention.mapped}) {' '.join(mention.why)}"


@pytest.mark.parametrize(("language", "line"), LINES)
def test_cases(pipeline: Pipeline, language: str, line: str) -> None:
    text, marks = unmark(line)
    report = pipeline.analyse(from_text(text, language=language, published="2019-02-20"))
    for span, wanted in marks:
        there = [mention for mention in report.mentions if mention.span.meets(span)]
        mapped = [mention.place for mention in there if mention.mapped]
        assert mapped == ([] if wanted in ("-", "?") else [wanted]), list(map(told, there))
        if wanted == "?":
            assert [mention.place for mention in there] == [None], list(map(told, there))
    unmarked = [m for m in report.mentions if m.mapped and not any(m.span.meets(span) for span, _ in marks)]
    assert unmarked == [], list(map(told, unmarked))


def test_there_are_enough_cases_and_none_twice() -> None:
    for language in ("ar", "en"):
        texts = [unmark(line)[0] for code, line in LINES if code == language]
        assert len(texts) >= 60
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("language", "line"), LINES)
def test_cases_name_places_that_exist(gazetteer: Gazetteer, language: str, line: str) -> None:
    for _, wanted in unmark(line)[1]:
        if wanted.startswith("between:"):
            assert all(gazetteer.place(end) for end in wanted.split(":")[1:])
        elif wanted not in ("-", "?"):
            assert gazetteer.place(wanted[wanted.find(":") + 1 :] if wanted[0].isdigit() or wanted.startswith(
                ("near:", "part-", "countryside", "desert:", "central:")) else wanted)  # fmt: skip


def found(gazetteer: Gazetteer, text: str, language: str, **facts: str) -> tuple[Toponym, ...]:
    return recognise(from_text(text, language=language, **facts), Words.of(text), gazetteer)


@given(TEXTS, st.sampled_from(["ar", "en", "fr", "und"]))
def test_any_text(gazetteer: Gazetteer, text: str, language: str) -> None:
    toponyms = found(gazetteer, text, language)
    words = Words.of(text)
    for toponym in toponyms:
        assert text[toponym.start : toponym.end] == toponym.surface
        assert toponym.surface.strip() == toponym.surface != ""
        assert words.tokens[toponym.first].start <= toponym.start
        assert toponym.first < toponym.last <= len(words.tokens)
    assert all(left.end <= right.start for left, right in pairwise(toponyms))
    assert toponyms == found(gazetteer, text, language)


@pytest.mark.parametrize(
    ("text", "surface", "feature", "kind"),
    [
        ("وصلوا إلى بلدة هجين", "هجين", "town", Kind.SETTLEMENT),
        ("وصلوا إلى محافظة الرقة", "الرقة", "governorate", Kind.ADMIN1),
        ("سقطت قذائف على ريف منبج", "منبج", "countryside", Kind.REGION),
    ],
)
def test_kind_word_before(gazetteer: Gazetteer, text: str, surface: str, feature: str, kind: Kind) -> None:
    (toponym,) = found(gazetteer, text, "ar")
    assert toponym.head is not None
    assert (toponym.surface, toponym.head.feature, toponym.head.kind) == (surface, feature, kind)


@pytest.mark.parametrize(
    ("text", "language", "km", "bearing"),
    [
        ("على بعد 15 كم شرق هجين", "ar", 15, 90),
        ("على بعد 7.5 كيلومتر جنوب هجين", "ar", 7.5, 180),
        ("A mine lay 15 km east of Hajin.", "en", 15, 90),
        ("A mine lay 10 miles to the west of Hajin.", "en", 16.09, 270),
    ],
)
def test_distance(gazetteer: Gazetteer, text: str, language: str, km: float, bearing: float) -> None:
    toponym = next(t for t in found(gazetteer, text, language) if t.surface in ("هجين", "Hajin"))
    assert toponym.relation is not None
    assert (toponym.relation.type, toponym.relation.bearing) == ("away", bearing)
    assert toponym.relation.distance_km == pytest.approx(km)


def test_given_spans_replace_recognition(gazetteer: Gazetteer) -> None:
    text = "Iraqi troops left Hajin for Zzqxabad."
    document = from_text(text, language="en")
    spans = (Span(start=0, end=5), Span(start=28, end=36))
    given_spans = type(document)(id="x", text=text, sha256="", language="en", spans=spans)
    first, second = recognise(given_spans, Words.of(text), gazetteer)
    assert (first.country, first.excluded, first.matches[0].place.id) == ("IQ", "demonym", "country-iq")
    assert (second.surface, [m for m in second.matches if m.how == "exact"]) == ("Zzqxabad", [])


@given(st.data())
def test_any_given_spans(gazetteer: Gazetteer, data: st.DataObject) -> None:
    text = data.draw(TEXTS.filter(bool))
    pairs = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda p: p[0] < p[1])
    spans = tuple(Span(start=a, end=b) for a, b in sorted(data.draw(st.lists(pairs, max_size=4))))
    document = from_text(text, language="en")
    toponyms = recognise(type(document)(id="x", text=text, sha256="", language="en", spans=spans), Words.of(text),
                         gazetteer)  # fmt: skip
    assert [(t.start, t.end) for t in toponyms] == [(span.start, span.end) for span in spans]


def test_control_area_takes_its_actor(gazetteer: Gazetteer) -> None:
    text = "عادوا إلى مناطق سيطرة قسد"
    actors = {Span(start=text.index("قسد"), end=len(text)): "sdf"}
    (area,) = recognise(from_text(text, language="ar"), Words.of(text), gazetteer, actors=actors)
    assert (area.surface, area.control_of) == ("مناطق سيطرة قسد", "sdf")


def test_name_inside_an_actor_is_not_mapped(gazetteer: Gazetteer) -> None:
    text = "Aleppo Shields entered Hajin."
    actors = {Span(start=0, end=14): "aleppo-shields"}
    found_names = recognise(from_text(text, language="en"), Words.of(text), gazetteer, actors=actors)
    excluded = {toponym.surface: toponym.excluded for toponym in found_names}
    assert (excluded["Aleppo"], excluded["Hajin"]) == ("inside_organisation", None)


def test_dictionary_forgets_and_finds_again(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words.of("انسحبوا من دير الزور وبالباغوز إلى مدينة الموصل وتل أبيض، فالموصل")
    found = dictionary_hits(words, gazetteer, "ar")
    assert len(found) > 3
    monkeypatch.setattr("conflictmap.recognise.matching._REMEMBERED", 2)
    monkeypatch.setattr("conflictmap.recognise.matching._LONGEST_REMEMBERED", 5)
    assert dictionary_hits(words, gazetteer, "ar") == dictionary_hits(words, gazetteer, "ar") == found


def test_begins_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.begins_name("الباغ") and gazetteer.begins_name("mosul") and not gazetteer.begins_name("xqzwv")

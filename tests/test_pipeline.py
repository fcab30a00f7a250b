import json
import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conflictmap.codec import decode, encode
from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Document, Issue, Span
from conflictmap.pipeline import Options, Pipeline
from conflictmap.read import from_text, read

SEEDS = Path(__file__).parents[1] / "seeds"
LETTERS = st.text(
    st.one_of(
        st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآىةؤئًٌٍَُِّْـ٠١٢٣٤٥"),
        st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
        st.sampled_from(" \n\t.,،؛؟!:-–—()[]{}«»\"'“”‘’"),
        st.sampled_from("\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2028\x00\x1b\x85\ufeff"),
        st.characters(),
    ),
    max_size=120,
)  # fmt: skip
WORDS = st.lists(
    st.sampled_from(
        """
        قال إن نحو 1000 مدني خرجوا من بلدة الباغوز أمس إلى مخيم الهول و بوادي تدمر والسويداء شرقي دير الزور 15 كم واشنطن
        About dozens of civilians left al-Hol camp on Friday for Deir ez-Zor , . Moscow said the US-led coalition 20 km
        east of Hajin SDF-held areas "داعش" (Reuters) - two days ago يوم السبت الماضي عشرات الآلاف
        """.split()  # noqa: SIM905  a list of words is unreadable
    ),
    max_size=40,
).map(" ".join)
LANGUAGES = st.sampled_from(["ar", "en", "fr", "und", "zz"])


def document(text: str, language: str) -> Document:
    return from_text(text, language=language, published="2019-02-20")


@settings(max_examples=120)
@given(st.one_of(LETTERS, WORDS), LANGUAGES)
@example("", "ar")
@example("\x00", "en")
@example("A", "en")
@example("و", "ar")
@example("km", "en")
@example("15 km east of", "en")
def test_any_text_gives_a_sound_report(pipeline: Pipeline, text: str, language: str) -> None:
    report = pipeline.analyse(document(text, language))
    for quoted in (*report.mentions, *report.times):
        assert text[quoted.start : quoted.end] == quoted.surface
    places = {place.id for place in report.places}
    assert all(mention.place in places for mention in report.mentions if mention.mapped)
    assert report.focus is None or report.focus.place in places
    line = encode(report)
    assert encode(decode(line)) == line
    assert encode(pipeline.analyse(document(text, language))) == line


@given(WORDS, LANGUAGES)
def test_what_follows_does_not_move_what_came_before(pipeline: Pipeline, text: str, language: str) -> None:
    """Offsets count from the start of the text as read: a space and a line in front move them by just as much."""
    plain = pipeline.analyse(document(text, language))
    moved = pipeline.analyse(document("\n" * 5 + text, language))
    assert [(m.start + 5, m.surface) for m in plain.mentions] == [(m.start, m.surface) for m in moved.mentions]


def test_order_of_documents_does_not_matter(pipeline: Pipeline) -> None:
    documents = [
        document("They left al-Baghouz for al-Hol camp.", "en"),
        document("خرجوا من هجين إلى الحسكة", "ar"),
        document("Shells hit Tripoli in Libya.", "en"),
        document("Shells hit Tripoli in Lebanon.", "en"),
    ]
    lines = [encode(pipeline.analyse(d)) for d in documents]
    order = list(range(len(documents)))
    random.Random(7).shuffle(order)
    again = dict(zip(order, map(encode, pipeline.analyse_all(documents[i] for i in order)), strict=True))
    assert [again[i] for i in range(len(documents))] == lines


def test_a_report_does_not_hang_on_the_hash_seed() -> None:
    program = (
        "import sys; from conflictmap.pipeline import Pipeline; from conflictmap.codec import encode\n"
        "from conflictmap.read import read\n"
        "for report in Pipeline.open().analyse_all(read(sys.argv[1:])):\n"
        "    sys.stdout.buffer.write(encode(report))"
    )
    seen = {
        subprocess.run([sys.executable, "-c", program, str(SEEDS)], env=os.environ | {"PYTHONHASHSEED": seed},
                       capture_output=True, check=True, timeout=60).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1 and len(seen.pop()) > 1000


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff"])
def test_without_text_there_are_only_issues(pipeline: Pipeline, text: str) -> None:
    report = pipeline.analyse(from_text(text))
    assert (report.mentions, report.places, report.focus) == ((), (), None)
    assert text.strip() or "empty" in {issue.code for issue in report.issues}


def test_issues_of_the_document_are_told(pipeline: Pipeline) -> None:
    issue = Issue(code="encoding_guessed", message="Not UTF-8; read as cp1256.")
    one = Document(id="x", text="Shells hit Hajin.", sha256="", language="en", issues=(issue,))
    assert issue in pipeline.analyse(one).issues


def test_a_broken_document_becomes_an_issue(pipeline: Pipeline) -> None:
    report = pipeline.failed(document("Shells hit Hajin.", "en"), ZeroDivisionError("division by zero"))
    assert [issue.code for issue in report.issues] == ["failed"]
    assert "ZeroDivisionError" in report.issues[0].message
    assert encode(report)


def test_text_is_kept_only_where_asked(gazetteer: Gazetteer) -> None:
    one = document("Shells hit Hajin.", "en")
    kept = json.loads(encode(Pipeline(gazetteer, Options(keep_text=True)).analyse(one)))
    plain = json.loads(encode(Pipeline(gazetteer).analyse(one)))
    assert kept["document"]["text"] == one.text
    assert "text" not in plain["document"]
    assert (kept["generator"]["options"]["keep_text"], plain["generator"]["options"]["keep_text"]) == (True, False)


def test_a_report_says_what_made_it(pipeline: Pipeline) -> None:
    generator = json.loads(encode(pipeline.analyse(document("Shells hit Hajin.", "en"))))["generator"]
    assert generator["version"] and generator["gazetteer"] == pipeline.gazetteer.hash
    assert [pack["name"] for pack in generator["packs"]] == ["curated", "geonames-cities500"]
    assert all(pack["hash"] and pack["licence"] for pack in generator["packs"])


def test_given_spans_are_answered_one_by_one(pipeline: Pipeline) -> None:
    text = "Iraqi troops left Hajin for Raqqa."
    spans = (Span(start=0, end=5), Span(start=18, end=23), Span(start=28, end=33))
    report = pipeline.analyse(Document(id="x", text=text, sha256="", language="en", spans=spans))
    assert [(m.start, m.end, m.place, m.mapped) for m in report.mentions] == [
        (0, 5, "country-iq", False), (18, 23, "sy-hajin", True), (28, 33, "sy-raqqa", True)]  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
def test_focus_of_our_seed_is_al_baghouz(pipeline: Pipeline, language: str) -> None:
    (one,) = read([str(SEEDS / f"baghouz-2019.{language}.txt")])
    focus = pipeline.analyse(one).focus
    assert focus is not None and focus.place == "sy-baghouz"
    assert 0 < focus.confidence <= 1


MAIN_PLACES = {"sy-baghouz", "sy-hol-camp", "sy-omar-oil-field", "sy-deir-ez-zor", "sy-albukamal-desert",
               "sy-palmyra-desert", "sy-suwayda-desert", "iq-anbar-desert", "country-sy", "country-iq"}  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
def test_places_of_our_seed(pipeline: Pipeline, language: str) -> None:
    (one,) = read([str(SEEDS / f"baghouz-2019.{language}.txt")])
    assert {mention.place for mention in pipeline.analyse(one).mentions if mention.mapped} >= MAIN_PLACES


def test_seed_article(pipeline: Pipeline, shared: Path, score: ModuleType) -> None:
    (one,) = read([str(shared / "seeds" / "orient-baghouz.ar.txt")], published=date(2019, 2, 20))
    gold = [json.loads(line) for line in (shared / "eval" / "seed.jsonl").read_text(encoding="utf-8").splitlines()]
    figures = score.mentions(gold, [json.loads(encode(pipeline.analyse(one)))])
    assert figures["missing_reports"] == 0
    assert figures["f1"] >= 0.95
    assert figures["resolved_right"] >= 0.95

"""The spaCy recogniser, against a stand-in for the part of spaCy's documented interface that it uses."""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from conflictmap.cli import cli
from conflictmap.errors import InputError
from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Mention, Span
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text
from conflictmap.recognise import Toponym, recognise
from conflictmap.recognise.with_spacy import _pieces, load
from conflictmap.text.tokens import Words


@dataclass
class Ent:
    start_char: int
    end_char: int
    label_: str


@dataclass
class Doc:
    ents: tuple[Ent, ...]


@dataclass
class Model:
    """What `spacy.load` gives: entities are found by pattern."""

    patterns: dict[str, str]
    lang: str = "en"
    max_length: int = 1_000_000
    pipe_names: list[str] = field(default_factory=lambda: ["tok2vec", "ner"])
    meta: dict[str, str] = field(default_factory=lambda: {"lang": "en", "name": "stand_in", "version": "1.0"})

    def __call__(self, text: str) -> Doc:
        assert len(text) <= self.max_length
        ents = [Ent(match.start(), match.end(), label) for pattern, label in self.patterns.items()
                for match in re.finditer(pattern, text)]  # fmt: skip
        return Doc(tuple(sorted(ents, key=lambda ent: ent.start_char)))


@pytest.fixture
def spacy(monkeypatch: pytest.MonkeyPatch) -> dict[str, Model]:
    """Give the models that are installed."""
    models: dict[str, Model] = {}

    def load_model(name: str) -> Model:
        if name not in models:
            raise OSError(f"[E050] Can't find model '{name}'.")
        return models[name]

    module = ModuleType("spacy")
    module.load = load_model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", module)
    return models


def found(text: str, gazetteer: Gazetteer, language: str = "en") -> dict[str, Toponym]:
    document = from_text(text, language=language)
    return {toponym.surface: toponym for toponym in load("m")(document, Words.of(text), gazetteer)}


def test_names_are_added(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    spacy["m"] = Model({"the Qarqoshan's": "GPE", "Wadi Zzyx": "LOC", "Hajin": "GPE", "Sunday": "DATE"})
    text = "Troops moved through the Qarqoshan's fields to Hajin and Wadi Zzyx on Sunday."
    names = found(text, gazetteer)
    assert set(names) == {"Qarqoshan", "Hajin", "Wadi Zzyx"}
    assert names["Qarqoshan"].matches == () and "spacy" in names["Qarqoshan"].why
    assert "given" in names["Qarqoshan"].signs
    assert "spacy" not in names["Hajin"].why
    for toponym in names.values():
        assert text[toponym.start : toponym.end] == toponym.surface


def test_what_the_dictionary_did_not_believe_is_looked_up(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    """A hit that needs support gets it from the model, with the places of that name."""
    text = "Bad weather closed it."
    assert recognise(from_text(text, language="en"), Words.of(text), gazetteer) == ()
    spacy["m"] = Model({"Bad": "GPE"})
    assert found(text, gazetteer)["Bad"].matches


def test_new_names_are_read_in_context(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    spacy["m"] = Model({"Qarqoshan|Zzyxabad": "GPE", "Qarqosh University": "GPE"})
    names = found("Shells hit 12 km north of Qarqoshan and the Zzyxabad district.", gazetteer)
    assert names["Qarqoshan"].relation is not None
    assert (names["Qarqoshan"].relation.type, names["Qarqoshan"].relation.distance_km) == ("away", 12.0)
    assert names["Zzyxabad"].head is not None


def test_neither_similar_names_nor_parts_are_taken(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    assert any(match.how == "fuzzy" for match in gazetteer.find("Baghouzz"))
    spacy["m"] = Model({"Baghouzz": "GPE"})
    assert found("They left Baghouzz.", gazetteer)["Baghouzz"].matches == ()
    assert gazetteer.find("Zzyx Hills")
    spacy["m"] = Model({"Zzyx Hills": "LOC"})
    assert found("They left Zzyx Hills.", gazetteer)["Zzyx Hills"].matches == ()


@pytest.mark.parametrize(("label", "reason"), [
    ("PERSON", "person"), ("PER", "person"), ("ORG", "inside_organisation"), ("NORP", "nationality"),
])  # fmt: skip
def test_hits_that_are_something_else_are_excluded(
    gazetteer: Gazetteer, spacy: dict[str, Model], label: str, reason: str
) -> None:
    text = "Hajin won."
    spacy["m"] = Model({})
    assert found(text, gazetteer)["Hajin"].excluded is None
    spacy["m"] = Model({"Hajin": label})
    doubted = found(text, gazetteer)["Hajin"]
    assert doubted.excluded == reason
    assert f"spacy:{label}" in doubted.why


@pytest.mark.parametrize("text", ["They fled to Hajin.", "The town of Hajin fell.", "It hit north of Hajin."])
def test_other_evidence_outweighs_the_model(gazetteer: Gazetteer, spacy: dict[str, Model], text: str) -> None:
    spacy["m"] = Model({"Hajin": "PERSON"})
    assert found(text, gazetteer)["Hajin"].excluded is None


def test_exclusions_hold_for_new_names(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    spacy["m"] = Model({"Qarqoshan": "GPE"})
    assert found("Qarqoshan University was hit.", gazetteer)["Qarqoshan"].excluded == "inside_organisation"


def test_actors_and_given_spans_come_first(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    spacy["m"] = Model({"Qarqoshan Front": "GPE", "Hajin": "GPE"})
    text = "Qarqoshan Front left Hajin."
    document, words = from_text(text, language="en"), Words.of(text)
    front = Span(start=0, end=15)
    names = load("m")(document, words, gazetteer, actors={front: "front"})
    assert [toponym.surface for toponym in names] == ["Hajin"]


def test_articles_in_another_language_are_left_to_the_dictionary(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    spacy["m"] = Model({"قرقوشان": "GPE"})
    assert "قرقوشان" not in found("وصلوا قرقوشان ثم هجين.", gazetteer, "ar")
    spacy["m"] = Model({"قرقوشان": "GPE"}, lang="xx")
    assert "قرقوشان" in found("وصلوا قرقوشان ثم هجين.", gazetteer, "ar")


def test_long_texts_are_cut_at_lines(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    text = "One line.\nTwo lines.\n" * 5 + "x" * 70
    pieces = list(_pieces(text, 30))
    assert "".join(piece for _, piece in pieces) == text
    assert all(text[start : start + len(piece)] == piece and 0 < len(piece) <= 30 for start, piece in pieces)
    spacy["m"] = Model({"Qarqoshan": "GPE"}, max_length=30)
    assert "Qarqoshan" in found("Some words first.\n" * 5 + "Then Qarqoshan fell.", gazetteer)


def test_the_report_names_the_model(gazetteer: Gazetteer, spacy: dict[str, Model]) -> None:
    spacy["m"] = Model({"Qarqoshan": "GPE"})
    report = Pipeline(gazetteer, recogniser=load("m")).analyse(from_text("Qarqoshan fell.", language="en"))
    assert report.generator.options["recogniser"] == "spacy:en_stand_in@1.0"
    assert [mention.surface for mention in report.mentions] == ["Qarqoshan"]
    assert isinstance(report.mentions[0], Mention) and report.mentions[0].place is None


def test_missing_model(spacy: dict[str, Model]) -> None:
    with pytest.raises(InputError, match="spacy download en_core_web_sm"):
        load("en_core_web_sm")


def test_model_without_names(spacy: dict[str, Model]) -> None:
    spacy["m"] = Model({}, pipe_names=["tagger"])
    with pytest.raises(InputError, match="finds no names"):
        load("m")


def test_missing_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(InputError, match=r"pip install 'conflictmap\[spacy\]'"):
        load("en_core_web_sm")


def test_the_command_line(spacy: dict[str, Model], tmp_path: Path) -> None:
    spacy["m"] = Model({"Qarqoshan": "GPE"})
    article = tmp_path / "a.txt"
    article.write_text("Qarqoshan fell.", encoding="utf-8")
    done = CliRunner().invoke(cli, ["explain", str(article), "Qarqoshan", "--recogniser", "spacy:m"])
    assert done.exit_code == 0, done.output
    assert "Qarqoshan -> unresolved" in done.output

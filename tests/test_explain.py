"""Why a report says what it says: slots with their rules, and what was seen and not used."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conflictmap.cli import cli
from conflictmap.explain import ClaimAccount, SentenceAccount, explained
from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Report
from conflictmap.pipeline import Options, Pipeline
from conflictmap.read import from_text

SEEDS = Path(__file__).parents[1] / "seeds"
ENGLISH = str(SEEDS / "baghouz-2019.en.txt")


def run(*arguments: str, text: str | None = None, colour: bool = False) -> Result:
    return CliRunner().invoke(cli, arguments, input=text, color=colour)


def explain(pipeline: Pipeline, text: str, language: str = "en") -> tuple[Report, tuple[SentenceAccount, ...]]:
    report, trace = pipeline.traced(from_text(text, language=language, published="2019-02-20"))
    return report, explained(report, trace)


def slots(claim: ClaimAccount) -> dict[str, tuple[str, str, str]]:
    return {part.what: (part.text, part.value, part.why) for part in claim.slots}


def unused(accounts: tuple[SentenceAccount, ...]) -> set[tuple[str, str, str]]:
    return {(part.what, part.text, part.why) for account in accounts for part in account.unused}


def test_each_slot_has_its_words_and_its_rule(pipeline: Pipeline) -> None:
    report, (account,) = explain(pipeline, "Dozens of families fled Hajin on Monday and headed for al-Hol camp.")
    fled, headed = account.claims
    assert slots(fled) == {
        "trigger": ("fled", "movement fled", "trigger:verb"),
        "who": ("Dozens of families", "families", "who:subject:before"),
        "number": ("Dozens", "20..99 families", "number:counted"),
        "origin": ("Hajin", "sy-hajin", "origin:bare"),
        "time": ("Monday", "2019-02-18..2019-02-18", "time:clause"),
    }
    assert slots(headed)["who"] == ("Dozens of families", "families", "who:inherited")
    assert slots(headed)["destination"] == ("al-Hol camp", "sy-hol-camp", "destination:preposition")
    assert headed.why[-1] == "movement:continues"
    (movement,) = report.movements
    assert fled.records == headed.records == (f"movement {movement.id} fled families sy-hajin -> sy-hol-camp",)
    assert account.unused == ()


@pytest.mark.parametrize(("text", "rule"), [
    ("Families fled their homes in Hajin.", "origin:preposition<location"),
    ("Troops returned to their base in Hajin.", "destination:preposition<location"),
    ("Families left for Hajin and Albukamal.", "destination:listed"),
    ("Families were evacuated from Hajin.", "trigger:passive"),
    ("Fighters will leave Hajin.", "status:future"),
    ("Families did not leave Hajin.", "status:negated"),
    ("Hajin was quiet. Shells hit the town.", "location:anaphor"),
    ("Residents of Hajin fled.", "origin:home:before"),
    ("Hajin fell quiet on Monday. Rebels withdrew.", "origin:topic"),
    ("Three air strikes hit Hajin.", "number:before"),
    ("Orient Net said that families left Hajin.", "source:said"),
])  # fmt: skip
def test_rules_have_names(pipeline: Pipeline, text: str, rule: str) -> None:
    report, _ = explain(pipeline, text)
    assert rule in {rule for claim in report.claims for rule in claim.why}


def test_arabic_sides(pipeline: Pipeline) -> None:
    _, accounts = explain(pipeline, "غادر 30 مدنيا هجين يوم الاثنين.", "ar")
    (claim,) = accounts[0].claims
    assert slots(claim)["who"] == ("30 مدنيا", "civilians", "who:subject:behind")
    assert slots(claim)["number"][0] == "30"


@pytest.mark.parametrize(("text", "seen"), [
    ("Somebody struck Monday.", ("trigger", "struck", "needs group_or_place")),
    ("The heart attack came in Hajin.", ("trigger", "heart attack", "stop_phrase")),
    ("A car bomb exploded in Hajin.", ("trigger", "exploded", "joined to the trigger beside it")),
    ("Shells hit Hajin.\n\nRead also: Rebels bombed Albukamal", ("trigger", "bombed", "not_the_story")),
    ("The report lists 40 men.", ("number", "40", "in no claim")),
    ("The report lists 40 men.", ("group", "40 men", "in no claim")),
    ("On Monday it was quiet in Hajin.", ("time", "Monday", "in no claim")),
    ("On Monday it was quiet in Hajin.", ("place", "Hajin", "in no claim")),
    ("Syrians spoke of it in Hajin.", ("place", "Syrians", "not_mapped:demonym")),
    ("In Hajin 12 people were killed by thirst.", ("number", "12", None)),
])  # fmt: skip
def test_what_was_seen_and_not_used(pipeline: Pipeline, text: str, seen: tuple[str, str, str | None]) -> None:
    _, accounts = explain(pipeline, text)
    what, words, why = seen
    reasons = {reason for part, surface, reason in unused(accounts) if (part, surface) == (what, words)}
    assert reasons == ({why} if why else set())


def test_tolls_tell_whether_an_event_has_them(pipeline: Pipeline) -> None:
    _, with_event = explain(pipeline, "Shells hit Hajin, killing 12 people.")
    assert not {part for part in unused(with_event) if part[0] in ("toll", "number")}
    _, without = explain(pipeline, "Both sides struck a deal in Hajin. A flood killed 12 people.")
    assert ("toll", "killed 12", "no event has it") in unused(without)


def test_statements_without_a_frame(pipeline: Pipeline) -> None:
    _, accounts = explain(pipeline, "The camp of al-Hol houses 40,000 people.")
    (claim,) = (claim for account in accounts for claim in account.claims)
    assert claim.why[0] == "stock" and claim.records[0].startswith("stock ")
    assert slots(claim)["number"][:2] == ("40,000", "40000 persons")


def test_offsets_are_those_of_the_document(pipeline: Pipeline) -> None:
    text = Path(ENGLISH).read_text(encoding="utf-8")
    report, accounts = explain(pipeline, text)
    shown = report.document.text
    for account in accounts:
        parts = (*account.unused, *(slot for claim in account.claims for slot in claim.slots), account, *account.claims)
        assert all(shown[part.start : part.end] == part.text for part in parts)
        assert account.line == text.count("\n", 0, account.start) + 1
    claims = [claim.id for account in accounts for claim in account.claims]
    assert sorted(claims) == sorted(claim.id for claim in report.claims)


def test_every_claim_names_its_rules(pipeline: Pipeline) -> None:
    report, _ = explain(pipeline, Path(ENGLISH).read_text(encoding="utf-8"))
    names = {rule for claim in report.claims for rule in claim.why}
    assert report.claims and all(claim.why for claim in report.claims)
    assert all(re.fullmatch(r"[a-z_]+(:[a-z_]+)?(<[a-z_]+)?(:[a-z]+)?", name) for name in names), names


def test_names_of_private_persons_stay_masked(gazetteer: Gazetteer, pipeline: Pipeline) -> None:
    text = "Samir Haddad, a baker, fled Hajin with 30 families."
    _, accounts = explain(pipeline, text)
    assert accounts and "Haddad" not in repr(accounts)
    _, open_ones = explain(Pipeline(gazetteer, Options(names=True)), text)
    assert "Haddad" in repr(open_ones)
    _, wordless = explain(Pipeline(gazetteer, Options(quotes=False)), text)
    assert {account.text for account in wordless} == {""}


def test_other_languages_have_no_claims_to_explain(pipeline: Pipeline) -> None:
    assert explain(pipeline, "Des familles ont quitté Hajin.", "fr")[1] == ()
    assert explain(pipeline, "")[1] == ()


def test_the_command_prints_words_or_json() -> None:
    words = run("explain", "--claims", ENGLISH)
    assert words.exit_code == 0, words.output
    assert "\x1b" not in words.output, "no styling in a pipe"
    assert 'trigger "headed for"' in words.output and "not used: place" in words.output
    lines = [json.loads(line) for line in run("explain", "--claims", "--json", ENGLISH).stdout.splitlines()]
    assert {claim["id"] for line in lines for claim in line["claims"]} == set(
        re.findall(r"^  (cl-\S+)", words.stdout, re.MULTILINE)
    )
    assert "\x1b[1m" in run("explain", "--claims", ENGLISH, colour=True).output


def test_control_characters_give_the_terminal_no_orders() -> None:
    result = run("explain", "--claims", "-", "--language", "en", text="Families fled\x1b[2J Hajin\u202e on\x07 Monday.")
    assert result.exit_code == 0
    assert "\x1b" not in result.output and "\x07" not in result.output and "\u202e" not in result.output
    arabic = run("explain", "--claims", "-", "--language", "ar", text="غادر المدنيون هجين.")
    assert "غادر المدنيون هجين." in arabic.output


@pytest.mark.parametrize("arguments", [["explain", ENGLISH], ["explain", "--json", ENGLISH, "Hajin"]])
def test_what_is_missing_is_said(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and "--claims" in result.output


def test_a_deed_that_is_only_mentioned_is_shown_as_such(pipeline: Pipeline) -> None:
    report, (first, _) = explain(pipeline, "Officials condemned the attack. Three air strikes hit Saraqib on Monday.")
    assert [event.type for event in report.events] == ["air_strike"]
    assert [(part.text, part.why) for part in first.unused if part.what == "trigger"] == [("attack", "only mentioned")]

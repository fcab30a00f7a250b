"""The causes of errors and what they cost, on a made-up article and reports with one mistake each."""

import argparse
import copy
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from annotated import perfect_report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import errors
from evaluation import causes, listing, mending
from evaluation.alignment import EVENTS, LISTS, MOVEMENTS, counts
from evaluation.records import Counts
from evaluation.whereabouts import Article

Record = dict[str, Any]

TEXT = (
    "Shells hit Barqa on Monday. About 40 families fled the town to Camp Sidr. "
    "Nothing else was said in Tawila. Jets later bombed the bridge of Nahrain, killing 7, a doctor said. "
    "Talks went on. He denied that 15 fighters left Zahra for Tawila. Rain fell on the hills of Ramla."
)


def span(words: str) -> Record:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def place(name: str, lat: float, *, kind: str = "settlement", uncertainty_km: float = 2) -> Record:
    return {"id": name, "name": name, "lat": lat, "lon": 44.0, "kind": kind, "country": "XX",
            "uncertainty_km": uncertainty_km}  # fmt: skip


def mention(name: str) -> Record:
    return {**span(name), "surface": name, "place": name, "map": True}


def movement(record_id: str, evidence: str, **fields: Any) -> Record:
    blank = {"origin": [], "destination": [], "quantity": None, "date_start": None, "date_end": None}
    return {"id": record_id, "evidence": [span(evidence)], **blank, **fields}


def event(record_id: str, evidence: str, **fields: Any) -> Record:
    blank = {"place": None, "fatalities": None, "date_start": None, "date_end": None}
    return {"id": record_id, "evidence": [span(evidence)], **blank, **fields}


FLIGHT, DENIAL = "About 40 families fled the town to Camp Sidr", "15 fighters left Zahra for Tawila"
SHELLING, RAID, WEATHER = (
    "Shells hit Barqa on Monday",
    "Jets later bombed the bridge of Nahrain",
    "Rain fell on the hills",
)
NAMES = ("Barqa", "Camp Sidr", "Tawila", "Nahrain", "Zahra", "Ramla")
GOLD: Record = {
    "id": "made-up", "lang": "en", "published": "2021-05-12", "text": TEXT,
    "places": [
        *(place(name, 30.0 + number) for number, name in enumerate(NAMES)),
        place("District", 30.2, kind="admin1", uncertainty_km=60),
    ],
    "mentions": [mention(name) for name in NAMES],
    "movements": [
        movement("m1", FLIGHT, mode="fled", group="families", status="happened", origin=["Barqa"],
                 destination=["Camp Sidr"], quantity={"best": 40, "min": None, "max": None}),
        movement("m2", DENIAL, mode="left", group="fighters", status="denied", origin=["Zahra"],
                 destination=["Tawila"], quantity={"best": 15, "min": None, "max": None}),
    ],
    "events": [
        event("e1", SHELLING, type="shelling", status="happened", place="Barqa", date_start="2021-05-10",
              date_end="2021-05-10"),
        event("e2", RAID, type="air_strike", status="happened", place="Nahrain",
              fatalities={"best": 7, "min": None, "max": None}, date_start="2021-05-12", date_end="2021-05-12"),
        event("e3", "Talks went on", type="other", status="ongoing"),
    ],
}  # fmt: skip
Change = Callable[[Record], object]


def report(*changes: Change) -> Record:
    """The perfect report with mistakes made in it."""
    made = copy.deepcopy(perfect_report(GOLD))
    made["times"] = [{**span("on Monday"), "earliest": "2021-05-10", "latest": "2021-05-10"}]
    for change in changes:
        change(made)
    return made


def on(kind: str, number: int, **fields: Any) -> Change:
    return lambda made: made[kind][number].update(fields)


def without(kind: str, number: int) -> Change:
    return lambda made: made[kind].pop(number)


def told(kind: str, record: Record, evidence: str) -> Change:
    """Add a record with a claim of its own."""

    def change(made: Record) -> None:
        made["claims"].append({**span(evidence), "id": f"claim of {evidence}"})
        made.setdefault(kind, []).append({"id": "added", **record, "claims": [f"claim of {evidence}"]})

    return change


def unresolved(name: str, chosen: str | None) -> Change:
    return lambda made: [item.update(place=chosen) for item in made["mentions"] if item["surface"] == name]


def unseen(name: str) -> Change:
    return lambda made: made.update(mentions=[item for item in made["mentions"] if item["surface"] != name])


def unmapped(name: str) -> Change:
    return lambda made: [item.update(mapped=False) for item in made["mentions"] if item["surface"] == name]


RAIDED = {"type": "air_strike", "status": "happened", "place": "Nahrain"}
CASES: list[tuple[tuple[Change, ...], tuple[str, str, str]]] = [
    ((without(MOVEMENTS, 0),), (MOVEMENTS, "missed", "a claim of ours without a record")),
    ((without(MOVEMENTS, 0), lambda made: made["claims"].pop(0)), (MOVEMENTS, "missed", "no claim of ours")),
    ((without(MOVEMENTS, 0), told(EVENTS, {"type": "other", "status": "happened"}, FLIGHT)),
     (MOVEMENTS, "missed", "only among our events")),
    ((without(EVENTS, 1), told("stocks", {}, RAID)), (EVENTS, "missed", "only among our stocks")),
    ((without(EVENTS, 0), on(EVENTS, 0, claims=["e1-0", "e2-0"])),
     (EVENTS, "missed", "our record there is that of another gold record")),
    ((on(EVENTS, 0, type="armed_clash"),), (EVENTS, "told as", "another type")),
    ((on(EVENTS, 0, status="denied"),), (EVENTS, "told as", "another status")),
    ((on(MOVEMENTS, 1, status="happened"),), (MOVEMENTS, "told as", "another status")),
    ((on(MOVEMENTS, 0, group="troops"),), (MOVEMENTS, "told as", "another group")),
    ((told(EVENTS, {"type": "shelling", "status": "happened"}, WEATHER),),
     (EVENTS, "invented", "the gold has nothing there")),
    ((told(EVENTS, RAIDED, RAID),), (EVENTS, "invented", "a second one for a found record")),
    ((told(EVENTS, {"type": "arrest", "status": "happened"}, RAID),),
     (EVENTS, "invented", "beside a found record of another kind")),
    ((told(EVENTS, {"type": "arrest", "status": "happened"}, DENIAL),),
     (EVENTS, "invented", "the gold has it among movements only")),
    ((on(MOVEMENTS, 0, origin=[]),), (MOVEMENTS, "origin", "ours none: right one earlier")),
    ((on(MOVEMENTS, 0, destination=[]),), (MOVEMENTS, "destination", "ours none: right one in the clause")),
    ((on(MOVEMENTS, 0, destination=["Barqa"]),), (MOVEMENTS, "destination", "another place: right one in the clause")),
    ((on(MOVEMENTS, 0, destination=["Camp Sidr", "Ramla"]),), (MOVEMENTS, "destination", "too many places")),
    ((on(MOVEMENTS, 0, origin=["District"]),), (MOVEMENTS, "origin", "container for its part")),
    ((on(EVENTS, 1, place="Ramla"), unseen("Nahrain")), (EVENTS, "place", "another place: right one never recognised")),
    ((on(EVENTS, 1, place=None), unresolved("Nahrain", "Ramla")),
     (EVENTS, "place", "ours none: right one resolved to another place")),
    ((on(EVENTS, 1, place=None), unresolved("Nahrain", None)),
     (EVENTS, "place", "ours none: right one recognised, no place")),
    ((on(EVENTS, 1, place=None), unmapped("Nahrain")),
     (EVENTS, "place", "ours none: right one recognised, kept off the map")),
    ((on(MOVEMENTS, 0, quantity=None),), (MOVEMENTS, "quantity", "never read")),
    ((on(MOVEMENTS, 0, quantity={"best": 41}),), (MOVEMENTS, "quantity", "another number")),
    ((on(MOVEMENTS, 0, quantity={"min": 40}),), (MOVEMENTS, "quantity", "same number, read as another bound")),
    ((on(EVENTS, 0, fatalities={"best": 2}),), (EVENTS, "fatalities", "gold none")),
    ((on(EVENTS, 0, status="planned"),), (EVENTS, "status", "another word")),
    ((on(MOVEMENTS, 0, mode="left"),), (MOVEMENTS, "mode", "another word")),
    ((on(MOVEMENTS, 0, group="civilians"),), (MOVEMENTS, "group", "another word")),
    ((on(EVENTS, 0, date_start=None, date_end=None),),
     (EVENTS, "date_overlap", "ours none: right one in the evidence")),
    ((on(EVENTS, 0, date_start="2021-05-03", date_end="2021-05-03"),),
     (EVENTS, "date_overlap", "another expression was right")),
    ((on(EVENTS, 1, date_start=None, date_end=None),),
     (EVENTS, "date_overlap", "ours none: the gold takes the day of publication")),
    ((on(EVENTS, 1, date_start="2021-05-02", date_end="2021-05-03"),),
     (EVENTS, "date_overlap", "misread, or another day implied")),
    ((on(EVENTS, 1, date_start="2021-05-01"),), (EVENTS, "date_equal", "another start")),
    ((on(MOVEMENTS, 0, date_end="2021-05-11"),), (MOVEMENTS, "date_equal", "gold none")),
]  # fmt: skip
NAMES_OF_CASES = [f"{kind}, {what}, {cause}" for _, (kind, what, cause) in CASES]


def listed(made: Record, score: ModuleType) -> mending.Listed:
    article = Article(GOLD, made, score)  # type: ignore[arg-type]  # a module is what the protocol describes
    return mending.Listed(article=article, lists=causes.errors_of(article))


def found(one: mending.Listed) -> list[causes.Error]:
    return [error for kind in LISTS for error in one.lists[kind][1]]


def test_a_perfect_report_has_no_errors(score: ModuleType) -> None:
    assert found(listed(report(), score)) == []


@pytest.mark.parametrize(("changes", "expected"), CASES, ids=NAMES_OF_CASES)
def test_each_mistake_has_its_cause(
    changes: tuple[Change, ...], expected: tuple[str, str, str], score: ModuleType
) -> None:
    one = listed(report(*changes), score)
    assert [(e.kind, e.what, e.cause) for e in found(one) if (e.kind, e.what) == expected[:2]] == [expected]


@pytest.mark.parametrize("changes", [changes for changes, _ in CASES], ids=NAMES_OF_CASES)
def test_pairs_are_those_of_the_scorer_and_mending_all_gives_full_marks(
    changes: tuple[Change, ...], score: ModuleType
) -> None:
    one = listed(report(*changes), score)
    errors.check([one], score)
    for kind in LISTS:
        mended = mending.figures([one], kind, score, one.lists[kind][1])
        wrong = {name for name, value in mended.items() if name.endswith(("f1", "_acc")) and value not in (1.0, None)}
        assert wrong == set()


def test_the_cost_of_a_cause_is_what_mending_it_alone_gains(score: ModuleType) -> None:
    one = listed(report(on(MOVEMENTS, 0, origin=[], quantity=None), on(EVENTS, 0, place="Ramla")), score)
    gains = {(row.kind, row.what): row.gain for row in listing.costs([one], score) if row.cause == "(all)"}
    assert gains[EVENTS, "place"] == (0.0, 0.5, 0.5)
    assert gains[MOVEMENTS, "origin"] == (0.0, 0.0, 0.5)  # the quantity is wrong as well: not strict yet
    invented = listed(report(told(EVENTS, RAIDED, RAID)), score)
    (row,) = [row for row in listing.costs([invented], score) if row.cause != "(all)"]
    assert row.gain[:2] == pytest.approx((1 - 4 / 5, 1 - 4 / 5))


def test_pairs_that_are_not_the_scorers_are_refused(score: ModuleType) -> None:
    one = listed(report(on(EVENTS, 0, place="Ramla")), score)
    other = listed(report(without(EVENTS, 0)), score)
    mixed = mending.Listed(article=one.article, lists=other.lists)
    with pytest.raises(RuntimeError, match="events: our pairs"):
        errors.check([mixed], score)


def test_an_optional_event_costs_nothing(score: ModuleType) -> None:
    one = listed(report(without(EVENTS, 2)), score)
    assert found(one) == []
    assert counts([one.lists[EVENTS][0]], EVENTS) == Counts(gold=2, predicted=2, found=2, strict=2)


def test_the_list_of_the_read_half_quotes_the_evidence(score: ModuleType) -> None:
    one = listed(report(on(MOVEMENTS, 0, origin=["Ramla"]), on(EVENTS, 0, status="denied")), score)
    by_article = errors.written([one], score, half="read", by_cause=False)
    assert by_article.startswith("== made-up  |  en  |  2021-05-12  |  2\n")
    assert "Ramla (settlement) -> Camp Sidr (settlement) | 40" in by_article
    assert f"«{FLIGHT}»" in by_article
    by_cause = errors.written([one], score, half="read", by_cause=True)
    assert "== en  |  events  |  told as  |  another status  |  1\n" in by_cause
    assert "happened -> denied" in by_cause


def test_the_unread_half_gives_counts_and_no_word_of_it(score: ModuleType) -> None:
    one = listed(report(on(MOVEMENTS, 0, origin=["Ramla"]), on(EVENTS, 0, status="denied")), score)
    lines = errors.written([one], score, half="unread", by_cause=False).splitlines()
    assert [line.split() for line in lines] == [
        ["lang", "list", "what", "cause", "n"],
        ["en", "events", "told", "as", "another", "status", "1"],
        ["en", "movements", "origin", "another", "place:", "right", "one", "earlier", "1"],
    ]


def test_only_sets_with_annotated_records_can_be_listed() -> None:
    assert [one.name for one in errors.article_sets("seed,en_dev")] == ["seed", "en_dev"]
    with pytest.raises(argparse.ArgumentTypeError, match="no annotated records: lgl"):
        errors.article_sets("seed,lgl")

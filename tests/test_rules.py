"""The count of rules by documents, on reports of our own making."""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "benchmarks"))

import rules  # noqa: E402

REPORTS = [
    {"claims": [{"why": ["toll", "origin:bare"]}, {"why": ["toll"]}]},
    {"claims": [{"why": ["toll", "origin:bare:before"]}]},
    {"claims": [], "mentions": [{"why": ["locative", "near_others=0.62"]}]},
]


def test_documents_are_counted_once() -> None:
    assert rules.documents_of(REPORTS) == {"toll": 2, "origin:bare": 1, "origin:bare:before": 1}
    assert rules.documents_of(REPORTS, plain=True) == {"toll": 2, "origin:bare": 2}


def test_mentions_have_rules_and_features() -> None:
    assert rules.documents_of(REPORTS[2:], of="mentions") == {"locative": 1}


def test_the_rarest_rules_come_first() -> None:
    counts = {"a": rules.documents_of(REPORTS), "b": rules.documents_of(REPORTS[:1])}
    assert rules.table(counts, None) == ["rule\ta\tb\tall", "origin:bare:before\t1\t0\t1", "origin:bare\t1\t1\t2",
                                         "toll\t2\t1\t3"]  # fmt: skip
    assert rules.table(counts, 2) == ["rule\ta\tb\tall", "origin:bare:before\t1\t0\t1"]


def test_plain_names_keep_what_tells_rules_apart() -> None:
    names = ("origin:preposition<location:before", "who:subject:before", "number:before", "time:clause")
    assert [rules.plain_name(name) for name in names] == ["origin:preposition", "who:subject:before", "number:before",
                                                          "time:clause"]  # fmt: skip

#!/usr/bin/env python3
"""Count in how many documents of the read halves each rule is used, to find rules that hardly any text needs.

    python benchmarks/rules.py [--shared PATH] [--sets ar_dev,en_dev] [--below 2] [--plain] [--mentions] [--jobs 2]

A rule is a name under `why` of a claim (docs/cli.md, "explain --claims") or of a mention. No text of a set is printed.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from evaluate import REPOSITORY, datasets_named
from evaluation import pipeline
from evaluation.official import load_scoring
from evaluation.records import Analyse, Record, documents, in_halves
from evaluation.sets import Dataset

SETS = "seed,ar_dev,en_dev,case2021_task2,airwars_text_events_ar,lgl"


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="the shared folder")
    options.add_argument("--sets", type=datasets_named, default=datasets_named(SETS), metavar="A,B")
    options.add_argument("--limit", type=int, metavar="N", help="the first N records of each set, by SHA-256 of the id")
    options.add_argument("--below", type=int, metavar="N", help="only rules of fewer than N documents")
    options.add_argument("--plain", action="store_true", help="without the side and the preposition of places")
    options.add_argument("--mentions", action="store_true", help="rules of the mentions of places, not of claims")
    options.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that share the records of a set")
    options.add_argument("--timeout", type=float, default=1800, metavar="SECONDS", help="of one run of the pipeline")
    return options


def documents_of(reports: Iterable[Record], *, of: str = "claims", plain: bool = False) -> Counter[str]:
    """In how many reports each rule reads a claim or a mention (`of`); features with a value are no rules."""
    counts: Counter[str] = Counter()
    for report in reports:
        rules = {rule for record in report[of] for rule in record["why"] if "=" not in rule}
        counts.update({plain_name(rule) for rule in rules} if plain else rules)
    return counts


def plain_name(rule: str) -> str:
    """The name of a rule without where its place stands and what its preposition says.

    >>> plain_name("origin:preposition<location:before"), plain_name("who:subject:before")
    ('origin:preposition', 'who:subject:before')
    """
    return rule if rule.startswith("who:") else ":".join(rule.partition("<")[0].split(":")[:2])


def read_half(dataset: Dataset, shared: Path, analyse: Analyse, limit: int | None) -> list[Record]:
    """The reports of the read half of a set."""
    rows = load_scoring(shared / "eval" / "score.py").read_jsonl(shared / dataset.path)
    return analyse(documents(in_halves(dataset.name, rows, limit=limit)["read"]))


def table(counts: dict[str, Counter[str]], below: int | None) -> list[str]:
    """A line a rule: documents of each set and of all, the rarest rule first."""
    total: Counter[str] = sum(counts.values(), Counter())
    lines = ["\t".join(("rule", *counts, "all"))]
    for rule, number in sorted(total.items(), key=lambda item: (item[1], item[0])):
        if below is None or number < below:
            lines.append("\t".join((rule, *(str(found[rule]) for found in counts.values()), str(number))))
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    analyse = partial(pipeline.analyse, jobs=options.jobs, timeout_s=options.timeout)
    counts, of = {}, "mentions" if options.mentions else "claims"
    for dataset in options.sets:
        reports = read_half(dataset, options.shared, analyse, options.limit)
        counts[dataset.name] = documents_of(reports, of=of, plain=options.plain)
        print(f"{dataset.name}: {len(reports)} documents", file=sys.stderr)
    print("\n".join(table(counts, options.below)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

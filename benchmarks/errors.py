#!/usr/bin/env python3
"""List what is wrong in the annotated articles, article by article or cause by cause, and what each cause costs.

    python benchmarks/errors.py [--shared PATH] [--sets seed,ar_dev] [--by cause] [--out FILE] [--half unread]

Records are paired as score.py pairs them. A cause is what gold and report show without reading the text; its cost is
what F1, strict F1 and the accuracy of its field would gain if exactly its errors were mended and nothing else.
Of the unread half only the counts of causes are printed: no word and no label of an article.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from evaluate import REPOSITORY, datasets_named, outside_repository
from evaluation import pipeline
from evaluation.alignment import LISTS, MOVEMENTS, Alignment, counts
from evaluation.causes import errors_of
from evaluation.listing import cost_table, costs, count_table, detail_table, listing
from evaluation.mending import Listed, figures
from evaluation.official import Scoring, counts_of, load_scoring
from evaluation.records import HALVES, Analyse, Record, documents, in_halves, paired
from evaluation.sets import Dataset
from evaluation.whereabouts import Article

ARTICLE_SETS = "seed,ar_dev,en_dev"


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="the shared folder")
    options.add_argument("--sets", type=article_sets, default=article_sets(ARTICLE_SETS), metavar="A,B",
                         help=f"of {ARTICLE_SETS}")  # fmt: skip
    options.add_argument("--half", choices=HALVES, default="read")
    options.add_argument("--by", choices=("article", "cause"), default="article", help="what the list is grouped by")
    options.add_argument("--out", type=outside_repository, metavar="FILE",
                         help="write there what would be printed (outside the repository)")  # fmt: skip
    options.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that share the articles")
    options.add_argument("--timeout", type=float, default=1800, metavar="SECONDS", help="of one run of the pipeline")
    return options


def article_sets(names: str) -> tuple[Dataset, ...]:
    """Sets with annotated movements and events.

    Raises:
        argparse.ArgumentTypeError: one is unknown, or has none.
    """
    chosen = datasets_named(names)
    if other := [one.name for one in chosen if not set(LISTS) <= {task.name for task in one.tasks}]:
        raise argparse.ArgumentTypeError(f"no annotated records: {', '.join(other)}")
    return chosen


def listed_articles(rows: Sequence[Record], analyse: Analyse, scoring: Scoring) -> list[Listed]:
    """Analyse the articles and find their errors."""
    pairs = paired(rows, analyse(documents(rows)))
    articles = [Article(rows_of_id[0], report, scoring) for rows_of_id, report in pairs]
    return [Listed(article=article, lists=errors_of(article)) for article in articles]


def check(listed: Sequence[Listed], scoring: Scoring) -> None:
    """Compare our pairs with the counts of score.py.

    Raises:
        RuntimeError: they differ, so that no cost could be trusted.
    """
    for kind in LISTS:
        alignments: list[Alignment] = [one.lists[kind][0] for one in listed]
        score = scoring.movements if kind == MOVEMENTS else scoring.events
        theirs = score(
            [one.article.row for one in listed], [one.article.report for one in listed if one.article.report]
        )
        if counts(alignments, kind) != counts_of(theirs):
            raise RuntimeError(f"{kind}: our pairs are not those of score.py")


def written(listed: Sequence[Listed], scoring: Scoring, *, half: str, by_cause: bool) -> str:
    """What the command prints."""
    if half != "read":
        return count_table(listed)
    parts = [listing(listed, by_cause=by_cause), detail_table(listed), cost_table(costs(listed, scoring))]
    for language in sorted({str(one.article.row.get("lang")) for one in listed}):
        chosen = [one for one in listed if str(one.article.row.get("lang")) == language]
        for kind in LISTS:
            now = figures(chosen, kind, scoring)
            parts.append(f"{language} {kind}: {len(chosen)} articles, F1 {now['f1'] or 0:.3f}, "
                         f"strict F1 {now['strict_f1'] or 0:.3f}")  # fmt: skip
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    analyse = partial(pipeline.analyse, jobs=options.jobs, timeout_s=options.timeout)
    try:
        scoring = load_scoring(options.shared / "eval" / "score.py")
        rows = [
            row
            for dataset in options.sets
            for row in in_halves(dataset.name, scoring.read_jsonl(options.shared / dataset.path))[options.half]
        ]
        listed = listed_articles(rows, analyse, scoring)
    except (OSError, pipeline.PipelineError) as error:
        print(f"errors.py: {error}", file=sys.stderr)
        return 1
    check(listed, scoring)
    text = written(listed, scoring, half=options.half, by_cause=options.by == "cause")
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

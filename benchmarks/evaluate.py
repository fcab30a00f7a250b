#!/usr/bin/env python3
"""Run conflictmap over the gold and development sets of the shared folder, and print one table of figures.

    python benchmarks/evaluate.py [--shared PATH] [--sets lgl,seed] [--limit 50] [--half read] [--json FILE]

The halves are apart: `unread` records (first hex digit of the SHA-256 of the id is 8-f) are looked at by
nobody while developing, so that their column is the honest one. `ceiling` beside a place figure is the
same figure if the best candidate of the gazetteer were always chosen. Below the table: F1 of the annotated articles
with a bootstrap interval over documents, both halves together too. No text of the sets is printed.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from evaluation import pipeline
from evaluation.official import load_scoring
from evaluation.records import HALVES
from evaluation.sets import DATASETS, Dataset, Results, Tools, run
from evaluation.table import Cells, as_json, interval_table, lines_of, render

REPOSITORY = Path(__file__).resolve().parents[1]


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="the shared folder")
    options.add_argument(
        "--sets",
        type=datasets_named,
        default=DATASETS,
        metavar="A,B",
        help="only these: " + ", ".join(dataset.name for dataset in DATASETS),
    )
    options.add_argument(
        "--limit", type=int, metavar="N", help="the first N records of each half, by SHA-256 of the id"
    )
    options.add_argument("--half", choices=(*HALVES, "both"), default="both")
    options.add_argument("--json", type=Path, metavar="FILE", help="write every figure, shown in the table or not")
    options.add_argument(
        "--errors",
        type=outside_repository,
        metavar="FILE",
        help="write what was missed in the READ half (ids and surfaces; outside the repository)",
    )
    options.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that share the records of a set")
    options.add_argument("--timeout", type=float, default=1800, metavar="SECONDS", help="of one run of the pipeline")
    return options


def datasets_named(names: str) -> tuple[Dataset, ...]:
    """The sets of a comma-separated list, in the order of the table.

    Raises:
        argparse.ArgumentTypeError: a name is unknown.
    """
    wanted = {name.strip() for name in names.split(",") if name.strip()}
    if unknown := wanted - {dataset.name for dataset in DATASETS}:
        raise argparse.ArgumentTypeError(f"no such set: {', '.join(sorted(unknown))}")
    return tuple(dataset for dataset in DATASETS if dataset.name in wanted)


def outside_repository(text: str) -> Path:
    """A path for surfaces of the sets, which must never get into the repository.

    Raises:
        argparse.ArgumentTypeError: it is inside.
    """
    path = Path(text).resolve()
    if path.is_relative_to(REPOSITORY):
        raise argparse.ArgumentTypeError("is inside the repository, and words of the sets must stay outside")
    return path


def write_errors(path: Path, results: dict[str, Results]) -> None:
    """One line for everything missed in the read half, and nothing of the unread one."""
    with path.open("w", encoding="utf-8") as lines:
        for name, tasks in results.items():
            for task, outcomes in tasks.items():
                for miss in outcomes["read"].misses if "read" in outcomes else ():
                    lines.write(json.dumps({"set": name, "task": task, **miss}, ensure_ascii=False) + "\n")


def evaluate(
    chosen: Sequence[Dataset], shared: Path, tools: Tools, *, halves: Sequence[str], limit: int | None
) -> tuple[dict[str, Results], list[Cells], int]:
    """The results and table lines of each set, and how many sets failed; progress goes to standard error."""
    results: dict[str, Results] = {}
    lines: list[Cells] = []
    failed = 0
    for dataset in chosen:
        started = time.perf_counter()
        try:
            results[dataset.name] = run(dataset, shared, tools, halves=halves, limit=limit)
        except (OSError, pipeline.PipelineError) as error:
            failed += 1
            print(f"{dataset.name}: {error}", file=sys.stderr)
            continue
        lines += lines_of(dataset, results[dataset.name], halves)
        print(f"{dataset.name}: {time.perf_counter() - started:.1f} s", file=sys.stderr)
    return results, lines, failed


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    halves = HALVES if options.half == "both" else (options.half,)
    try:
        scoring = load_scoring(options.shared / "eval" / "score.py")
    except FileNotFoundError as error:
        print(f"evaluate.py: {error}", file=sys.stderr)
        return 1
    tools = Tools(
        analyse=partial(pipeline.analyse, jobs=options.jobs, timeout_s=options.timeout),
        find=partial(pipeline.find, jobs=options.jobs, timeout_s=options.timeout),
        scoring=scoring,
    )
    results, lines, failed = evaluate(options.sets, options.shared, tools, halves=halves, limit=options.limit)
    print("\n\n".join(filter(None, (render(lines, halves), interval_table(results)))))
    if options.json:
        options.json.write_text(json.dumps(as_json(results), indent=1, allow_nan=False) + "\n", "utf-8")
    if options.errors:
        write_errors(options.errors, results)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

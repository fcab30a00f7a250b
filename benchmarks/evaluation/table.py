"""The one table: a line a figure, the halves apart, ceilings beside place figures."""

from collections.abc import Iterable, Mapping, Sequence

from evaluation.intervals import FIGURES, intervals_of, with_both
from evaluation.records import Outcome
from evaluation.sets import Dataset, Results, shown_figures

Cells = tuple[str, ...]
# Figures that an oracle changes for the better; counts and coverage stay as they are.
PLACE_FIGURES = frozenset(
    (
        "acc@5",
        "acc@10",
        "acc@25",
        "acc@161",
        "top5_acc@10",
        "auc",
        "resolved_right",
        "end_to_end_f1",
        "origin_acc",
        "destination_acc",
        "place_acc",
        "right",
    )
)


def cell(value: float | None) -> str:
    """A count as it is, a share with three decimals, `-` where there was nothing to count.

    >>> cell(12), cell(0.5), cell(None)
    ('12', '0.500', '-')
    """
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def lines_of(dataset: Dataset, results: Results, halves: Sequence[str]) -> list[Cells]:
    """The lines of one set: set, task, figure, then value and ceiling of each half."""
    lines = []
    for task in dataset.tasks:
        outcomes = results[task.name]
        for figure in shown_figures(task, outcomes):
            values = [text for half in halves for text in _value_and_ceiling(outcomes[half], figure)]
            lines.append((dataset.name, task.name, figure, *values))
    return lines


def _value_and_ceiling(outcome: Outcome, figure: str) -> tuple[str, str]:
    has_ceiling = figure in PLACE_FIGURES and figure in outcome.ceiling
    return cell(outcome.figures.get(figure)), cell(outcome.ceiling[figure]) if has_ceiling else ""


def render(lines: Iterable[Cells], halves: Sequence[str]) -> str:
    """The table as text: names to the left, numbers to the right; a set or task is named once."""
    header = ("set", "task", "figure", *(title for half in halves for title in (half, "ceiling")))
    rows = [header, *lines]
    shown, above = [], header
    for row in rows:
        repeated = 0 if row is header or row[0] != above[0] else 2 if row[1] == above[1] else 1
        shown.append(tuple("" if column < repeated else text for column, text in enumerate(row)))
        above = row
    first, *others = columns(shown, left=3).splitlines()
    return "\n".join([first, "-" * max(map(len, (first, *others))), *others])


def columns(rows: Sequence[Cells], *, left: int) -> str:
    """Rows of text under a header: the first `left` columns to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column < left else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def interval_table(results: Mapping[str, Results]) -> str:
    """F1 with its interval for each half and both, a line a figure; empty where no task counts by document."""
    rows: list[Cells] = []
    titles: tuple[str, ...] = ()
    for name, tasks in results.items():
        for task, outcomes in tasks.items():
            halves, found = with_both(outcomes), intervals_of(outcomes)
            if not found:
                continue
            titles = tuple(f"{half}, 90 % interval" for half in halves)
            rows.append((name, task, "articles", *(str(len(documents)) for documents in halves.values())))
            rows += [("", "", figure, *(_with_interval(found[half][figure]) for half in halves)) for figure in FIGURES]
    return columns([("set", "task", "figure", *titles), *rows], left=3) if rows else ""


def _with_interval(figure: Mapping[str, float | None]) -> str:
    if figure["value"] is None:
        return "-"
    if figure["low"] is None:
        return cell(figure["value"])
    return f"{cell(figure['value'])}  {cell(figure['low'])}..{cell(figure['high'])}"


def as_json(results: Mapping[str, Results]) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    """Every figure, shown or not: set -> task -> half -> figures, ceiling and intervals; `both` has intervals only."""
    written: dict[str, dict[str, dict[str, dict[str, object]]]] = {}
    for name, tasks in results.items():
        for task, outcomes in tasks.items():
            halves: dict[str, dict[str, object]] = {
                half: {"figures": dict(outcome.figures), "ceiling": dict(outcome.ceiling)}
                for half, outcome in outcomes.items()
            }
            for half, figures in intervals_of(outcomes).items():
                halves.setdefault(half, {})["intervals"] = figures
            written.setdefault(name, {})[task] = halves
    return written

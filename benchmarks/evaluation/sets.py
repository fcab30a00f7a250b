"""The sets: which file, what the pipeline is given, which scorer, and which figures the table shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from evaluation import amounts, governorates, official, sentences, spans
from evaluation.ceiling import complete
from evaluation.records import (
    HALVES,
    Analyse,
    Find,
    Outcome,
    Record,
    documents,
    in_halves,
    name_queries,
)

Score: TypeAlias = Callable[[Sequence[Record], Sequence[Record], official.Scoring], Outcome]
Results: TypeAlias = dict[str, dict[str, Outcome]]  # task -> half -> outcome

TEXT_WITH_DAY = "text with the day that its gold counts from"
WITH_SPANS, TEXT, NAME_AR, NAME_EN = "text with gold spans", "text", "name_ar", "name_en"
ALL: tuple[str, ...] = ()  # the table shows every figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One scorer on one kind of input."""

    name: str
    given: str
    score: Score
    shown: tuple[str, ...] = ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A gold file under `eval/` of the shared folder, and what is asked of it."""

    name: str
    path: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a run needs: the pipeline as functions (tests swap them) and the shared scorers."""

    analyse: Analyse
    find: Find
    scoring: official.Scoring


def _small(score: Callable[[Sequence[Record], Sequence[Record]], Outcome]) -> Score:
    """One of our own scorers, which needs nothing of score.py."""
    return lambda gold, reports, _: score(gold, reports)


_PLACE = ("acc@10", "acc@161")
_VALUES = ("values", "value_right", "value_right_found")
_FOUND = ("gold", "predicted", "precision", "recall", "f1", "strict_f1")
RESOLUTION = Task(
    name="resolution",
    given=WITH_SPANS,
    score=official.resolution,
    shown=("toponyms", "resolved", *_PLACE, "median_km", "auc"),
)
RECOGNITION = Task(name="recognition", given=TEXT, score=_small(spans.recognition))
NAMES = tuple(
    Task(
        name=f"names {key[-2:]}",
        given=key,
        score=partial(official.names, key=key),
        shown=("names", "coverage", *_PLACE, "top5_acc@10"),
    )
    for key in (NAME_AR, NAME_EN)
)
FOCUS = Task(
    name="focus",
    given=TEXT,
    score=official.focus,
    shown=("texts", "coverage", "acc@10", "acc@25", "acc@161", "median_km"),
)
ARTICLES = (
    Task(
        name="mentions",
        given=TEXT,
        score=official.mentions,
        shown=("gold", "predicted", "precision", "recall", "f1", "resolved_right", "end_to_end_f1"),
    ),
    Task(
        name="movements",
        given=TEXT,
        score=official.movements,
        shown=(
            *_FOUND,
            "origin_acc",
            "destination_acc",
            "quantity_stated_acc",
            "status_acc",
            "mode_acc",
            "group_acc",
            "date_overlap_acc",
        ),
    ),
    Task(
        name="events",
        given=TEXT,
        score=official.events,
        shown=(*_FOUND, "relaxed_f1", "place_acc", "status_acc", "fatalities_stated_acc", "date_overlap_acc"),
    ),
)


def _dev(name: str, *tasks: Task) -> Dataset:
    return Dataset(name=name, path=f"eval/dev/{name}.jsonl.gz", tasks=tasks)


def _own(name: str, task: str, score: Callable[[Sequence[Record], Sequence[Record]], Outcome]) -> Dataset:
    return _dev(name, Task(name=task, given=TEXT, score=_small(score)))


DATASETS = (
    Dataset(name="seed", path="eval/seed.jsonl", tasks=ARTICLES),
    _dev("ar_dev", *ARTICLES),
    _dev("en_dev", *ARTICLES),
    _dev("airwars_names", *NAMES),
    _dev("airwars_text_events_ar", FOCUS, Task(name="casualties", given=TEXT, score=_small(amounts.casualties))),
    _own("fakes", "governorate", governorates.focus_governorate),
    _own("centcom_strikes", "strikes", amounts.strikes),
    _own("idetect_displacement", "displacement", amounts.displacement),
    _own("oeda_arabic_gsr", "event sentences", sentences.event_sentences),
    _own("case2021_task2", "event subtypes", sentences.event_subtypes),
    _dev(
        "arabic_timex",
        Task(
            name="time expressions",
            given=TEXT,
            score=_small(spans.time_expressions),
            shown=("gold", "predicted", "precision", "recall", "f1", *_VALUES),
        ),
        Task(name="dated by the gold", given=TEXT_WITH_DAY, score=_small(spans.time_expressions), shown=_VALUES),
    ),
    _own("re3d", "entities", spans.entities),
    *(_dev(name, RESOLUTION, RECOGNITION) for name in ("idrisi_ar", "lgl", "geovirus", "geowebnews", "geocorpora")),
)


def run(
    dataset: Dataset, shared: Path, tools: Tools, *, halves: Sequence[str] = HALVES, limit: int | None = None
) -> Results:
    """Give the records of a set to the pipeline, once for each kind of input, and score each half apart."""
    rows = in_halves(dataset.name, tools.scoring.read_jsonl(shared / dataset.path), limit=limit)
    chosen = [row for half in halves for row in rows[half]]
    reports = {given: _reports(given, chosen, tools) for given in dict.fromkeys(t.given for t in dataset.tasks)}
    return {
        task.name: {half: task.score(rows[half], reports[task.given], tools.scoring) for half in halves}
        for task in dataset.tasks
    }


def _reports(given: str, rows: Sequence[Record], tools: Tools) -> list[Record]:
    if given in (NAME_AR, NAME_EN):
        return tools.find(name_queries(rows, given))
    if given == TEXT_WITH_DAY:
        rows = [{**row, "published": spans.day_of_gold(row)} for row in rows]
    return complete(tools.analyse(documents(rows, with_spans=given == WITH_SPANS)), tools.find)


def shown_figures(task: Task, outcomes: Mapping[str, Outcome]) -> tuple[str, ...]:
    """The figures of a task that the table shows."""
    return task.shown or tuple(dict.fromkeys(name for outcome in outcomes.values() for name in outcome.figures))

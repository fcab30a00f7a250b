"""What the figures would be if exactly some errors were mended: an oracle puts the gold in their place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.alignment import LISTS, PLACE_FIELDS, Alignment
from evaluation.causes import Error
from evaluation.official import Scoring
from evaluation.records import Figures, Record
from evaluation.whereabouts import Article

_GOLD = "gold:"  # before the id of a gold place in a mended report


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article with the alignment and the errors of each of its lists."""

    article: Article
    lists: Mapping[str, tuple[Alignment, tuple[Error, ...]]]


def figures(listed: Sequence[Listed], kind: str, scoring: Scoring, mended: Iterable[Error] = ()) -> Figures:
    """The figures of score.py for one list, with these errors mended (known by identity)."""
    wanted = {id(error) for error in mended}
    reports = []
    for one in listed:
        alignment, errors = one.lists[kind]
        reports.append(mend(one.article, alignment, kind, [error for error in errors if id(error) in wanted]))
    score = scoring.movements if kind == LISTS[0] else scoring.events
    return score([one.article.row for one in listed], reports)


def mend(article: Article, alignment: Alignment, kind: str, errors: Sequence[Error]) -> Record:
    """The report with the gold in place of what these errors say is wrong, and nothing else changed."""
    records: dict[int, Record] = dict(enumerate(item for item, _ in alignment.ours))
    claims = list(article.report.get("claims") or ())
    for error in errors:
        truth = alignment.gold[error.gold][0] if error.gold is not None else {}
        if error.gold is None:
            del records[error.ours if error.ours is not None else -1]
        elif error.ours is None:
            records[-1 - error.gold] = {**_with_gold_places(truth, kind), "claims": _add_claims(claims, truth, kind)}
        else:
            taken = {field: _with_gold_places(truth, kind).get(field) for field in error.fields if field != "evidence"}
            if "evidence" in error.fields:
                taken["claims"] = _add_claims(claims, truth, kind)
            records[error.ours] = {**records[error.ours], **taken}
    added = [{**place, "id": f"{_GOLD}{place['id']}"} for place in article.row.get("places") or ()]
    return {
        **article.report,
        "document": {"id": article.row["id"]},
        "places": [*(article.report.get("places") or ()), *added],
        "claims": claims,
        kind: [records[number] for number in sorted(records)],
    }


def _with_gold_places(truth: Record, kind: str) -> Record:
    renamed = {}
    for field in PLACE_FIELDS[kind]:
        value = truth.get(field)
        renamed[field] = [_GOLD + name for name in value] if isinstance(value, list) else value and _GOLD + value
    return {**truth, **renamed}


def _add_claims(claims: list[Record], truth: Record, kind: str) -> list[str]:
    """Add a claim for each evidence span of a gold record; their ids."""
    made = [
        {**span, "id": f"{_GOLD}{kind}-{truth.get('id')}-{number}"}
        for number, span in enumerate(truth.get("evidence") or ())
    ]
    claims += made
    return [claim["id"] for claim in made]

"""Errors as text: the list for a reader of the read half, and the table of causes with what each costs."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evaluation.alignment import LISTS, MOVEMENTS, PLACE_FIELDS
from evaluation.causes import AMOUNTS, INVENTED, MISSED, TOLD_AS, WORDS, Error
from evaluation.mending import Listed, figures
from evaluation.official import Scoring
from evaluation.records import Record, spans_of
from evaluation.table import Cells, cell, columns
from evaluation.whereabouts import place_label

_EVIDENCE_LENGTH = 400
_ALL = "(all)"
# What the scorer asks first comes first in the list.
_ORDER = (MISSED, TOLD_AS, INVENTED, "origin", "destination", "place", "quantity", *WORDS, "fatalities",
          "date_overlap", "date_equal")  # fmt: skip
_FIGURES = ("f1", "strict_f1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A cause in the articles of one language: how often, and the figures with exactly this mended."""

    language: str
    kind: str
    what: str
    cause: str
    count: int
    now: tuple[float | None, ...]
    mended: tuple[float | None, ...]

    @property
    def gain(self) -> tuple[float, ...]:
        return tuple((after or 0.0) - (before or 0.0) for before, after in zip(self.now, self.mended, strict=True))


def costs(listed: Sequence[Listed], scoring: Scoring) -> list[Cost]:
    """What each cause costs in each language, dearest first, below the sum of all causes of its kind."""
    found = []
    for language in sorted({str(one.article.row.get("lang")) for one in listed}):
        chosen = [one for one in listed if str(one.article.row.get("lang")) == language]
        for kind in LISTS:
            errors = [error for one in chosen for error in one.lists[kind][1]]
            rows = [
                _cost(language, kind, what, cause, group, chosen, scoring)
                for (what, cause), group in _grouped(errors, kind).items()
            ]
            found += sorted(rows, key=lambda row: (-row.gain[1], -row.gain[0], -row.count, row.what, row.cause))
    return found


def _grouped(errors: Sequence[Error], kind: str) -> dict[tuple[str, str], list[Error]]:
    groups: dict[tuple[str, str], list[Error]] = {}
    for error in errors:
        groups.setdefault((error.what, error.cause), []).append(error)
        groups.setdefault((error.what, _ALL), []).append(error)
    if kind == MOVEMENTS:
        ends = [error for error in errors if error.what in PLACE_FIELDS[kind]]
        groups["both ends", _ALL] = ends
    return {key: group for key, group in groups.items() if group}


def _cost(
    language: str, kind: str, what: str, cause: str, errors: Sequence[Error], chosen: Sequence[Listed], scoring: Scoring
) -> Cost:
    before, after = figures(chosen, kind, scoring), figures(chosen, kind, scoring, errors)
    names = (*_FIGURES, f"{what}_acc")
    return Cost(
        language=language, kind=kind, what=what, cause=cause, count=len(errors),
        now=tuple(before.get(name) for name in names), mended=tuple(after.get(name) for name in names),
    )  # fmt: skip


def cost_table(rows: Iterable[Cost]) -> str:
    """A line a cause: count, then what F1, strict F1 and the accuracy of the field gain if it is mended."""
    lines: list[Cells] = []
    for row in rows:
        gains = [f"{gain:+.3f}" if gain else "" for gain in row.gain]
        lines.append((row.language, row.kind, row.what, row.cause, str(row.count), *gains, cell(row.mended[1])))
    header = ("lang", "list", "what", "cause", "n", "F1", "strict F1", "field", "strict F1 then")
    return columns([header, *lines], left=4)


def count_table(listed: Sequence[Listed]) -> str:
    """A line a cause with its count and nothing else: what may be shown of the unread half."""
    counted = Counter(
        (str(one.article.row.get("lang")), kind, error.what, error.cause)
        for one in listed
        for kind in LISTS
        for error in one.lists[kind][1]
    )
    ranked = sorted(counted.items(), key=lambda item: (item[0][:2], -item[1], item[0]))
    header = ("lang", "list", "what", "cause", "n")
    return columns([header, *((*key, str(count)) for key, count in ranked)], left=4)


def detail_table(listed: Sequence[Listed]) -> str:
    """What stands behind the causes: words of the gold and ours, labels of what is missed or invented, sources."""
    counted = Counter(
        (str(one.article.row.get("lang")), kind, error.what, error.detail)
        for one in listed
        for kind in LISTS
        for error in one.lists[kind][1]
        if error.detail
    )
    ranked = sorted(counted.items(), key=lambda item: (item[0][:3], -item[1], item[0]))
    return columns(
        [("lang", "list", "what", "gold -> ours, or what it is", "n"), *((*k, str(n)) for k, n in ranked)], left=4
    )


def listing(listed: Sequence[Listed], *, by_cause: bool) -> str:
    """Every error with its evidence, under its article, or under its cause with the article named."""
    entries = [
        (one, kind, error, number)
        for number, one in enumerate(listed)
        for kind in LISTS
        for error in one.lists[kind][1]
    ]

    def heading(entry: tuple[Listed, str, Error, int]) -> tuple[str, ...]:
        one, kind, error, _ = entry
        row = one.article.row
        if by_cause:
            return (str(row.get("lang")), kind, error.what, error.cause)
        return (str(row["id"]), str(row.get("lang")), str(row.get("published")))

    groups: dict[tuple[str, ...], list[str]] = {}
    for entry in sorted(entries, key=_order(by_cause=by_cause)):
        groups.setdefault(heading(entry), []).append(_entry(*entry[:3], with_id=by_cause))
    return "\n".join(
        f"== {'  |  '.join(title)}  |  {len(texts)}\n\n" + "\n".join(texts) for title, texts in groups.items()
    )


def _order(*, by_cause: bool) -> Callable[[tuple[Listed, str, Error, int]], tuple[str | int, ...]]:
    def key(entry: tuple[Listed, str, Error, int]) -> tuple[str | int, ...]:
        one, kind, error, number = entry
        at = (-1 if error.gold is None else error.gold, -1 if error.ours is None else error.ours)
        if by_cause:
            return (str(one.article.row.get("lang")), kind, _ORDER.index(error.what), error.cause, number, *at)
        return (number, kind, _ORDER.index(error.what), error.cause, *at)

    return key


def _entry(one: Listed, kind: str, error: Error, *, with_id: bool) -> str:
    alignment, article = one.lists[kind][0], one.article
    text = str(article.row["text"])
    where = f"{article.row['id']}: " if with_id else f"{kind}, "
    lines = [f"- {where}{error.what} [{error.cause}] {error.detail}"]
    if error.gold is not None:
        truth = alignment.gold[error.gold][0]
        lines.append(f"    gold {truth.get('id')}: {_told(truth, kind, article.gold_places)}")
        lines += _quoted(text, spans_of(truth.get("evidence")))
    if error.ours is not None:
        guess = alignment.ours[error.ours][0]
        lines.append(f"    ours {guess.get('id')}: {_told(guess, kind, article.places)}")
        lines += _quoted(text, article.evidence(guess))
    return "\n".join(lines) + "\n"


def _told(record: Record, kind: str, places: dict[str, Record]) -> str:
    """A record in one line."""

    def named(field: str) -> str:
        value = record.get(field)
        ids = value if isinstance(value, list) else [value] if value else []
        return " & ".join(place_label(places.get(name)) for name in ids) or "-"

    dates = f"{record.get('date_start') or ''}..{record.get('date_end') or ''}"
    where = f"{named('origin')} -> {named('destination')}" if kind == MOVEMENTS else named("place")
    what = f"{record.get('mode')} {record.get('group')}" if kind == MOVEMENTS else str(record.get("type"))
    return " | ".join((f"{what} {record.get('status')}", where, _amount(record.get(AMOUNTS[kind])), dates))


def _amount(quantity: Record | None) -> str:
    if not quantity:
        return "-"
    if quantity.get("best") is not None:
        return str(quantity["best"])
    return f"{quantity.get('min') or ''}..{quantity.get('max') or ''}"


def _quoted(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    return [f"        {start}: «{' '.join(text[start:end].split())[:_EVIDENCE_LENGTH]}»" for start, end in spans]

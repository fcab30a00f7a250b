"""Why a record is missed, invented or wrong, as far as gold and report show it without reading the text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evaluation.alignment import (
    EVENTS,
    LISTS,
    MOVEMENTS,
    PLACE_FIELDS,
    Alignment,
    admissible,
    aligned,
    covered,
    is_optional,
)
from evaluation.official import Verdicts
from evaluation.records import Record, Span, overlaps, spans_of
from evaluation.whereabouts import Article, contains, where_named, where_taken_from

MISSED, INVENTED, TOLD_AS = "missed", "invented", "told as"
WORDS = ("status", "mode", "group")
AMOUNTS = {MOVEMENTS: "quantity", EVENTS: "fatalities"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One thing that is wrong in one list of one article.

    `what` is missed, invented, told as (a missed and an invented record that are one), or the wrong field; `detail`
    names labels (which only the read half may show); `gold` and `ours` are positions in the alignment; `fields` is
    what has to be taken from the gold to mend it.
    """

    kind: str
    what: str
    cause: str
    detail: str = ""
    gold: int | None = None
    ours: int | None = None
    fields: tuple[str, ...] = ()


def errors_of(article: Article) -> dict[str, tuple[Alignment, tuple[Error, ...]]]:
    """The alignment and all errors of each list of an article."""
    found = {}
    for kind in LISTS:
        alignment = aligned(article.row, article.report, kind, article.scoring)
        errors = [*_unpaired(alignment, kind, article), *_wrong_fields(alignment, kind, article)]
        found[kind] = (alignment, tuple(errors))
    return found


# ---- missed and invented -------------------------------------------------------------------------------------------


def _unpaired(alignment: Alignment, kind: str, article: Article) -> Iterator[Error]:
    partners = _partners(alignment, article)
    for i in alignment.missed:
        if i in partners:
            yield _told_as(alignment, i, partners[i], kind, article)
        else:
            yield Error(kind=kind, what=MISSED, cause=_why_missed(alignment, i, kind, article), gold=i,
                        detail=_label(alignment.gold[i][0], kind))  # fmt: skip
    for j in alignment.invented:
        if j not in partners.values():
            yield Error(kind=kind, what=INVENTED, cause=_why_invented(alignment, j, kind, article), ours=j,
                        detail=_label(alignment.ours[j][0], kind))  # fmt: skip


def _partners(alignment: Alignment, article: Article) -> dict[int, int]:
    """Missed records with the invented one that stands on the same words: one deed, told as another."""
    overlap = article.scoring.overlap
    similarity = {
        (i, j): shared
        for i in alignment.missed
        for j in alignment.invented
        if (shared := overlap(alignment.gold[i][1], alignment.ours[j][1])) > 0
    }
    return dict(article.scoring.align(similarity))


def _told_as(alignment: Alignment, i: int, j: int, kind: str, article: Article) -> Error:
    (truth, offsets), (guess, other) = alignment.gold[i], alignment.ours[j]
    scoring = article.scoring
    fields = []
    name = "group" if kind == MOVEMENTS else "type"
    fits = scoring.groups_compatible(truth, guess) if kind == MOVEMENTS else truth.get("type") == guess.get("type")
    if not fits:
        fields.append(name)
    if not scoring.status_compatible(truth, guess):
        fields.append("status")
    causes = [f"another {field}" for field in fields]
    if scoring.overlap(offsets, other) < scoring.MIN_OVERLAP:
        causes.append("too little evidence in common")
        fields.append("evidence")
    detail = [_change(truth, guess, field) for field in fields if field != "evidence"]
    return Error(kind=kind, what=TOLD_AS, cause=", ".join(causes), detail=", ".join(detail), gold=i, ours=j,
                 fields=tuple(fields))  # fmt: skip


def _why_missed(alignment: Alignment, i: int, kind: str, article: Article) -> str:
    offsets = alignment.gold[i][1]
    if _meeting(offsets, alignment.ours, article):
        return "our record there is that of another gold record"
    other = EVENTS if kind == MOVEMENTS else MOVEMENTS
    if _meeting(offsets, covered(article.report, other, article.scoring), article):
        return f"only among our {other}"
    for name in ("stocks", "control"):
        if _meeting(offsets, covered(article.report, name, article.scoring), article):
            return f"only among our {name}"
    claims = [(claim, article.scoring.characters([claim])) for claim in article.report.get("claims") or ()]
    if _meeting(offsets, claims, article):
        return "a claim of ours without a record"
    return "no claim of ours"


def _why_invented(alignment: Alignment, j: int, kind: str, article: Article) -> str:
    guess, offsets = alignment.ours[j]
    met = _meeting(offsets, alignment.gold, article)
    fits = admissible(kind, article.scoring)
    if any(fits(truth, guess) for truth in met):
        return "a second one for a found record"
    if met:
        return "beside a found record of another kind"
    optional = [pair for pair in _gold(article, kind) if is_optional(pair[0], kind)]
    if _meeting(offsets, optional, article):
        return "beside an optional event"
    other = EVENTS if kind == MOVEMENTS else MOVEMENTS
    if _meeting(offsets, _gold(article, other), article):
        return f"the gold has it among {other} only"
    return "the gold has nothing there"


def _gold(article: Article, kind: str) -> list[tuple[Record, set[int]]]:
    return [(item, article.scoring.characters(item.get("evidence"))) for item in article.row.get(kind) or ()]


def _meeting(offsets: set[int], records: Iterable[tuple[Record, set[int]]], article: Article) -> list[Record]:
    scoring = article.scoring
    return [record for record, other in records if scoring.overlap(offsets, other) >= scoring.MIN_OVERLAP]


def _label(record: Record, kind: str) -> str:
    first = record.get("mode") if kind == MOVEMENTS else record.get("type")
    return f"{first} {record.get('status')}"


def _change(truth: Record, guess: Record, field: str) -> str:
    return f"{truth.get(field)} -> {guess.get(field)}"


# ---- wrong fields --------------------------------------------------------------------------------------------------


def _wrong_fields(alignment: Alignment, kind: str, article: Article) -> Iterator[Error]:
    for (i, j), verdicts in alignment.found.items():
        truth, guess = alignment.gold[i][0], alignment.ours[j][0]
        for what, fields, cause, detail in _field_causes(truth, guess, verdicts, kind, article):
            yield Error(kind=kind, what=what, cause=cause, detail=detail, gold=i, ours=j, fields=fields)


def _field_causes(
    truth: Record, guess: Record, verdicts: Verdicts, kind: str, article: Article
) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    for field in PLACE_FIELDS[kind]:
        if verdicts[field] is False:
            yield field, (field,), *_wrong_place(truth, guess, field, article)
    amount = AMOUNTS[kind]
    if verdicts[amount] is False:
        yield amount, (amount,), *_wrong_amount(truth, guess, amount, article)
    for field in WORDS:
        if verdicts.get(field) is False:
            yield field, (field,), "another word", _change(truth, guess, field)
    dates = ("date_start", "date_end")
    if verdicts["date_overlap"] is False:
        yield "date_overlap", dates, *_wrong_date(truth, guess, article)
    elif verdicts["date_equal"] is False:
        yield "date_equal", dates, *_other_width(truth, guess, article)


def _wrong_place(truth: Record, guess: Record, field: str, article: Article) -> tuple[str, str]:
    scoring, evidence = article.scoring, article.evidence(guess)
    true_places = _listed(truth, field, article.gold_places)
    places = _listed(guess, field, article.places)
    missing = [place for place in true_places if not any(scoring.same_place(place, other) for other in places)]
    extra = [place for place in places if not any(scoring.same_place(other, place) for other in true_places)]
    source = f"ours {where_taken_from(extra[0], evidence, article)}" if extra else ""
    if not true_places:
        return "gold none", source
    if not missing:
        return "too many places", source
    right = f"right one {where_named(missing[0], evidence, article)}"
    if not places:
        return f"ours none: {right}", ""
    if any(contains(one, other, scoring) for one in extra for other in missing):
        return "container for its part", f"{right}, {source}"
    if any(contains(other, one, scoring) for one in extra for other in missing):
        return "part for its container", f"{right}, {source}"
    return (f"another place: {right}", source) if extra else (f"too few places: {right}", "")


def _listed(record: Record, field: str, places: dict[str, Record]) -> list[Record]:
    value = record.get(field)
    ids = value if isinstance(value, list) else [value] if value else []
    return [places[name] for name in dict.fromkeys(ids) if name in places]


def _wrong_amount(truth: Record, guess: Record, field: str, article: Article) -> tuple[str, str]:
    amount = article.scoring.amount
    wanted, given = amount(truth.get(field)), amount(guess.get(field))
    if wanted is None:
        return "gold none", ""
    if given is not None:
        same = (set(wanted) & set(given)) - {None}
        return "same number, read as another bound" if same else "another number", ""
    spans = spans_of(truth.get("evidence"))
    read = [claim for claim in _at(article.report.get("claims"), spans) if amount(claim.get("quantity")) == wanted]
    return "read, but not given to the record" if read else "never read", ""


def _wrong_date(truth: Record, guess: Record, article: Article) -> tuple[str, str]:
    wanted, given = article.scoring.dates(truth), article.scoring.dates(guess)
    times = _times(truth, guess, article)
    equal = any(time == wanted for time in times)
    if any(given):
        return "another expression was right" if equal else "misread, or another day implied", ""
    if equal:
        return "ours none: right one in the evidence", ""
    if times:
        return "ours none: another one in the evidence", ""
    published = str(article.row.get("published") or "")[:10]
    if published in wanted:
        return "ours none: the gold takes the day of publication", ""
    return "ours none: no time in the evidence", ""


def _other_width(truth: Record, guess: Record, article: Article) -> tuple[str, str]:
    wanted, given = article.scoring.dates(truth), article.scoring.dates(guess)
    if not any(wanted):
        return "gold none", ""
    ends = [end for end, one, other in zip(("start", "end"), wanted, given, strict=True) if one != other]
    opened = "ours open" if any(one and not other for one, other in zip(wanted, given, strict=True)) else ""
    closed = "gold open" if any(other and not one for one, other in zip(wanted, given, strict=True)) else ""
    return f"another {' and '.join(ends)}", ", ".join(filter(None, (opened, closed)))


def _times(truth: Record, guess: Record, article: Article) -> list[tuple[str | None, str | None]]:
    """The known intervals of our expressions of time in the evidence of either record."""
    spans = [*spans_of(truth.get("evidence")), *article.evidence(guess)]
    times = [(time.get("earliest"), time.get("latest")) for time in _at(article.report.get("times"), spans)]
    return [time for time in times if any(time)]


def _at(items: Iterable[Record] | None, spans: Sequence[Span]) -> list[Record]:
    return [item for item in items or () if any(overlaps(span, other) for span in spans_of([item]) for other in spans)]

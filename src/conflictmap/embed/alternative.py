"""The map in words for who cannot see it: one line for `alt=`, and a text of at most 150 words.

Counts are those of records. Numbers of people stand in the phrase of their record, and are never added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from conflictmap.embed.phrases import counted, isolated, listed, phrase, place_name, shortened, span
from conflictmap.embed.story import Story
from conflictmap.embed.words import RECORDS
from conflictmap.export.columns import Known
from conflictmap.model import Event, Movement, TimePrecision

SHORT, LONG = 200, 150
"""The longest line for `alt=` in characters, and the longest text in words."""

_RANK = ("happened", "ongoing", "agreed", "alleged", "planned", "predicted", "denied", "historical")
_EACH = 3


def short(told: Story, language: str) -> str:
    """Give the map in one line of at most 200 characters: how many records of what, where, when, by whom."""
    ar = language == "ar"
    what = _records(told, language, ("movement", "event")) or _records(told, language, tuple(RECORDS))
    where, when, who = _where(told, language), _when(told, language), _who(told, language, 1)
    told_by = f"{'بحسب' if ar else 'as reported by'} {who}"
    head = f"{'خريطة فيها' if ar else 'Map of'} {what}"
    around = f" {'في محيط' if ar else 'around'} {where}" if where else ""
    comma, stop = ("، " if ar else ", "), "."
    full = f"{head}{around}{comma + when if when else ''}{comma}{told_by}{stop}"
    for line in (full, f"{head}{around}{comma}{told_by}{stop}", f"{head}{comma}{told_by}{stop}"):
        if len(line) <= SHORT:
            return line
    return shortened(full, SHORT)


def long(told: Story, language: str) -> str:
    """Give the map in at most 150 words: a summary, the first records, and what must not be done with the numbers."""
    ar = language == "ar"
    when, where, all_records = _when(told, language), _where(told, language), _records(told, language, tuple(RECORDS))
    opening = f"{'خريطة تفاعلية لما أورده' if ar else 'Interactive map of what is reported by'} {_who(told, language, 3)}: {all_records}"  # noqa: E501
    around = f"{'، في محيط' if ar else ', around'} {where}" if where else ""
    ending = (
        "الأعداد هي الواردة في التقارير، وقد تتداخل التنقلات، ولذلك لا تُجمع."
        " وفي القائمة بجانب الخريطة كل سجل مع اقتباسه ومصدره."
        if ar
        else "Numbers are those of the reports; movements may overlap and are not added up. The list beside the map has"
        " every record with its quote and source."
    )
    text = f"{opening}{around}{('، ' if ar else ', ') + when if when else ''}."
    for line in _phrases(told, language):
        longer = f"{text} {line}."
        if len(f"{longer} {ending}".split()) > LONG:
            break
        text = longer
    return f"{text} {ending}"


def _phrases(told: Story, language: str) -> Iterator[str]:
    """Give movements and events by turns: what happened before what is only said, the larger number first.

    Two articles that tell the same in the same words are one phrase, with the source of the first.
    """
    movements = [(record, known) for known in told.known for record in known.report.movements]
    events = [(record, known) for known in told.known for record in known.report.events]
    turns = zip_longest(*(_distinct(held, told, language) for held in (movements, events)))
    yield from (line for turn in turns for line in turn if line)


def _distinct(held: Sequence[tuple[Movement | Event, Known]], told: Story, language: str) -> list[str]:
    ranked = sorted(held, key=lambda one: (_RANK.index(one[0].status), -_size(one[0])))
    lines: dict[str, str] = {}
    for record, known in ranked:
        line = phrase(record, known, told, language)
        lines.setdefault(line[: line.rindex(" (")], line)
        if len(lines) == _EACH:
            break
    return list(lines.values())


def _size(record: Movement | Event) -> int:
    quantity = record.quantity if isinstance(record, Movement) else record.fatalities or record.quantity
    return (quantity.best or quantity.max or quantity.min or 0) if quantity else 0


def _records(told: Story, language: str, kinds: Sequence[str]) -> str:
    numbers = {
        "movement": sum(len(report.movements) for report in told.reports),
        "event": sum(len(report.events) for report in told.reports),
        "stock": sum(len(report.stocks) for report in told.reports),
        "control": sum(len(report.control) for report in told.reports),
    }
    parts = [counted(numbers[kind], RECORDS[kind], language) for kind in kinds if numbers[kind]]
    return listed(parts, "and", language)


def _where(told: Story, language: str) -> str:
    """Name the place that the story is about, or the one that most records name."""
    named = Counter(place for one in told.known for place in _places(one))
    about = told.focus if told.focus in named else min(named, key=lambda place: (-named[place], place), default="")
    known = next((one for one in told.known if about in one.places), None)
    return isolated(shortened(place_name(about, known, language), 50), language) if about and known else ""


def _places(known: Known) -> Iterator[str]:
    for movement in known.report.movements:
        yield from (*movement.origin, *movement.destination)
    for group in (known.report.events, known.report.stocks, known.report.control):
        yield from (record.place for record in group if record.place)


def _when(told: Story, language: str) -> str:
    records: list[Movement | Event] = [move for report in told.reports for move in report.movements]
    records += [event for report in told.reports for event in report.events]
    dated = [record for record in records if record.status != "historical"]
    days = sorted(day for record in dated for day in (record.date_start, record.date_end) if day)
    return span(days[0], days[-1], TimePrecision.DAY, language) if days else ""


def _who(told: Story, language: str, most: int) -> str:
    """Name the outlets, and say how many more there are."""
    ar = language == "ar"
    named = dict.fromkeys(shortened(one.publisher or "", 60) for one in told.documents)
    outlets = [isolated(name, language) for name in named if name]
    if not outlets:
        return "وسيلة إعلام غير مسماة" if ar else "an unnamed outlet"
    rest = len(outlets) - most
    if rest > 0:
        outlets = [*outlets[:most], f"{rest} من الوسائل الأخرى" if ar else f"{rest} more"]
    return listed(outlets, "and", language)

"""Records in words, in English and Arabic: amounts, dates and one phrase for a movement or an event.

A phrase never stands without its status and its source: "Departure of about 1,200 civilians from Upper Weir, 7 May 2021
(reported as having happened; according to the Harbour Daily)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from conflictmap.embed.story import Story, clean
from conflictmap.embed.words import EVENTS, GROUPS, MODES, MONTHS, STATUS, UNITS, VAGUE, WITH_FAMILIES, Noun
from conflictmap.export.columns import Known
from conflictmap.model import Claim, Event, Movement, PlaceId, Quantity, TimePrecision

LANGUAGES = ("en", "ar")


def phrase(record: Movement | Event, known: Known, told: Story, language: str) -> str:
    """Give a record in words: what, how many, where, when, with what status, and who says so."""
    what = _movement(record, known, language) if isinstance(record, Movement) else _event(record, known, language)
    when = span(record.date_start, record.date_end, record.time_precision, language)
    at = LANGUAGES.index(language)
    comma, semicolon = (", ", "; ") if language == "en" else ("، ", "؛ ")
    said = _said(record, known, told, language)
    return f"{what}{comma + when if when else ''} ({STATUS[record.status][at]}{semicolon}{said})"


def counted(number: int, noun: Noun, language: str) -> str:
    """Give a number with its noun; Arabic bends the noun by the last two digits and has a dual.

    >>> from conflictmap.embed.words import GROUPS
    >>> [counted(n, GROUPS["civilians"], "ar") for n in (2, 5, 40, 1200)]
    ['مدنيين', '5 مدنيين', '40 مدنيا', '1,200 مدني']
    """
    if language == "en":
        return f"{number:,} {noun[0] if number == 1 else noun[1]}"
    if number in (1, 2):
        return noun[1 + number]
    return f"{number:,} {noun[_form(number)]}"


def amount(quantity: Quantity | None, noun: Noun, language: str) -> str:
    """Give a quantity as the report has it; what nobody counted is said to be unknown."""
    ar = language == "ar"
    if quantity is None or (quantity.best, quantity.min, quantity.max) == (None, None, None):
        return f"{noun[6]} (العدد غير مذكور)" if ar else f"{noun[1]} (number not given)"
    best, low, high = quantity.best, quantity.min, quantity.max
    if best is not None:
        about = ("نحو " if ar else "about ") if quantity.approx else ""
        return about + counted(best, noun, language)
    if low is not None and high is not None:
        if vague := VAGUE.get((low, high)):
            return f"{vague[1]} {noun[7]}" if ar else f"{vague[0]} {noun[1]}"
        return f"بين {low:,} و{high:,} {noun[_form(high)]}" if ar else f"{low:,} to {high:,} {noun[1]}"
    if low is not None:
        return ("ما لا يقل عن " if ar else "at least ") + counted(low, noun, language)
    assert high is not None
    return ("ما لا يزيد على " if ar else "at most ") + counted(high, noun, language)


def span(start: date | None, end: date | None, precision: TimePrecision, language: str) -> str:
    """Give the time between two days in words, empty where none is known."""
    ar = language == "ar"
    if start and end and _day(start, precision, language) != _day(end, precision, language):
        first, last = _day(start, precision, language), _day(end, precision, language)
        if precision not in (TimePrecision.MONTH, TimePrecision.YEAR) and (start.year, start.month) == (
            end.year, end.month,
        ):  # fmt: skip
            first = str(start.day)
        return f"من {first} إلى {last}" if ar else f"{first} to {last}"
    if start and end:
        return _day(start, precision, language)
    if start:
        return ("منذ " if ar else "since ") + _day(start, precision, language)
    return (("حتى " if ar else "by ") + _day(end, precision, language)) if end else ""


def place_name(identity: str, known: Known, language: str) -> str:
    """Name a place in a language, or in any that it has a name in."""
    place = known.places.get(PlaceId(identity))
    names = place.name if place else {}
    return isolated(clean(names.get(language) or next(iter(names.values()), identity)), language)


def isolated(name: str, language: str) -> str:
    """Keep a name in the other direction of writing from turning its surroundings round."""
    if not name:
        return name
    is_arabic = re.search("[\u0600-\u06ff]", name) is not None
    return name if is_arabic == (language == "ar") else f"\u2068{name}\u2069"


def listed(names: Sequence[str], word: str, language: str) -> str:
    """Join names with "and" or "or"."""
    if language == "ar":
        return (" أو " if word == "or" else " و").join(names)
    return f" {word} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _form(number: int) -> int:
    """Give the column of an Arabic noun behind a number of three or more."""
    rest = number % 100
    return 4 if 3 <= rest <= 10 else 5 if rest > 10 else 2


def _movement(record: Movement, known: Known, language: str) -> str:
    words = MODES[record.mode][:3] if language == "en" else MODES[record.mode][3:]
    ends = [[place_name(place, known, language) for place in places] for places in (record.origin, record.destination)]
    relation = "or" if record.destination_relation == "any_of" else "and"
    origin = f" {words[1]} {listed(ends[0], 'and', language)}" if ends[0] else ""
    destination = f" {words[2]} {listed(ends[1], relation, language)}" if ends[1] else ""
    return f"{words[0]} {_movers(record, language)}{origin}{destination}"


def _movers(record: Movement, language: str) -> str:
    quantity = record.quantity
    families = WITH_FAMILIES[language] if record.group == "fighters+families" else ""
    if quantity is None or quantity.unit == "persons":
        is_thing = record.group in ("cargo", "vehicles", "aid")
        noun = UNITS["persons"] if quantity and is_thing else GROUPS[record.group]
        return amount(quantity, noun, language) + families
    kind = GROUPS[record.group][1 if language == "en" else 6] + families
    counted_in = UNITS[quantity.unit]
    alike = counted_in[1] == kind or record.group in ("families", "mixed")
    return amount(quantity, counted_in, language) + ("" if alike else f" ({kind})")


def _event(record: Event, known: Known, language: str) -> str:
    ar = language == "ar"
    at = f" {'في' if ar else 'at'} {place_name(record.place, known, language)}" if record.place else ""
    parts = [EVENTS[record.type][LANGUAGES.index(language)] + at]
    if record.quantity:
        parts.append(amount(record.quantity, UNITS[record.quantity.unit], language))
    if record.fatalities:
        dead = amount(record.fatalities, UNITS["persons"], language)
        parts.append(f"مقتل {dead}" if ar else f"{dead} killed")
    if record.injured:
        hurt = amount(record.injured, UNITS["persons"], language)
        parts.append(f"إصابة {hurt}" if ar else f"{hurt} injured")
    return ("، " if ar else ", ").join(parts)


def _said(record: Movement | Event, known: Known, told: Story, language: str) -> str:
    """Say who says so: the innermost source of the first claim that has one, or the outlet."""
    claims: list[Claim] = [known.claims[claim] for claim in record.claims if claim in known.claims]
    named = [claim.source_chain[-1] for claim in claims if claim.source_chain]
    outlets = [document.publisher for document in known.documents(record.claims) if document.publisher]
    who = told.actor(named[0], language) if named else outlets[0] if outlets else ""
    who = isolated(shortened(who, 60), language)
    if language == "ar":
        return f"بحسب {who}" if who else "بحسب وسيلة إعلام غير مسماة"
    return f"according to {who}" if who else "according to an unnamed outlet"


def shortened(text: str, longest: int) -> str:
    """Clean a text, and cut it at a word if it is too long.

    >>> shortened("one two three", 9)
    'one two…'
    """
    text = clean(text)
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    return (kept[: kept.rfind(" ")] if kept.rfind(" ") > longest // 2 else kept).rstrip(" ,;:،؛-–") + "…"


def _day(day: date, precision: TimePrecision, language: str) -> str:
    month = MONTHS[day.month - 1][LANGUAGES.index(language)]
    if precision is TimePrecision.YEAR:
        return str(day.year)
    return f"{month} {day.year}" if precision is TimePrecision.MONTH else f"{day.day} {month} {day.year}"

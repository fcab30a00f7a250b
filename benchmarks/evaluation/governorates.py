"""The scorer of governorates, and their spellings."""

import re
from collections.abc import Iterable, Sequence

from evaluation.ceiling import possible_focuses
from evaluation.records import Outcome, Record, paired, places_of, share

# ISO 3166-2:SY, with the spellings that are in common use.
SYRIA = {
    "DI": ("damascus", "damascus city", "دمشق"),
    "DR": ("daraa", "dara", "deraa", "dar a", "درعا"),
    "DY": (
        "deir ez zor",
        "deir ezzor",
        "deir al zor",
        "deir al zour",
        "dayr az zawr",
        "deir alzor",
        "دير الزور",
    ),
    "HA": ("hasakah", "hasaka", "hasakeh", "hassakeh", "hassakah", "hasake", "الحسكة"),
    "HI": ("homs", "hims", "حمص"),
    "HL": ("aleppo", "halab", "حلب"),
    "HM": ("hama", "hamah", "حماة", "حماه"),
    "ID": ("idlib", "idleb", "إدلب", "ادلب"),
    "LA": ("latakia", "lattakia", "ladhiqiyah", "lathakia", "اللاذقية"),
    "QU": ("quneitra", "qunaytirah", "qunaitra", "القنيطرة"),
    "RA": ("raqqa", "raqqah", "raqa", "rakka", "الرقة"),
    "RD": (
        "rif dimashq",
        "rural damascus",
        "damascus rural",
        "damascus suburbs",
        "damascus countryside",
        "rif dimashq governorate",
        "reef dimashq",
        "reef damascus",
        "ريف دمشق",
    ),
    "SU": ("suwayda", "sweida", "suweida", "sweda", "as suwayda", "suwaida", "السويداء"),
    "TA": ("tartus", "tartous", "طرطوس"),
}


def plain(name: object) -> str:
    """Lower case without signs, articles and the words for a governorate.

    >>> plain("Al-Hasakah Governorate"), plain("Dar'a")
    ('hasakah', 'dar a')
    """
    words = re.sub(r"[^\w]+", " ", str(name or "").casefold()).split()
    dropped = {"governorate", "province", "muhafazat", "محافظة", "sy"}
    kept = [word for word in words if word not in dropped]
    return " ".join(kept[1:] if kept[:1] and kept[0] in {"al", "ar", "as", "el"} else kept)


CODES = {plain(name): code for code, names in SYRIA.items() for name in (*names, code)}


def code_of(name: object) -> str | None:
    """The ISO code of a Syrian governorate, from a name, an ISO code (`SY-HL`) or an id like `sy-aleppo`."""
    return CODES.get(plain(name))


def governorate_of(place: Record, places: dict[str, Record]) -> str | None:
    """The governorate of a place: by its admin1 (a name, code or place id), or itself if it is one."""
    own = place if place.get("kind") == "admin1" else {}
    holder = places.get(str(place.get("admin1")), {})
    names: Iterable[object] = (place.get("admin1"), *_names(holder), *_names(own), own.get("id"))
    return next((code for name in names if (code := code_of(name))), None)


def _names(place: Record) -> list[object]:
    name = place.get("name") or {}
    return list(name.values()) if isinstance(name, dict) else [name]


def focus_governorate(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """The governorate of the main event against that of the focus.

    An id that stands more than once with different governorates is one text: any of them is right. Gold
    that names no governorate of Syria is `skipped`. The ceiling takes the places that any
    mention could be.
    """
    right, covered, possible, misses = [], [], [], []
    for rows, report in paired(gold, reports):
        truths = {code for row in rows if (code := code_of(row.get("governorate")))}
        if not truths:
            continue
        places = places_of(report)
        focus = places.get(str((report.get("focus") or {}).get("place")))
        answer = governorate_of(focus, places) if focus else None
        covered.append(focus is not None)
        right.append(answer in truths)
        possible.append(any(governorate_of(place, places) in truths for place in possible_focuses(report)))
        if answer not in truths:
            misses.append({"id": rows[0]["id"], "surface": " ".join(sorted(truths)), "place": focus and focus["id"]})
    skipped = len({row["id"] for row in gold}) - len(right)
    return Outcome(
        figures={"texts": len(right), "skipped": skipped, "coverage": share(covered), "right": share(right)},
        ceiling={"right": share(possible)},
        misses=tuple(misses),
    )

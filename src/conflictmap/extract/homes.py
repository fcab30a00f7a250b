"""Where the people of a group are at home: "residents of X", سكان X, "X families"."""

from __future__ import annotations

from conflictmap.extract.movers import Mover
from conflictmap.extract.records import Found
from conflictmap.extract.slots import PlaceSlot, is_listed
from conflictmap.model import Group
from conflictmap.text.normalise import fold

# An army has no home that its name would tell; fighters "from Tunisia" have a nationality.
_AT_HOME = frozenset((Group.CIVILIANS, Group.FAMILIES, Group.DISPLACED, Group.RETURNEES, Group.WOUNDED))
_LINKS = {"en": frozenset(("of", "from", "in", "inside", "around")), "ar": frozenset(map(fold, ("من", "في", "داخل")))}
_REACH = {"en": 6, "ar": 2}  # words between a group and the name of its place


def home_of(mover: Mover | None, found: Found) -> tuple[PlaceSlot, ...]:
    """Give the places that a group of people is told to be of, in the words beside it; () where none is."""
    if mover is None or mover.group not in _AT_HOME:
        return ()
    for number, slot in enumerate(found.places):
        if slot.mention >= 0 and not slot.is_container and _is_beside(slot, mover, found):
            return _with_list(number, found)
    return ()


def _is_beside(slot: PlaceSlot, mover: Mover, found: Found) -> bool:
    if found.language == "en" and slot.role == "none" and mover.first - 1 <= slot.first and slot.last < mover.last:
        return slot.last == mover.first or slot.first >= mover.first  # "Mosul residents", "300 Mosul residents"
    between = found.words.tokens[mover.last : slot.first]
    if not 0 <= slot.first - mover.last <= _REACH[found.language] or _parted(mover, slot, found):
        return False
    if found.language == "ar" and not between:
        return slot.role in ("none", "location")  # أهالي قرية X, السكان بحلب
    return bool(between) and between[0].norm in _LINKS[found.language] and not any(
        mover.last <= trigger.first < slot.first for trigger in found.triggers
    )  # fmt: skip


def _parted(mover: Mover, slot: PlaceSlot, found: Found) -> bool:
    gap = found.words.text[mover.end : slot.start].removesuffix(", ")  # "of two towns, A and B"
    return any(mark in gap for mark in "،,؛;:()\n")


def _with_list(number: int, found: Found) -> tuple[PlaceSlot, ...]:
    homes = [found.places[number]]
    for slot in found.places[number + 1 :]:
        if slot.is_container or not is_listed(homes[-1], slot.start, slot.first, found.words):
            break
        homes.append(slot)
    return tuple(homes)

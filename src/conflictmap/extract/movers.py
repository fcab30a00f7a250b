"""Who or what can move: groups of people, goods, armed forces, each with the number that counts it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from conflictmap.extract.actors import ActorExpression
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.model import Group, Quantity, Unit
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

# Between a number and what it counts: "مئات من المدنيين", "hundreds of Iraqi civilians".
_COUNT_GAP = 3
_LONGEST_COUNT = 40  # words of a number and what stands between it and what it counts
_UNITS_OF_PEOPLE = frozenset((Unit.PERSONS, Unit.FAMILIES, Unit.HOUSEHOLDS))
_ARMED = frozenset(("rebel", "militia", "jihadist"))
_STATE = frozenset(("state_force", "coalition"))
_COORDINATED = 2  # words between two actors of one phrase: "by the SDF and the coalition"
_COPULAS = frozenset(map(fold, ("كانوا", "كان", "كانت", "ليسوا", "باتوا", "أصبحوا", "ظلوا", "ما زالوا")))
_COMPANY = frozenset(map(fold, ("مع", "برفقة", "رفقة", "بجانب", "بصحبة", "with", "alongside", "among", "وسط", "بين")))
_GOVERNING_AR = frozenset(map(fold, ("إلى", "من", "مع", "بين", "ضد", "قبل", "يد", "أيدي", "عن", "على", "لدى", "جيب",
                                     "معقل", "سيطرة", "لصالح", "في")))  # fmt: skip
_GOVERNING_EN = frozenset(
    ["to", "from", "with", "between", "against", "by", "for", "under", "on", "among", "of", "in", "held"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """Who or what moves: a group of people or things, or an armed force, with its number if one is given."""

    group: Group
    quantity: Quantity | None
    first: int
    last: int
    start: int
    end: int
    actor: str | None = None
    is_actor: bool = False


def movers(
    groups: Sequence[GroupExpression], actors: Sequence[ActorExpression],
    quantities: Sequence[QuantityExpression], words: Words, language: str,
) -> tuple[Mover, ...]:  # fmt: skip
    """Give the groups and armed forces of a text as movers, in order, each with the number that counts it."""
    found = [_group_mover(group, quantities, words) for group in groups if not _is_company(group.first, words)]
    covered = [(mover.first, mover.last) for mover in found]
    governed = -_COORDINATED - 1  # index behind the last actor that is only an adverbial
    for actor in actors:
        if _is_governed(actor, words, language) or 0 <= actor.first - governed <= _COORDINATED:
            governed = actor.last
            continue
        is_free = not any(a < actor.last and actor.first < b for a, b in covered)
        if actor.type in _ARMED | _STATE and is_free:
            group = Group.FIGHTERS if actor.type in _ARMED else Group.TROOPS
            found.append(Mover(group=group, quantity=None, first=actor.first, last=actor.last, start=actor.start,
                               end=actor.end, actor=actor.actor, is_actor=True))  # fmt: skip
    return tuple(sorted(found, key=lambda mover: mover.start))


def _is_company(first: int, words: Words) -> bool:
    """Say whether a group only goes along: "with fighters", برفقة المقاتلين."""
    before = [token.norm for token in words.tokens[max(0, first - 2) : first]]
    if not before:
        return False
    is_predicate = before[-1] in _COPULAS  # كانوا محاصرين says how they were, not who went
    return is_predicate or before[-1] in _COMPANY or (before[-1] in ("the", "their") and before[0] in _COMPANY)


def _is_governed(actor: ActorExpression, words: Words, language: str) -> bool:
    """Say whether an actor is only an adverbial: "surrendered to the coalition", لداعش, "pocket of ISIS"."""
    before = words.tokens[actor.first - 1].norm if actor.first else ""
    if language == "ar":
        clitic = words.text[words.tokens[actor.first].start : actor.start].lstrip("وف")[:1]
        return clitic in ("ل", "ب") or before in _GOVERNING_AR
    if before in ("the", "a"):
        before = words.tokens[actor.first - 2].norm if actor.first > 1 else ""
    return before in _GOVERNING_EN


def _group_mover(group: GroupExpression, quantities: Sequence[QuantityExpression], words: Words) -> Mover:
    start_of = bisect_left(quantities, group.first - _LONGEST_COUNT, key=lambda q: q.first)
    end_of = bisect_left(quantities, group.last, lo=start_of, key=lambda q: q.first)
    counting = [q for q in quantities[start_of:end_of] if _counts(q, group, words)]
    quantity = counting[-1].quantity if counting else None
    if quantity is None and group.count is not None:
        quantity = Quantity(best=group.count, text=words.text[group.start : group.end])
    first, start = (counting[-1].first, counting[-1].start) if counting else (group.first, group.start)
    return Mover(group=group.group, quantity=quantity, first=min(first, group.first), last=group.last,
                 start=min(start, group.start), end=group.end)  # fmt: skip


def _counts(quantity: QuantityExpression, group: GroupExpression, words: Words) -> bool:
    """Say whether a number counts a group: it stands right before it, or is part of it (a dual)."""
    if quantity.first < group.last and group.first < quantity.last:
        return True
    between = words.text[quantity.end : group.start]
    near = quantity.last <= group.first and group.first - quantity.last <= _COUNT_GAP
    return near and not any(mark in between for mark in ".،,;؛:\n")


def counted_without_noun(
    quantities: Sequence[QuantityExpression], known: Sequence[Mover]
) -> tuple[QuantityExpression, ...]:
    """Give the numbers of people that count no group expression: "dozens of those who...", "العشرات"."""
    people = [q for q in quantities if q.quantity.unit in _UNITS_OF_PEOPLE]
    return tuple(q for q in people if not any(m.first <= q.first and q.last <= m.last for m in known))

"""Bring the figures of several tellings together: never averaged, never summed, never silently picked.

Figures that can all be true at once ("at least 10" and 12) are narrowed to what all of them allow. Figures that cannot
are contested: the envelope of all, without a best value. A figure that is told as a change ("rose to 15") replaces the
earlier ones, and so does a source's later figure its earlier one; what is replaced stays listed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from conflictmap.model import Count, Figure, Quantity, QuantityStatus

_ROUGHLY = 0.1  # "about 1,000" does not contradict figures a tenth above or below it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure with the day on which its document was published, and its place in the telling."""

    figure: Figure
    published: date | None = None
    number: int = 0


def settle(told: Sequence[Told], of: Count) -> tuple[Quantity | None, QuantityStatus, tuple[Figure, ...]]:
    """Settle one number of a record.

    Args:
        told: all figures of the record, in the order of telling.
        of: which number is asked for; the others are passed over.

    Returns:
        The quantity that the record gives (None where nobody gave one), whether the sources agree on it, and the
        figures of that number, one for each value and source, with those marked that a later one replaces.
    """
    given = [one for one in told if one.figure.of == of]
    marked = [replace(one.figure, superseded=any(_replaces(other, one) for other in given)) for one in given]
    quantity, status = _together([figure for figure in marked if not figure.superseded])
    return quantity, status, _gathered(marked)


def figures_agree(a: Quantity | None, b: Quantity | None) -> bool:
    """Say whether two figures can both be true; nothing contradicts an unknown one."""
    return a is None or b is None or (a.unit == b.unit and max(_low(a), _low(b)) <= min(_high(a), _high(b)))


def same_figure(a: Quantity | None, b: Quantity | None) -> bool:
    """Say whether two figures give the same numbers, whatever their words."""
    return values(a) == values(b)


def values(quantity: Quantity | None) -> tuple[int | None, int | None, int | None]:
    """Give least, most and best value."""
    return (None, None, None) if quantity is None else (quantity.min, quantity.max, quantity.best)


def _replaces(new: Told, old: Told) -> bool:
    """Say whether a figure stands in place of another one: a correction, or the later word of the same source."""
    if new is old or figures_agree(new.figure.quantity, old.figure.quantity):
        return False
    same_source = bool(set(new.figure.sources) & set(old.figure.sources))
    if new.published == old.published:
        # Of two corrections of one day neither is the later one, unless a source corrects itself in going on.
        return new.figure.corrects and (not old.figure.corrects or (same_source and new.number > old.number))
    if new.published is None or old.published is None:
        return False
    return new.published > old.published and (new.figure.corrects or same_source)


def _together(figures: Sequence[Figure]) -> tuple[Quantity | None, QuantityStatus]:
    if not figures:
        return None, QuantityStatus.SINGLE
    quantities = [figure.quantity for figure in figures]
    if not all(figures_agree(a, b) for a in quantities for b in quantities):
        # "At least 7" takes no part where 8 and 9 are given: it speaks against neither.
        rivals = [a for a in quantities if not all(figures_agree(a, b) for b in quantities)]
        return _envelope(rivals), QuantityStatus.CONTESTED
    sources = {source for figure in figures for source in figure.sources}
    status = QuantityStatus.AGREED if len(figures) > 1 and len(sources) > 1 else QuantityStatus.SINGLE
    return _narrowed(quantities), status


def _narrowed(quantities: Sequence[Quantity]) -> Quantity:
    """Give what figures allow that can all be true: the exact one if there is one, else the narrowest bounds."""
    exact = [q for q in quantities if q.best is not None and not q.approx]
    stated = exact or [q for q in quantities if q.best is not None]
    if stated and len({q.best for q in stated}) == 1:
        return stated[0]
    if stated:
        return _envelope(stated)
    lows, highs = [q.min for q in quantities if q.min is not None], [q.max for q in quantities if q.max is not None]
    return replace(quantities[0], min=max(lows, default=None), max=min(highs, default=None), text=_words(quantities))


def _envelope(quantities: Sequence[Quantity]) -> Quantity:
    known = [value for q in quantities for value in values(q) if value is not None]
    is_open = any(q.max is None and q.best is None for q in quantities)  # "more than" keeps the envelope open above
    return Quantity(
        min=min(known, default=None), max=None if is_open else max(known, default=None), unit=quantities[0].unit,
        approx=True, text=_words(quantities),
    )  # fmt: skip


def _words(quantities: Sequence[Quantity]) -> str:
    return " / ".join(dict.fromkeys(q.text for q in quantities if q.text))


def _low(quantity: Quantity) -> float:
    if quantity.min is not None or quantity.best is None:
        return quantity.min or 0
    return quantity.best * (1 - _ROUGHLY * quantity.approx)


def _high(quantity: Quantity) -> float:
    if quantity.max is not None or quantity.best is None:
        return math.inf if quantity.max is None else quantity.max
    return quantity.best * (1 + _ROUGHLY * quantity.approx)


def _gathered(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Give one figure for each value, with all claims and sources that give it."""
    found: dict[object, Figure] = {}
    for figure in figures:
        key = (*values(figure.quantity), figure.quantity.unit, figure.corrects, figure.superseded)
        one = found.get(key)
        found[key] = figure if one is None else replace(
            one, claims=tuple(dict.fromkeys((*one.claims, *figure.claims))),
            sources=tuple(dict.fromkeys((*one.sources, *figure.sources))),
        )  # fmt: skip
    return tuple(found.values())

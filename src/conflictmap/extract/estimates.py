"""Numbers given after the fact: "their number is estimated at about a thousand, not merely dozens"."""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.extract.movers import Mover
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.model import Quantity, QuantityStatus
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

_ESTIMATES = {
    "ar": frozenset(map(fold, ("يقدر", "تقدر", "يقدرون", "قدر", "قدرت", "عددهم", "أعدادهم", "البالغ", "والبالغ",
                               "يبلغ", "بلغ"))),
    "en": frozenset(("estimated", "estimate", "numbering", "numbered", "totalling", "totaling")),
}  # fmt: skip
_NOT = {
    "ar": frozenset(map(fold, ("ليس", "وليس", "لا", "وليسوا"))),
    "en": frozenset(("not", "rather")),
}
_REACH = 5  # words between "estimated" and the number, or between "not" and the figure that is turned down


def estimate_in(
    first: int, last: int, words: Words, language: str, quantities: Sequence[QuantityExpression],
    movers: Sequence[Mover],
) -> tuple[Mover | None, Quantity, QuantityStatus] | None:  # fmt: skip
    """Give the estimate that tokens[first:last] state of what went before, with whom it counts.

    A figure that is turned down beside it ("not merely dozens") makes the number contested: the envelope of both,
    without a best value.
    """
    cues = [i for i in range(first, last) if words.tokens[i].norm in _ESTIMATES.get(language, ())]
    for cue in cues:
        given = [q for q in quantities if cue < q.first <= cue + _REACH and q.last <= last]
        if not given:
            continue
        mover = next((m for m in movers if m.first <= given[0].first < m.last), None)
        rejected = _rejected(given[0].last, last, words, language, quantities)
        quantity, status = _envelope(given[0].quantity, rejected)
        return mover, quantity, status
    return None


def _rejected(
    first: int, last: int, words: Words, language: str, quantities: Sequence[QuantityExpression]
) -> Quantity | None:
    for q in quantities:
        before = {token.norm for token in words.tokens[max(first, q.first - 3) : q.first]}
        if first <= q.first < last and before & _NOT.get(language, frozenset()):
            return q.quantity
    return None


def _envelope(given: Quantity, rejected: Quantity | None) -> tuple[Quantity, QuantityStatus]:
    if rejected is None:
        return given, QuantityStatus.SINGLE
    known = [v for q in (given, rejected) for v in (q.min, q.max, q.best) if v is not None]
    whole = Quantity(min=min(known), max=max(known), unit=given.unit, approx=True,
                     text=f"{given.text} / {rejected.text}")  # fmt: skip
    return whole, QuantityStatus.CONTESTED

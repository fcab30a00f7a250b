"""Leave the words of an article out of its report, for rights reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.model import Event, Figure, Movement, Quantity, Report


def without_quotes(report: Report) -> Report:
    """Empty what repeats sentences of the article: its text, the quotes of claims, the words of quantities.

    Names of places, expressions of time, the verbs of saying and the chain of sources stay: they are names and set
    phrases. All offsets stay, so that whoever has the article can put the quotes back.
    """
    return replace(
        report,
        keep_text=False,
        document=replace(report.document, text=""),
        claims=tuple(replace(claim, quote="", quantity=_wordless(claim.quantity)) for claim in report.claims),
        events=tuple(map(_wordless_event, report.events)),
        movements=tuple(map(_wordless_movement, report.movements)),
        stocks=tuple(replace(stock, quantity=_wordless(stock.quantity)) for stock in report.stocks),
    )


def _wordless(quantity: Quantity | None) -> Quantity | None:
    return None if quantity is None else replace(quantity, text="")


def _wordless_event(event: Event) -> Event:
    return replace(
        event, fatalities=_wordless(event.fatalities), injured=_wordless(event.injured),
        missing=_wordless(event.missing), captured=_wordless(event.captured),
        quantity=_wordless(event.quantity), figures=_wordless_figures(event.figures),
    )  # fmt: skip


def _wordless_movement(movement: Movement) -> Movement:
    return replace(movement, quantity=_wordless(movement.quantity), figures=_wordless_figures(movement.figures))


def _wordless_figures(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    return tuple(replace(figure, quantity=replace(figure.quantity, text="")) for figure in figures)

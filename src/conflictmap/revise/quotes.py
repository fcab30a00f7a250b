"""Leave the words of an article out of its report, for rights reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from conflictmap.model import Event, Movement, Quantity, Report, Stock

Counted = TypeVar("Counted", Movement, Stock)


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
        movements=tuple(map(_wordless_record, report.movements)),
        stocks=tuple(map(_wordless_record, report.stocks)),
    )


def _wordless(quantity: Quantity | None) -> Quantity | None:
    return None if quantity is None else replace(quantity, text="")


def _wordless_event(event: Event) -> Event:
    return replace(
        event, fatalities=_wordless(event.fatalities), injured=_wordless(event.injured),
        quantity=_wordless(event.quantity),
    )  # fmt: skip


def _wordless_record(record: Counted) -> Counted:
    return replace(record, quantity=_wordless(record.quantity))

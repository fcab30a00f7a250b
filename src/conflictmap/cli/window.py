"""The options that say how near two tellings of one event have to be."""

from __future__ import annotations

import functools
from collections.abc import Callable

import click


def window_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options, and hand them to the command as one argument `window`."""

    @functools.wraps(command)
    def gathered(km: float, days: int, types: str, actors: str, **others: object) -> None:
        from conflictmap.model import ActorMatch, TypeMatch, Window

        window = Window(km=km, days=days, types=TypeMatch(types), actors=ActorMatch(actors))
        command(window=window, **others)

    options = (
        click.option("--km", type=click.FloatRange(0, 1000), default=5.0, show_default=True,
                     help="How far apart two tellings of one event may put it."),
        click.option("--days", type=click.IntRange(0, 366), default=1, show_default=True,
                     help="How many days apart two tellings of one event may put it."),
        click.option("--types", type=click.Choice(["class", "exact"]), default="class", show_default=True,
                     help="Whether a looser word ('bombardment') may mean the event of a closer one ('air strike')."),
        click.option("--actors", type=click.Choice(["compatible", "ignore"]), default="compatible", show_default=True,
                     help="Whether events of different known doers stay apart."),
    )  # fmt: skip
    for option in reversed(options):
        gathered = option(gathered)
    return gathered

"""Whether an article tells of one event twice."""

from __future__ import annotations

from dataclasses import replace

from conflictmap.model import Event, EventType
from conflictmap.reconcile.alike import DAYS_APART, dates_meet, is_looser, same_status
from conflictmap.reconcile.circumstances import hours_meet
from conflictmap.reconcile.figures import same_figure
from conflictmap.reconcile.scene import Scene

_AGREEMENTS = frozenset((EventType.AGREEMENT, EventType.CEASEFIRE))


def same_event(scene: Scene, a: Event, b: Event) -> bool:
    """Say whether b tells of what a tells of: of the same time and place, and of no other hour, toll or repetition."""
    return (
        (a.type == b.type or _one_attack(scene, a, b) or _one_attack(scene, b, a))
        and same_status(a.status, b.status)
        and (a.place == b.place or a.place is None or b.place is None or _is_part(scene, a, b) or _is_part(scene, b, a))
        and (dates_meet(a, b, DAYS_APART) or a.type in _AGREEMENTS)
        and hours_meet(scene.hours(a), scene.hours(b))
        and not scene.is_another(b)
        and (_equal_or_unknown(a, b) or _is_correction(b) or _told_by_others(scene, a, b))
    )


def _one_attack(scene: Scene, loose: Event, close: Event) -> bool:
    """Say whether one clause tells of an attack in a loose word and a close one: "fired missiles in an air strike"."""
    is_killing = loose.type == EventType.ATTACK_ON_CIVILIANS  # people may be killed beside an attack
    return is_looser(loose.type, close.type) and not is_killing and _one_clause(scene, loose, close)


def _one_clause(scene: Scene, a: Event, b: Event) -> bool:
    """Say whether the words of two events are in part the same ones."""
    one, two = scene.claims[a.claims[0]], scene.claims[b.claims[0]]
    return one.start < two.end and two.start < one.end


def _is_part(scene: Scene, wide: Event, close: Event) -> bool:
    """Say whether an event of a wide place only says where a closer one was: "in Saraqib in rural Idlib"."""
    return scene.surrounds(wide.place, close.place) and _one_clause(scene, wide, close)


def _is_correction(event: Event) -> bool:
    return any(figure.corrects for figure in event.figures)


def _told_by_others(scene: Scene, a: Event, b: Event) -> bool:
    """Say whether two tolls of one time are the words of different sources; of one source they are of two events."""
    dates = [(one.date_start, one.date_end) for one in (a, b) if one.date_start or one.date_end]
    return len(set(dates)) < 2 and set(scene.sources(a.claims)).isdisjoint(scene.sources(b.claims))


def _equal_or_unknown(a: Event, b: Event) -> bool:
    """Say whether no other number of dead is given."""
    return a.fatalities is None or b.fatalities is None or same_figure(a.fatalities, b.fatalities)


def joined_events(scene: Scene, a: Event, b: Event) -> Event:
    """Join two tellings: the closer type and place, the date of the first that has one, claims and figures of both."""
    dated = a if a.date_start or a.date_end else b
    place = b.place if a.place is None or scene.surrounds(a.place, b.place) else a.place
    own = {(scene.claims[claim].start, scene.claims[claim].end) for claim in a.claims}
    more = [claim for claim in b.claims if (scene.claims[claim].start, scene.claims[claim].end) not in own]
    kind = b.type if is_looser(a.type, b.type) else a.type
    return replace(
        a, type=kind, place=place, actors=tuple(dict.fromkeys((*a.actors, *b.actors))),
        date_start=dated.date_start, date_end=dated.date_end, time_precision=dated.time_precision,
        fatalities=a.fatalities or b.fatalities, injured=a.injured or b.injured,
        missing=a.missing or b.missing, captured=a.captured or b.captured, quantity=a.quantity or b.quantity,
        claims=(*a.claims, *more), figures=(*a.figures, *b.figures),
    )  # fmt: skip

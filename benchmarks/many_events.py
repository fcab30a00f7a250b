"""Reports of as many invented events as wanted, each with a quote and a place of its own; the same every time."""

from __future__ import annotations

import random
from datetime import date, timedelta

from conflictmap.model import (
    Claim,
    Document,
    Event,
    EventType,
    Generator,
    Group,
    Kind,
    Mode,
    Movement,
    Place,
    PlaceId,
    Quantity,
    Report,
    Status,
)

_TEXT = (
    "قال شهود إن قصفا أصاب الحي الشمالي فجر اليوم وسقط جرحى بين السكان قرب السوق القديم بينما أعلنت مصادر محلية عن "
    "اشتباكات متقطعة على أطراف البلدة وغادرت عائلات نحو القرى المجاورة مع حلول المساء وفق ما نقله مراسل الجريدة"
)
WORDS = _TEXT.split()
TYPES = (EventType.SHELLING, EventType.ARMED_CLASH, EventType.AIR_STRIKE, EventType.ARREST, EventType.PROTEST)
STATUSES = (Status.HAPPENED,) * 8 + (Status.ALLEGED, Status.PLANNED)
_START = date(2020, 1, 1)
_QUOTE_CHARACTERS = 80


def many_events(count: int, *, places: int | None = None, movements: int = 0) -> Report:
    """Make a report of `count` events scattered over a region, at `places` places (one for each event if None)."""
    chance = random.Random(7)
    spots = tuple(_place(number, chance) for number in range(places or count))
    claims = tuple(_claim(number, chance) for number in range(count + movements))
    events = tuple(_event(spots[number % len(spots)].id, claims[number].id, number, chance) for number in range(count))
    moves = tuple(_movement(claims[count + number].id, spots, chance) for number in range(movements))
    document = Document(id="many", text="", sha256="0" * 64, language="en", published=date(2021, 5, 9),
                        title=f"{count} invented events", publisher="Bench Post")  # fmt: skip
    return Report(document=document, generator=Generator(version="0", gazetteer="0"), places=spots, claims=claims,
                  events=events, movements=moves)  # fmt: skip


def _place(number: int, chance: random.Random) -> Place:
    lon, lat = round(chance.uniform(36, 43), 4), round(chance.uniform(32.5, 37), 4)
    return Place(id=PlaceId(f"p-{number:06x}"), name={"ar": f"بلدة {number}", "en": f"Town {number}"},
                 kind=Kind.SETTLEMENT, country="SY", lon=lon, lat=lat, uncertainty_km=1.5)  # fmt: skip


def _claim(number: int, chance: random.Random) -> Claim:
    quote = ""
    while len(quote) < _QUOTE_CHARACTERS:
        quote += chance.choice(WORDS) + " "
    quote = f"{quote}{number}"
    return Claim(id=f"cl-{chance.getrandbits(48):012x}", start=0, end=len(quote), quote=quote,
                 source_chain=("Bench Post", f"witness {number % 40}"))  # fmt: skip


def _event(place: PlaceId, claim: str, number: int, chance: random.Random) -> Event:
    day = _START + timedelta(days=chance.randrange(480))
    dead = Quantity(best=chance.randrange(1, 9), text="some") if number % 3 == 0 else None
    return Event(id=f"ev-{chance.getrandbits(48):012x}", type=chance.choice(TYPES), place=place,
                 status=chance.choice(STATUSES), date_start=day, date_end=day, fatalities=dead,
                 claims=(claim,))  # fmt: skip


def _movement(claim: str, spots: tuple[Place, ...], chance: random.Random) -> Movement:
    start, end = chance.choice(spots).id, chance.choice(spots).id
    return Movement(id=f"mv-{chance.getrandbits(48):012x}", mode=Mode.LEFT, group=Group.CIVILIANS, origin=(start,),
                    destination=(end,), quantity=Quantity(best=chance.randrange(1, 5000), text="many"),
                    claims=(claim,))  # fmt: skip

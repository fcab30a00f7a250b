"""What events and flows of a frame share: places, numbers, who says it, and the report that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from conflictmap import __version__
from conflictmap.errors import InputError
from conflictmap.geo import LonLat
from conflictmap.model import (
    Certainty,
    Claim,
    Document,
    Event,
    Generator,
    Kind,
    Modality,
    Movement,
    Place,
    PlaceId,
    Polarity,
    Precision,
    Quantity,
    Report,
    TimePrecision,
    Unit,
    Window,
)
from conflictmap.render.frames.table import Row
from conflictmap.render.frames.vocabulary import ACLED_PRECISION, SOURCE, UCDP_NEAR_KM, UCDP_PRECISION, URL, WORDS

Word = TypeVar("Word", bound=Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns that the caller names; None is found by its usual names."""

    label: str | None = None
    date: str | None = None
    quantity: str | None = None
    source: str | None = None
    url: str | None = None


@dataclass
class Parts:
    """What has been made of the rows so far."""

    columns: Columns
    title: str
    language: str
    documents: dict[tuple[object, ...], Document] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)

    def report(self) -> Report:
        """Give the report: a merged one, since a frame may come from many documents."""
        documents = tuple(self.documents.values())
        return Report(
            document=documents[0],
            documents=documents,
            window=Window(),
            places=tuple(self.places.values()),
            generator=Generator(version=__version__, gazetteer=""),
            claims=tuple(self.claims),
            events=tuple(self.events),
            movements=tuple(self.movements),
        )

    def document(self, row: Row) -> str:
        """Give the id of the document that a row is from: one for each address, else one for the frame."""
        address, own = (
            _first(row.text(self.columns.url, *URL)),
            _first(row.text("document")) if "certainty" in row.cells else None,
        )
        publisher = row.text("publisher") if own else row.text(self.columns.source, *SOURCE) if address else None
        known = (own, address, publisher)
        if known not in self.documents:
            self.documents[known] = Document(
                id=own or f"row-{row.label}" if address or own else "frame",
                text="",
                sha256="",
                url=address,
                publisher=_first(publisher),
                title=_first(row.text("title")) if own else self.title if len(self.documents) == 0 else None,
                published=row.day("published") if own else None,
                language=_first(row.text("language")) or self.language if own else self.language,
            )
        return self.documents[known].id

    def place(self, row: Row, prefix: str, lonlat: LonLat | None, name: str | None) -> tuple[PlaceId, ...]:
        """Give the id of a place, by columns of our own layers that begin with `prefix`, or by name and position."""
        own = row.text(prefix) if f"{prefix}_kind" in row.cells else None
        if own is None and lonlat is None and name is None:
            return ()
        words = name or (f"{lonlat[1]:.4f}, {lonlat[0]:.4f}" if lonlat else "")
        key = PlaceId(own or (f"{words} @ {lonlat[1]:.5f}, {lonlat[0]:.5f}" if lonlat else words))
        if key not in self.places:
            self.places[key] = _own_place(key, row, prefix, lonlat) if own else _place(key, row, lonlat, words)
        return (key,)

    def claim(self, row: Row, document: str, record: str, number: Quantity | None) -> tuple[str, ...]:
        """Make the claims of a row: its words, who it names, never more. A row that names nobody makes none."""
        quote, sources = row.text(*WORDS) or "", row.text("sources") if "certainty" in row.cells else None
        chains = [tuple(chain.split(" > ")) for chain in sources.split("; ")] if sources else []
        if not sources and (one := row.text(self.columns.source, *SOURCE)):
            chains = [(one,)]
        if not quote and not chains and not row.text(self.columns.url, *URL):
            return ()
        # Our layers give the quote of the first claim and the sources of all: whose words it is, a single one tells.
        certain = row.number("n_claims") in (None, len(chains))
        firsts = [(quote, chains[0] if chains and certain else ())]
        rest = [("", chain) for chain in (chains[1:] if certain else chains)]
        made = [
            Claim(
                id=f"{record}/claim-{n}",
                start=0,
                end=len(words),
                quote=words,
                source_chain=chain,
                quantity=None if n else number,
                certainty=word(Certainty, row.text("certainty"), Certainty.REPORTED) if not n else Certainty.REPORTED,
                modality=word(Modality, row.text("modality"), Modality.ASSERTED) if not n else Modality.ASSERTED,
                polarity=word(Polarity, row.text("polarity"), Polarity.POSITIVE) if not n else Polarity.POSITIVE,
            )
            for n, (words, chain) in enumerate([*firsts, *rest])
        ]
        self.claims += made
        return tuple(claim.id for claim in made)

    def days(self, row: Row, *columns: str) -> dict[str, Any]:
        """Give first and last day of a row, and how exact they are."""
        start = row.day(self.columns.date, *columns)
        end = row.day("date_end") or (None if "certainty" in row.cells else start)
        if start and end and end < start:
            raise InputError(f"row {row.label!r}: it ends on {end}, before {start}")
        known = start or end
        return {
            "date_start": start,
            "date_end": end,
            "time_precision": word(TimePrecision, row.text("time_precision"), _exact(known, start, end)),
        }


def _exact(known: date | None, start: date | None, end: date | None) -> TimePrecision:
    return TimePrecision.UNKNOWN if known is None else TimePrecision.DAY if start == end else TimePrecision.DAYS


def word(kind: type[Word], text: str | None, other: Word) -> Word:
    """Give the word of a list that a cell holds, or another one."""
    return next((one for one in kind if one.value == text), other)


def quantity(row: Row, prefix: str, *plain: str | None) -> Quantity | None:
    """Read a number with its bounds from the columns of our layers, or a plain one; 0 says that none was reported."""
    low, high, best = (row.number(f"{prefix}_{part}") for part in ("min", "max", "best"))
    if low is None and high is None and best is None:
        best = row.number(*plain) or None
    if low is None and high is None and best is None:
        return None
    if low is not None and high is not None and low > high:
        raise InputError(f"row {row.label!r}: {prefix} from {low} to {high}")
    return Quantity(
        min=low,
        max=high,
        best=best,
        unit=word(Unit, row.text(f"{prefix}_unit"), Unit.PERSONS),
        approx=row.flag(f"{prefix}_approx") is True,
        text=row.text(f"{prefix}_text") or str(best),
    )


def _first(text: str | None) -> str | None:
    return text.split("; ")[0] if text else None


def _own_place(key: PlaceId, row: Row, prefix: str, lonlat: LonLat | None) -> Place:
    names = {language: name for language in ("en", "ar") if (name := row.text(f"{prefix}_name_{language}"))}
    radius = row.text(f"{prefix}_uncertainty_km")
    lon, lat = lonlat or (None, None)
    return Place(
        id=key,
        name=names,
        kind=word(Kind, row.text(f"{prefix}_kind"), Kind.OTHER),
        lon=lon,
        lat=lat,
        country=row.text(f"{prefix}_country"),
        admin1=row.text(f"{prefix}_admin1"),
        uncertainty_km=float(radius) if radius else None,
        precision=word(Precision, row.text(f"{prefix}_precision"), Precision.SETTLEMENT),
    )


def _place(key: PlaceId, row: Row, lonlat: LonLat | None, name: str) -> Place:
    """Make a place of a name and a position; how exact that is only where a data set says so."""
    whole = (row.text("where_prec") or "").removesuffix(".0")
    exact = UCDP_PRECISION.get(whole) or ACLED_PRECISION.get(
        (row.text("geo_precision") or "").removesuffix(".0"), Precision.SETTLEMENT
    )
    kinds = {Precision.ADMIN1: Kind.ADMIN1, Precision.ADMIN2: Kind.ADMIN2, Precision.COUNTRY: Kind.COUNTRY}
    shown = row.text("country") or name if exact is Precision.COUNTRY else name
    language = "ar" if any("\u0600" <= letter <= "\u06ff" for letter in shown) else "en"
    lon, lat = lonlat or (None, None)
    return Place(
        id=key,
        name={language: shown},
        kind=kinds.get(exact, Kind.OTHER),
        lon=lon,
        lat=lat,
        precision=exact,
        uncertainty_km=UCDP_NEAR_KM if whole == "2" else None,
    )

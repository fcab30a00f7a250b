"""The records that pass between the stages: frozen, checked, without any input or output.

Offsets are Unicode code points of `Document.text`, half-open: `text[start:end] == surface`. Coordinates are degrees in
EPSG:4326, distances kilometres, dates `datetime.date`. The JSON form of a `Report` is described in docs/model.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

from conflictmap import display

PlaceId = NewType("PlaceId", str)
Geometry = dict[str, object]
"""A GeoJSON geometry object."""

SCHEMA = "conflictmap.report/1"
MERGED_SCHEMA = "conflictmap.merged/1"


class Kind(StrEnum):
    """What a place is."""

    SETTLEMENT = "settlement"
    NEIGHBOURHOOD = "neighbourhood"
    SITE = "site"
    CAMP = "camp"
    FACILITY = "facility"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    ADMIN3 = "admin3"
    REGION = "region"
    CONTROL_AREA = "control_area"
    COUNTRY = "country"
    WATER = "water"
    OTHER = "other"


class Precision(StrEnum):
    """How closely the text places something."""

    SITE = "site"
    SETTLEMENT = "settlement"
    NEAR = "near"
    ADMIN3 = "admin3"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    AREA = "area"
    COUNTRY = "country"


class Role(StrEnum):
    """What a mention of a place does in its clause."""

    ORIGIN = "origin"
    DESTINATION = "destination"
    VIA = "via"
    EVENT_LOCATION = "event_location"
    CONTAINER = "container"
    PRESENCE = "presence"
    NEGATED_PRESENCE = "negated_presence"
    SOURCE_LOCATION = "source_location"
    ACTOR_AFFILIATION = "actor_affiliation"
    BACKGROUND = "background"
    NONE = "none"


class Unit(StrEnum):
    """What a number counts."""

    PERSONS = "persons"
    FAMILIES = "families"
    HOUSEHOLDS = "households"
    VEHICLES = "vehicles"
    BOXES = "boxes"
    TONNES = "tonnes"
    STRIKES = "strikes"
    ITEMS = "items"


class Term(StrEnum):
    """What a figure of displacement counts, in the reporting terms of the IDMC (docs/decisions/014)."""

    DISPLACED = "displaced"
    EVACUATED = "evacuated"
    FORCED_TO_FLEE = "forced_to_flee"
    HOMELESS = "homeless"
    SHELTERED = "sheltered"
    IN_RELIEF_CAMP = "in_relief_camp"
    RELOCATED = "relocated"
    RETURNED = "returned"
    DESTROYED_HOUSING = "destroyed_housing"
    DAMAGED_HOUSING = "damaged_housing"
    UNINHABITABLE_HOUSING = "uninhabitable_housing"


class Mode(StrEnum):
    """How a group or a cargo moved."""

    LEFT = "left"
    FLED = "fled"
    DISPLACED = "displaced"
    EVACUATED = "evacuated"
    TRANSFERRED = "transferred"
    WITHDREW = "withdrew"
    SURRENDERED = "surrendered"
    RELEASED = "released"
    RETURNED = "returned"
    DEPORTED = "deported"
    ENTERED = "entered"
    DEPLOYED = "deployed"
    DETAINED = "detained"


class Group(StrEnum):
    """Who or what moved, or is where it is."""

    CIVILIANS = "civilians"
    DISPLACED = "displaced"
    RETURNEES = "returnees"
    REFUGEES = "refugees"
    FIGHTERS = "fighters"
    FAMILIES = "families"
    FIGHTERS_AND_FAMILIES = "fighters+families"
    DETAINEES = "detainees"
    HOSTAGES = "hostages"
    WOUNDED = "wounded"
    PRISONERS = "prisoners"
    TROOPS = "troops"
    CARGO = "cargo"
    VEHICLES = "vehicles"
    AID = "aid"
    MIXED = "mixed"


class EventType(StrEnum):
    """What happened, in names near to ACLED's sub-event types."""

    ARMED_CLASH = "armed_clash"
    AIR_STRIKE = "air_strike"
    SHELLING = "shelling"
    GROUND_EXPLOSIVE = "ground_explosive"
    SUICIDE_ATTACK = "suicide_attack"
    CHEMICAL_ATTACK = "chemical_attack"
    ATTACK_ON_CIVILIANS = "attack_on_civilians"
    ABDUCTION = "abduction"
    ARREST = "arrest"
    RELEASE = "release"
    AGREEMENT = "agreement"
    CEASEFIRE = "ceasefire"
    SURRENDER = "surrender"
    WITHDRAWAL = "withdrawal"
    TERRITORY_CHANGE = "territory_change"
    LOOTING_OR_DESTRUCTION = "looting_or_destruction"
    PROTEST = "protest"
    AID_OR_EVACUATION = "aid_or_evacuation"
    DEPLOYMENT = "deployment"
    OTHER = "other"


class Status(StrEnum):
    """Whether it is a fact, in the words of the report."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    AGREED = "agreed"
    PLANNED = "planned"
    ALLEGED = "alleged"
    PREDICTED = "predicted"
    HISTORICAL = "historical"
    DENIED = "denied"


class Modality(StrEnum):
    """How the speaker puts a claim."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    AGREED = "agreed"
    FUTURE = "future"
    PURPOSE = "purpose"
    DEMAND = "demand"
    HISTORICAL = "historical"


class Polarity(StrEnum):
    """Whether a claim affirms or denies."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Certainty(StrEnum):
    """How sure the report is of a claim, and on what ground."""

    EVIDENCED = "evidenced"
    CONFIRMED_BY_SOURCE = "confirmed_by_source"
    CONFIDENT = "confident"
    REPORTED = "reported"
    EDITORIAL = "editorial"
    PRESUPPOSED = "presupposed"
    PROBABLE = "probable"
    ALLEGED = "alleged"
    PREDICTED = "predicted"
    PLANNED = "planned"
    CLAIMED_SELF_SERVING = "claimed_self_serving"
    DISPUTED_BY_REPORTER = "disputed_by_reporter"


class TimeType(StrEnum):
    """What words of time say: a day or stretch of the calendar, or one of those that say no date.

    `TIME` is a time of day without its day, `SET` something that comes again ("every Friday"), `VAGUE` now, once, soon.
    """

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"
    VAGUE = "vague"


class TimePrecision(StrEnum):
    """How closely the text dates something."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class DestinationRelation(StrEnum):
    """How several destinations of one movement belong together."""

    SINGLE = "single"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    UNKNOWN = "unknown"


class Count(StrEnum):
    """Which number of a record a figure gives."""

    FATALITIES = "fatalities"
    INJURED = "injured"
    QUANTITY = "quantity"


class QuantityStatus(StrEnum):
    """Whether the sources agree on a number."""

    SINGLE = "single"
    AGREED = "agreed"
    CONTESTED = "contested"


class RelationType(StrEnum):
    """How one movement bears on another."""

    REALISES = "realises"
    SUBSET_OF = "subset_of"
    MAY_OVERLAP = "may_overlap"
    PURPOSE_OF = "purpose_of"
    ALTERNATIVE_TO = "alternative_to"
    SAME_AS = "same_as"
    CONTRADICTS = "contradicts"


class Review(StrEnum):
    """What a person has decided about a record."""

    MACHINE = "machine"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    ADDED = "added"


class Extent(StrEnum):
    """Whether the outline of an area is settled or vague."""

    SETTLED = "settled"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open interval of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}..{self.end} is not an interval of offsets")

    def covers(self, other: Span) -> bool:
        """Say whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as read. `language` is ISO 639-1, `spans` (if any) replace recognition.

    `minhash` is the signature by which copies of the text are known without the text. In a merged report, `copy_of` is
    the id of the document of which this one is a near-identical copy.
    """

    id: str
    text: str
    sha256: str
    language: str = "und"
    published: date | None = None
    published_from: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    archived_url: str | None = None
    accessed: str | None = None
    length: int = 0
    minhash: str | None = None
    copy_of: str | None = None
    spans: tuple[Span, ...] | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something that the reader of a report should know, with where it is if it is somewhere."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer, or one made from the text ("15 km east of Hajin").

    `lon` and `lat` are degrees and both None where the text names a place that cannot be located; `uncertainty_km` is
    the radius within which the true place surely lies; `area` is a GeoJSON geometry of at most 2 kB. In a report,
    `candidate_only` marks a place that no mention resolved to: it is listed so that candidates can be compared.
    """

    id: PlaceId
    name: dict[str, str]
    kind: Kind
    feature: str | None = None
    country: str | None = None
    admin1: str | None = None
    lon: float | None = None
    lat: float | None = None
    uncertainty_km: float | None = None
    precision: Precision = Precision.SETTLEMENT
    area: Geometry | None = None
    extent: Extent | None = None
    same_as: tuple[str, ...] = ()
    source: str = ""
    population: int = 0
    candidate_only: bool = False

    def __post_init__(self) -> None:
        if (self.lon is None) != (self.lat is None):
            raise ValueError(f"place {self.id}: lon and lat go together")
        if self.lon is not None and not -180 <= self.lon <= 180:
            raise ValueError(f"place {self.id}: longitude {self.lon} is outside -180..180")
        if self.lat is not None and not -90 <= self.lat <= 90:
            raise ValueError(f"place {self.id}: latitude {self.lat} is outside -90..90")
        if self.uncertainty_km is not None and self.uncertainty_km < 0:
            raise ValueError(f"place {self.id}: a radius of {self.uncertainty_km} km is below 0")

    @property
    def lonlat(self) -> tuple[float, float] | None:
        """Give (lon, lat) in degrees, or None where the place cannot be located."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a mention may mean, with its score in 0..1 and the rules that spoke for or against it."""

    place: PlaceId
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of the text that name a place."""

    start: int
    end: int
    surface: str
    place: PlaceId | None = None
    mapped: bool = False
    role: Role = Role.NONE
    confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """Give the interval of the mention."""
        return Span(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A closed interval of days, either end unknown (None) or open."""

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"interval {self.earliest}..{self.latest} ends before it starts")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """Words of the text that say when, how long or how often. `anchor` is what a relative expression counts from."""

    start: int
    end: int
    surface: str
    earliest: date | None
    latest: date | None
    granularity: TimePrecision
    anchor: str = "document"
    type: TimeType = TimeType.DATE

    @property
    def span(self) -> Span:
        """Give the interval of the expression."""
        return Span(start=self.start, end=self.end)

    @property
    def may_date(self) -> bool:
        """Say whether it may date what a sentence tells: "three days" and "daily" do not."""
        return self.type == TimeType.DATE or self.earliest is not None or self.latest is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as a report gives it: bounds and best value, never more precise than the words.

    None is below 0, nor above 2^53 - 1, the last whole number that a browser and most readers of JSON hold exactly.
    """

    min: int | None = None
    max: int | None = None
    best: int | None = None
    unit: Unit = Unit.PERSONS
    approx: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"quantity {self.text!r}: min {self.min} is above max {self.max}")
        if any(number is not None and not 0 <= number < 2**53 for number in (self.min, self.max, self.best)):
            raise ValueError(f"quantity {self.text[:40]!r}: a number is below 0 or above 2^53 - 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One telling of a number of a record: which number, how many, the claims that say it and whose word it is.

    `sources` are those of the claims that are independent of each other. `corrects` marks a figure that the text gives
    as a change of an earlier one ("rose to 15"), `superseded` one that a later figure has replaced.
    """

    of: Count
    quantity: Quantity
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    corrects: bool = False
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRole:
    """A place and what it does in a claim."""

    place: PlaceId
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says in one stretch of the text. `source_chain` runs from the outermost source to the innermost.

    `proposed_by` names the model that proposed the claim; None is our own rules, which `why` names.
    """

    id: str
    start: int
    end: int
    quote: str
    source_chain: tuple[str, ...] = ()
    attribution: str | None = None
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.REPORTED
    quantity: Quantity | None = None
    when: When | None = None
    places: tuple[PlaceRole, ...] = ()
    why: tuple[str, ...] = ()
    proposed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a movement or an event bears on another one."""

    type: RelationType
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, or is said to, at a place. `sources` are those that are independent of each other.

    `place_explicit` is false where its own clause names no place: it then stands at the place that the report is about.
    """

    id: str
    type: EventType
    place: PlaceId | None = None
    place_explicit: bool = True
    actors: tuple[str, ...] = ()
    date_start: date | None = None
    date_end: date | None = None
    time_precision: TimePrecision = TimePrecision.UNKNOWN
    status: Status = Status.HAPPENED
    fatalities: Quantity | None = None
    injured: Quantity | None = None
    missing: Quantity | None = None
    captured: Quantity | None = None
    quantity: Quantity | None = None
    figures: tuple[Figure, ...] = ()
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    review: Review = Review.MACHINE

    @property
    def tolls(self) -> tuple[Quantity | None, ...]:
        """Give the dead, the injured, the missing and the captured."""
        return (self.fatalities, self.injured, self.missing, self.captured)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """People or things going from somewhere to somewhere."""

    id: str
    mode: Mode
    group: Group
    agent: str | None = None
    cargo: str | None = None
    origin: tuple[PlaceId, ...] = ()
    origin_explicit: bool = True
    destination: tuple[PlaceId, ...] = ()
    destination_relation: DestinationRelation = DestinationRelation.UNKNOWN
    via: tuple[PlaceId, ...] = ()
    quantity: Quantity | None = None
    quantity_status: QuantityStatus = QuantityStatus.SINGLE
    status: Status = Status.HAPPENED
    date_start: date | None = None
    date_end: date | None = None
    time_precision: TimePrecision = TimePrecision.UNKNOWN
    figures: tuple[Figure, ...] = ()
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    review: Review = Review.MACHINE
    term: Term | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """How many of a group are said to be at a place, or how many homes there are lost to them (see `term`)."""

    id: str
    place: PlaceId | None
    group: Group
    quantity: Quantity | None
    as_of: date | None = None
    claims: tuple[str, ...] = ()
    review: Review = Review.MACHINE
    term: Term | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Who is said to hold a place."""

    id: str
    place: PlaceId | None
    controller: str
    as_of: date | None = None
    claims: tuple[str, ...] = ()
    review: Review = Review.MACHINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """Where the main event of a document happened."""

    place: PlaceId
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A gazetteer layer that took part in an answer; `attribution` is what its licence asks to be shown."""

    name: str
    hash: str
    licence: str
    attribution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """What made a report: enough to repeat and to cite it."""

    version: str
    gazetteer: str
    packs: tuple[Pack, ...] = ()
    options: dict[str, str | bool | None] = field(default_factory=dict)
    corrections: str | None = None


class TypeMatch(StrEnum):
    """Which types of events may be one event: the same ones, or also those that a looser word may mean."""

    CLASS = "class"
    EXACT = "exact"


class ActorMatch(StrEnum):
    """Whether events of different known actors stay apart."""

    COMPATIBLE = "compatible"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How near records of different documents have to be to be one: `km` between places, `days` between dates."""

    km: float = 5.0
    days: int = 1
    types: TypeMatch = TypeMatch.CLASS
    actors: ActorMatch = ActorMatch.COMPATIBLE

    def __post_init__(self) -> None:
        if not 0 <= self.km <= 1000 or not 0 <= self.days <= 366:
            raise ValueError(f"a window of {self.km} km, {self.days} days: it is 0 to 1000 km and 0 to 366 days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that one document says, resolved and quoted.

    A merged report stands for the `documents` it was made of, by way of a `window`; ids of its claims and records begin
    with the id of their document and "#".
    """

    document: Document
    generator: Generator
    documents: tuple[Document, ...] = ()
    window: Window | None = None
    keep_text: bool = False
    focus: Focus | None = None
    places: tuple[Place, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    movements: tuple[Movement, ...] = ()
    stocks: tuple[Stock, ...] = ()
    control: tuple[Control, ...] = ()
    issues: tuple[Issue, ...] = ()

    def _repr_html_(self) -> str | None:
        """Give the map that a notebook shows for this report; None, and its plain form, where nobody can draw."""
        return display.drawing(self) if display.drawing else None

    def placed(self) -> frozenset[PlaceId]:
        """Give the places that its records and claims point to."""
        records: tuple[Event | Stock | Control, ...] = (*self.events, *self.stocks, *self.control)
        single = [record.place for record in records if record.place is not None]
        ends = [place for way in self.movements for place in (*way.origin, *way.destination, *way.via)]
        return frozenset((*single, *ends, *(role.place for claim in self.claims for role in claim.places)))

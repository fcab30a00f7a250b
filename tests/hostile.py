"""Hostile text, and reports with it in every field that holds text, found by walking the records themselves.

A field that is new is attacked without a word here; one that does not reach the page has to be named in `HIDDEN`.
"""

# ruff: noqa: E501  a payload stays on its line
from __future__ import annotations

import dataclasses
import random
import re
import types
import typing
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from conflictmap import model
from conflictmap.model import (
    Count,
    DestinationRelation,
    EventType,
    Group,
    Kind,
    Mode,
    Place,
    PlaceId,
    Precision,
    QuantityStatus,
    RelationType,
    Report,
    Role,
)

_RUN = "window.XSS=1,alert(1)"
PAYLOADS: tuple[str, ...] = (
    # scripts, and ways out of what text may stand in
    f"<script>{_RUN}</script>", f"</script><script>{_RUN}</script>", f"</ScRiPt ><sCrIpT>{_RUN}</sCrIpT>",
    f"<scr<script>ipt>{_RUN}</script>", "<!--<script>", f"--><script>{_RUN}</script>", f"--!><svg/onload={_RUN}>",
    f"</style><script>{_RUN}</script>", f"</title><img src=x onerror={_RUN}>", f"</textarea><script>{_RUN}</script>",
    f"</noscript><script>{_RUN}</script>", f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    f"]]><script>{_RUN}</script>", f"<![CDATA[<script>{_RUN}</script>]]>", f"<?xml version='1.0'?><script>{_RUN}</script>",
    # handlers and elements that load
    f"<img src=x onerror={_RUN}>", f"\"><svg onload={_RUN}>", f"' onmouseover='{_RUN}", f"\" autofocus onfocus=\"{_RUN}",
    f"`onclick={_RUN}`", f"<details open ontoggle={_RUN}>", f"<iframe srcdoc='<script>parent.{_RUN}</script>'>",
    "<object data=x.swf></object><embed src=x>", "<base href=https://evil.example/>", "<meta http-equiv=refresh content=0>",
    "<form action=https://evil.example><button>", f"<math><mi xlink:href='javascript:{_RUN}'>",
    f"<svg><foreignObject><script>{_RUN}</script>", f"<svg><animate onbegin={_RUN} attributeName=x>",
    "<use href=https://evil.example/x.svg#a>", "<link rel=stylesheet href=//evil.example>", "<marquee onstart=alert(1)>",
    # template languages of both sides
    "{{7*191}}", "${7*191}", "#{7*191}", "<%= 7*191 %>", "{% raise x %}", "{# never closed", "{{", "{%", "{{{{7*191}}}}",
    "`${alert(7*191)}`", "{{cycler.__init__.__globals__.os.getcwd()}}", "{{constructor.constructor('alert(1)')()}}",
    "{{#with \"s\" as |x|}}{{x}}{{/with}}", "[[7*191]]", "*{7*191}", "@(7*191)", "{n} {who} {when} {all}", "%s %d %n %(x)s {0}",
    # addresses
    f"javascript:{_RUN}", f"JaVaScRiPt:{_RUN}", f"java\tscript:{_RUN}", f"java\nscript:{_RUN}", f" \x01javascript:{_RUN}",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "http://example.org/\"onmouseover=alert(1)//",
    "https://example.org@evil.example/", "http:/\\evil.example", "//evil.example/x", "%3Cscript%3Ealert(1)%3C/script%3E",
    "https://example.org/?a=1&lt=2&amp;copy=3#'\"><b>", "https://example.org/\u202egpj.exe",
    # names of the language itself, and of what the page has
    "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "length", "then",
    "undefined", "null", "NaN", "map", "data", "page", "id=map", "<a id=map name=data>", "../../../etc/passwd", "a/b\\c?d*e",
    # styles, numbers, replacement patterns, patterns, JSON, tables
    "red;}*{background:url(https://evil.example/x)}", "x;position:fixed;inset:0", "expression(alert(1))", "@import 'x'",
    "$& $` $' $1 $$ $<n>", "(.*)+[a-", "^(\\w+\\s?)*:$", "\\", "\\u003cscript\\u003e", "\"},{\"is\":\"event\"}", "',\"quote\":'",
    "&lt;script&gt;&#x3c;b&#62;&nbsp;", "&", "=cmd|' /C calc'!A0", "+1-2@SUM(A1)", "1e999", "-0", "9" * 400,
    # letters that turn, hide, join, pile up or are none
    "a\u2028b\u2029c", "\u202ered\u202c<b>", "\u2067left\u2066right", "\u2069\u2069\u2069out", "\u200e\u200f\u061cmarks",
    "zero\u200bwidth\u200c\u200d\u2060\ufeff", "Z" + "\u0336\u0310\u0489\u20dd" * 60 + "algo", "نص\u064b\u0650" + "\u0651" * 90,
    "nul\x00byte", "bell\x07 back\x08 escape\x1b[31m", "next\x85line\x9b31m", "\ufffe\uffff\U0001ffff", "\U000e0041\U000e0042tags",
    "\u0430pple.com", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿", "١٢٣٤٥٦۷۸۹", "قال <b>اليوم</b> {{7*191}} ثم", "Ａ＜script＞", "İıſK", " \t\r\n ", "·" * 3,
    "word" * 500, "https://example.org/" + "a" * 3000,
)  # fmt: skip
LONG = ("<b>{{7*191}}" * 8400, "x y " * 25_000, "مدينة" * 4000)
"""Strings of some 100 KB; the Arabic one has no place to break, and 20,000 letters."""

_PIECES = ("<", ">", "</", "/>", "\"", "'", "`", "=", "script", "svg", "img", " onerror=", "alert(1)", "${", "}", "{{", "}}", "{%", "%}",
           "{#", "<!--", "-->", "]]>", "&#x3c;", "\\u003c", "%3c", "\x00", "\u2028", "\u202e", "\u2069", "\u0301", "\n", "javascript:",
           "style", "title", "7*191", " src=x", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "مدينة", "/*", "*/", "//")  # fmt: skip


def generated(count: int, seed: int = 7) -> tuple[str, ...]:
    """Put payloads together from pieces of payloads: the same ones for the same seed, each once."""
    draw, out = random.Random(seed), dict[str, None]()
    while len(out) < count:
        out["".join(draw.choices(_PIECES, k=draw.randint(3, 14)))] = None
    return tuple(out)


ALL = PAYLOADS + generated(160 - len(PAYLOADS))


# ---- the fields, found by walking the records

HIDDEN = frozenset(
    [
        "Document.text",
        "Document.sha256",
        "Document.published_from",
        "Document.accessed",
        "Document.minhash",
        "Document.copy_of",
        "Issue.code",
        "Issue.message",
        "Place.same_as",
        "Place.source",
        "Candidate.why",
        "Mention.surface",
        "Mention.why",
        "TimeExpression.surface",
        "TimeExpression.anchor",
        "Generator.gazetteer",
        "Generator.options",
        "Generator.corrections",
        "PlaceRole.place",
        "Candidate.place",
        "Mention.place",
    ]
)
"""Fields of text that stay out of the page."""


@cache
def fields_of(kind: type) -> tuple[tuple[str, object], ...]:
    """Give the fields of a record with their types."""
    hints = typing.get_type_hints(kind, vars(model))
    return tuple((field.name, hints[field.name]) for field in dataclasses.fields(kind))


def leaves(hint: Any) -> set[Any]:
    """Give the plain types and records that a type is made of, None apart."""
    if hint is model.Geometry:
        return {model.Geometry}
    hint = getattr(hint, "__supertype__", hint)
    if typing.get_origin(hint) in (tuple, dict, typing.Union, types.UnionType):
        return {leaf for part in typing.get_args(hint) for leaf in leaves(part)} - {type(None)}
    return set() if hint is Ellipsis else {hint}


@cache
def records() -> tuple[type, ...]:
    """Give every class of record that a report holds, itself left out."""
    found: dict[type, None] = {}
    open_: list[type] = [Report]
    while open_:
        for _, hint in fields_of(open_.pop()):
            new = [leaf for leaf in leaves(hint) if dataclasses.is_dataclass(leaf) and leaf not in found]
            found.update(dict.fromkeys(new))
            open_ += new
    return tuple(sorted(found, key=lambda kind: kind.__name__))


@cache
def texts() -> tuple[str, ...]:
    """Name every field that holds text, as "Class.field"."""
    return tuple(
        f"{kind.__name__}.{name}" for kind in records() for name, hint in fields_of(kind) if str in leaves(hint)
    )


def refusing(kind: type) -> list[str]:
    """Name the fields of a record that hold no text: words of a list, numbers, dates, yes or no."""

    def closed(leaf: Any) -> bool:
        return leaf in (int, float, bool, date) or (isinstance(leaf, type) and issubclass(leaf, Enum))

    return [name for name, hint in fields_of(kind) if all(map(closed, leaves(hint)))]


def held(record: object) -> Iterator[object]:
    """Give a record and all records in it."""
    if dataclasses.is_dataclass(record):
        yield record
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            for part in value if isinstance(value, tuple) else (value,):
                yield from held(part)


# ---- a report with a payload in every one of them

BENIGN = Place(
    id=PlaceId("benign"),
    name={"en": "Sand Ford", "ar": "المخاضة"},
    kind=Kind.SETTLEMENT,
    lon=40.0,
    lat=36.4,
    country="SY",
)


@dataclasses.dataclass
class Attack:
    """Gives a row its payloads: another one for each field, so that over all rows each field gets each of them."""

    payloads: Sequence[str]
    row: int = 0
    placed: dict[tuple[int, str], str] = dataclasses.field(default_factory=dict)
    count: int = 0

    def __call__(self, field: str, turn: int = 0) -> str:
        """Give the payload of a field in this row; `turn` tells several ones of a field apart."""
        names = texts()
        text = self.payloads[(self.row + 7 * names.index(field) + 3 * turn) % len(self.payloads)]
        self.placed.setdefault((self.row, field), text)
        self.count += 1
        return text

    def fill(self, kind: type, /, **facts: object) -> Any:
        """Make a record with payloads in all fields of text that `facts` does not give."""
        for name, hint in fields_of(kind):
            if name not in facts and str in leaves(hint):
                facts[name] = self._text(f"{kind.__name__}.{name}", typing.get_origin(hint))
        return kind(**facts)

    def _text(self, field: str, container: object) -> object:
        if container is dict:
            return {"en": self(field), "ar": self(field, 1), self(field, 2): self(field, 3)}
        return (self(field), self(field, 1)) if container is tuple else self(field)


def hostile_report(attack: Attack, rows: Sequence[int], *, dangling: bool = False) -> Report:
    """Make a merged report of one place, document, pack and record of each kind a row.

    Args:
        attack: where the payloads come from, and are counted.
        rows: which of them.
        dangling: attack also what names other records: places, claims and relations that are not there.
    """
    parts: dict[str, list[Any]] = {
        "documents": [],
        "places": [BENIGN],
        "claims": [],
        "movements": [],
        "events": [],
        "stocks": [],
        "control": [],
        "packs": [],
        "issues": [],
        "mentions": [],
        "times": [],
    }
    for number, row in enumerate(rows):
        attack.row = row
        for name, made in _row(attack, number, dangling).items():
            parts[name].append(made)
    packs, documents = parts.pop("packs"), parts.pop("documents")
    return attack.fill(
        Report,
        document=documents[0],
        documents=tuple(documents),
        window=model.Window(),
        focus=attack.fill(model.Focus, confidence=1.0, **({} if dangling else {"place": parts["places"][1].id})),
        generator=attack.fill(model.Generator, packs=tuple(packs), options={}),
        **{name: tuple(made) for name, made in parts.items()},
    )  # type: ignore[no-any-return]


def _row(attack: Attack, number: int, dangling: bool) -> dict[str, object]:
    fill, day = attack.fill, {"date_start": date(2021, 5, 7), "date_end": date(2021, 5, 8)}
    lon, lat = 38 + 4 * (number % 9) / 9, 33 + 3 * (number // 9) / 9
    place = fill(
        Place,
        kind=Kind.CAMP if number % 2 else Kind.CONTROL_AREA,
        lon=lon,
        lat=lat,
        precision=Precision.SITE,
        uncertainty_km=3.0,
        area=None if number % 5 else _square(lon, lat),
    )
    quantity = fill(model.Quantity, min=3, max=9)
    claim = fill(
        model.Claim,
        start=0,
        end=1,
        quantity=quantity,
        when=model.When(earliest=date(2021, 5, 7), latest=None),
        places=(fill(model.PlaceRole, role=Role.NONE),),
    )
    told = {} if dangling else {"claims": (claim.id,)}
    figures = tuple(
        fill(model.Figure, of=Count.FATALITIES, quantity=fill(model.Quantity, best=n), **told) for n in (3, 4)
    )
    there = {} if dangling else {"place": place.id, **told}
    ends = {} if dangling else {"origin": (place.id,), "destination": (BENIGN.id,), "via": (), **told}
    target = {} if dangling else {"target": attack("Movement.id")}
    relations = (fill(model.Relation, type=RelationType.MAY_OVERLAP, **target),)
    movement = fill(
        model.Movement,
        mode=Mode.EVACUATED,
        group=Group.CIVILIANS,
        quantity=quantity,
        figures=figures,
        relations=relations,
        destination_relation=DestinationRelation.ANY_OF,
        quantity_status=QuantityStatus.CONTESTED,
        **day,
        **ends,
    )
    event = fill(
        model.Event,
        id="ev " + attack("Event.id"),
        type=EventType.SHELLING,
        figures=figures,
        relations=relations,
        **day,
        **there,
    )
    return {
        "documents": fill(model.Document, published=date(2021, 5, 9), spans=(model.Span(start=0, end=1),)),
        "packs": fill(model.Pack),
        "issues": fill(model.Issue),
        "places": place,
        "claims": claim,
        "movements": movement,
        "events": event,
        "stocks": fill(model.Stock, id="st " + attack("Stock.id"), group=Group.DISPLACED, quantity=quantity, **there),
        "control": fill(model.Control, id="co " + attack("Control.id"), **there),
        "mentions": fill(model.Mention, start=0, end=1, candidates=(fill(model.Candidate, score=0.5),)),
        "times": fill(
            model.TimeExpression, start=0, end=1, earliest=None, latest=None, granularity=model.TimePrecision.DAY
        ),
    }


def readable(report: Report, *, merged: bool) -> Report:
    """Put the text back from which the claims of a hostile report were read, with each quote where its claim says.

    In a merged report it is that of the first document; the others have texts of their own and no claims.
    """
    text, claims, mentions = report.document.text, [], []
    for claim, mention in zip(report.claims, report.mentions, strict=True):
        start = len(text) + 2
        text += f"\n\n{claim.quote}"
        claims.append(dataclasses.replace(claim, start=start, end=len(text)))
        mentions.append(dataclasses.replace(mention, start=start, end=start + 1, place=BENIGN.id, mapped=True))
    document = dataclasses.replace(report.document, text=text)
    owners = {claim.id.rpartition("#")[0] for claim in claims}  # an id may say by chance that its claim is another's
    others = [dataclasses.replace(one, text="") if one.id in owners else one for one in report.documents[1:]]
    documents = (document, *others) if merged else ()
    return dataclasses.replace(
        report, document=document, documents=documents, claims=tuple(claims), mentions=tuple(mentions)
    )


def _square(lon: float, lat: float) -> model.Geometry:
    ring = [
        (lon - 0.1, lat - 0.1),
        (lon + 0.1, lat - 0.1),
        (lon + 0.1, lat + 0.1),
        (lon - 0.1, lat + 0.1),
        (lon - 0.1, lat - 0.1),
    ]
    return {"type": "Polygon", "coordinates": [ring]}


# ---- as it is shown


def plain(text: str) -> str:
    """Give a text as the page shows it: without directional controls, at most eight combining marks in a row."""
    kept, run = [], 0
    for letter in re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text):
        run = run + 1 if unicodedata.category(letter)[0] == "M" else 0
        kept.append(letter if run <= 8 else "")
    return "".join(kept)

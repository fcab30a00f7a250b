"""What `explain` prints: the mentions of a name, or the claims of a document, with what is behind them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from conflictmap.cli.terminal import tell_issues
from conflictmap.errors import ConflictMapError

if TYPE_CHECKING:
    from conflictmap.explain import ClaimAccount, Part, SentenceAccount
    from conflictmap.extract.records import Trace
    from conflictmap.model import Mention, Report

_OVERRIDES = "\u202d\u202e"  # print what follows in the wrong direction


def tell_places(analysed: Iterable[tuple[str, Report]], name: str) -> None:
    """Print every mention whose words hold a name, with its candidates.

    Args:
        analysed: the text of each document with its report.
        name: compared folded.

    Raises:
        ConflictMapError: where there is none.
    """
    from conflictmap.text.normalise import fold

    found = False
    for text, report in analysed:
        for mention in report.mentions:
            if fold(name) in fold(mention.surface):
                found = True
                for line in _mention(mention, text, report):
                    click.echo(line)
    if not found:
        raise ConflictMapError(f"no mention of {name!r} was found")


def _mention(mention: Mention, text: str, report: Report) -> Iterator[str]:
    places = {place.id: place for place in report.places}
    line = text.count("\n", 0, mention.start) + 1
    mapped = "mapped" if mention.mapped else "not mapped"
    yield (
        f"{report.document.id}:{line} [{mention.start}:{mention.end}] {_shown(mention.surface)} -> "
        f"{mention.place or 'unresolved'} ({mapped}, {mention.role}, {mention.confidence:.2f})"
    )
    yield f"    {' '.join(rule for rule in mention.why if '=' not in rule)}".rstrip()
    for candidate in mention.candidates:
        place = places[candidate.place]
        label = place.name.get("en") or next(iter(place.name.values()), "")
        where = f"{place.lat}, {place.lon}"
        yield f"    {candidate.score:.3f}  {place.id}  {_shown(label)} ({place.kind}, {place.country}; {where})"
        yield f"           {' '.join(candidate.why)}"


def tell_claims(traced: Iterable[tuple[Report, Trace]], *, as_json: bool) -> None:
    """Print the sentences of documents with their claims, in words or as JSON lines."""
    from conflictmap.codec import dumps
    from conflictmap.explain import explained

    for report, trace in traced:
        tell_issues(report)
        for account in explained(report, trace):
            if as_json:
                click.echo(dumps(account))
            else:
                click.echo("\n".join(_sentence(account)))


def _sentence(account: SentenceAccount) -> Iterator[str]:
    where = f"{account.document}:{account.line} [{account.start}:{account.end}]"
    yield f"{click.style(where, bold=True)} {_shown(account.text)}"
    for claim in account.claims:
        yield from _claim(claim)
    for part in account.unused:
        yield click.style(f"  not used: {_part(part)}", dim=True)
    yield ""


def _claim(claim: ClaimAccount) -> Iterator[str]:
    proposed = f", proposed by {_shown(claim.proposed_by)}" if claim.proposed_by else ""
    yield f"  {click.style(claim.id, bold=True)} [{claim.start}:{claim.end}] {claim.status}{proposed}"
    for part in claim.slots:
        yield f"      {_part(part)}"
    chain = " > ".join(map(_shown, claim.sources)) or "nobody named"
    verb = f' "{_shown(claim.attribution)}"' if claim.attribution else ""
    yield f"      said by: {chain}{verb}, {claim.certainty}"
    yield f"      rules: {' '.join(claim.why)}"
    yield from (f"    -> {record}" for record in map(_shown, claim.records or ("no record of its own",)))


def _part(part: Part) -> str:
    return f'{part.what} "{_shown(part.text)}" [{part.start}:{part.end}] = {_shown(part.value)} ({part.why})'


def _shown(text: str) -> str:
    """Give text as a terminal may print it, on one line: no control characters, which could give it orders."""
    return "".join(_safe(character) for character in " ".join(text.split()))


def _safe(character: str) -> str:
    return "\ufffd" if character in _OVERRIDES or unicodedata.category(character) == "Cc" else character

"""The commands about the gazetteer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from conflictmap.cli.terminal import open_gazetteer
from conflictmap.errors import ConflictMapError

if TYPE_CHECKING:
    from conflictmap.gazetteer import Gazetteer, Match


@click.group()
def gazetteer() -> None:
    """Look places up in the gazetteer, and check its tables."""


@gazetteer.command()
@click.argument("names", nargs=-1)
@click.option(
    "--jsonl",
    type=click.Path(),
    metavar="FILE",
    help='Look up {"id", "name", "country"?} lines; "-" is the pipe.',
)
@click.option("--country", metavar="CC", help="Prefer places of this country (ISO 3166-1 alpha-2).")
@click.option("--limit", default=5, show_default=True, help="Matches for each name.")
def find(names: tuple[str, ...], jsonl: str | None, country: str | None, limit: int) -> None:
    """Find the places that bear NAMES, best first.

    \b
    Examples:
      conflictmap gazetteer find "Deir Ezzor" مخيم\\ الهول
      conflictmap gazetteer find --jsonl names.jsonl > matches.jsonl
    """
    if not names and not jsonl:
        raise click.UsageError("give names, or --jsonl FILE")
    index = open_gazetteer()
    if jsonl:
        with click.open_file(jsonl, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    click.echo(_found_line(index, line, f"{jsonl}:{number}", limit))
    for name in names:
        click.echo(name)
        for match in index.find(name, country=country, limit=limit):
            place = match.place
            label = " / ".join(dict.fromkeys(filter(None, (place.name.get("en"), place.name.get("ar")))))
            click.echo(f"  {match.score:.2f}  {place.id:24} {label} ({place.kind}, {place.country}, "
                       f"{place.lat}, {place.lon} ± {place.uncertainty_km} km, {match.how})")  # fmt: skip


def _found_line(index: Gazetteer, line: str, where: str, limit: int) -> str:
    try:
        record = json.loads(line)
        name, identity = str(record["name"]), record["id"]
    except (ValueError, KeyError, TypeError) as error:
        raise ConflictMapError(f'{where}: a line is {{"id", "name", "country"?}} ({error})') from error
    country = str(record["country"]) if record.get("country") else None
    matches = index.find(name, country=country, limit=limit)
    return json.dumps({"id": identity, "matches": [_plain_match(match) for match in matches]}, ensure_ascii=False)


def _plain_match(match: Match) -> dict[str, object]:
    place = match.place
    return {"place": place.id, "name": place.name, "lon": place.lon, "lat": place.lat,
            "uncertainty_km": place.uncertainty_km, "kind": place.kind, "country": place.country,
            "score": match.score}  # fmt: skip


@gazetteer.command("explain")
@click.argument("place_id")
def explain_place(place_id: str) -> None:
    """Show everything that the gazetteer knows of PLACE_ID.

    \b
    Example:
      conflictmap gazetteer explain sy-baghouz
    """
    from conflictmap.codec import plain

    index = open_gazetteer()
    facts = plain(index.place(place_id))
    assert isinstance(facts, dict)
    facts.pop("candidate_only", None)
    click.echo(json.dumps({**facts, "names": index.names(place_id)}, ensure_ascii=False, indent=2))


@gazetteer.command()
@click.option("--homonyms", is_flag=True, help="List the names that more than one place bears.")
def check(homonyms: bool) -> None:
    """Check the curated tables: kinds, sources, coordinates, areas, names, order.

    \b
    Example:
      conflictmap gazetteer check
    """
    from conflictmap.gazetteer.check import problems, shared_names

    for line in shared_names() if homonyms else ():
        click.echo(line)
    found = problems()
    for problem in found:
        click.echo(problem)
    if found:
        raise ConflictMapError(f"{len(found)} problems in the curated tables")
    click.echo("the curated tables are sound")

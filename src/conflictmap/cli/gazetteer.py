"""The commands about the gazetteer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conflictmap.cli.terminal import gazetteer_options, open_gazetteer, progress
from conflictmap.errors import ConflictMapError

if TYPE_CHECKING:
    from conflictmap.gazetteer import Gazetteer, Match

SOURCES = ("geonames", "whosonfirst", "cod", "osm", "csv")


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
@gazetteer_options
def find(
    names: tuple[str, ...], jsonl: str | None, country: str | None, limit: int, own: tuple[Path, ...], no_packs: bool
) -> None:
    """Find the places that bear NAMES, best first.

    \b
    Examples:
      conflictmap gazetteer find "Deir Ezzor" مخيم\\ الهول
      conflictmap gazetteer find --jsonl names.jsonl > matches.jsonl
    """
    if not names and not jsonl:
        raise click.UsageError("give names, or --jsonl FILE")
    index = open_gazetteer(own, no_packs)
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
@gazetteer_options
def explain_place(place_id: str, own: tuple[Path, ...], no_packs: bool) -> None:
    """Show everything that the gazetteer knows of PLACE_ID.

    \b
    Example:
      conflictmap gazetteer explain sy-baghouz
    """
    from conflictmap.codec import plain

    index = open_gazetteer(own, no_packs)
    facts = plain(index.place(place_id))
    assert isinstance(facts, dict)
    facts.pop("candidate_only", None)
    click.echo(json.dumps({**facts, "names": index.names(place_id)}, ensure_ascii=False, indent=2))


@gazetteer.command()
@click.argument("source", type=click.Choice(SOURCES))
@click.argument("file")
@click.option("--name", help="What to call the pack; made from the source and the file's name if not given.")
@click.option("--licence", metavar="TEXT", help="Licence of the data, where it is not the usual one of the source.")
@click.option("--attribution", metavar="TEXT", help="What the licence asks to be shown with a map.")
@click.option("--country", metavar="CC", help="Country of rows that have none (ISO 3166-1 alpha-2).")
@click.option(
    "--alternate-names",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="alternateNamesV2.txt or .zip, for geonames.",
)
@click.option("--sha256", metavar="HEX", help="What the SHA-256 of a downloaded file has to be.")
@click.option("--base-url", envvar="CONFLICTMAP_GEONAMES_URL", metavar="URL", help="Where to download from.")
def add(
    source: str, file: str, name: str | None, licence: str | None, attribution: str | None, country: str | None,
    alternate_names: Path | None, sha256: str | None, base_url: str | None,
) -> None:  # fmt: skip
    """Add FILE as a pack: a layer of places that all look-ups use from then on.

    With geonames FILE may be a country code: then the dump of that country is downloaded.

    \b
    Examples:
      conflictmap gazetteer add geonames SY
      conflictmap gazetteer add geonames SY.zip --alternate-names alternateNamesV2.zip
      conflictmap gazetteer add whosonfirst whosonfirst-sy.ndgeojson.gz
      conflictmap gazetteer add osm camps.json --country SY --name camps
    """
    from datetime import UTC, datetime

    from conflictmap.gazetteer.packs import importing, store

    options = importing.Options(name=name, licence=licence, attribution=attribution, country=country,
                                alternate_names=alternate_names)  # fmt: skip
    today = datetime.now(UTC).date()
    with progress("Adding") as tell:
        if source == "geonames" and re.fullmatch("[A-Za-z]{2}", file) and not Path(file).exists():
            pack = importing.add_country(store.default_data(), file, today, options, tell,
                                         base_url=base_url, sha256=sha256)  # fmt: skip
        else:
            pack = importing.add(store.default_data(), source, Path(file), today, options)
    if pack.skipped:
        click.echo(f"{pack.name}: left out: {importing.told(pack.skipped)}", err=True)
    click.echo(f"{pack.name}: {pack.total:,} places ({importing.told(pack.places)})")


@gazetteer.command("list")
def list_packs() -> None:
    """List the packs: name, places, licence, day of adding."""
    from conflictmap.gazetteer.packs import store

    for pack in store.packs(store.default_data()):
        click.echo(f"{pack.name}\t{pack.total}\t{pack.licence}\t{pack.added}")


@gazetteer.command()
@click.argument("name")
def info(name: str) -> None:
    """Show where the pack NAME comes from, as JSON."""
    from dataclasses import asdict

    from conflictmap.gazetteer.packs import store

    click.echo(json.dumps(asdict(store.info(store.default_data(), name)), ensure_ascii=False, indent=2))


@gazetteer.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove the pack NAME."""
    from conflictmap.gazetteer.packs import compiled, store
    from conflictmap.gazetteer.query import default_cache

    data = store.default_data()
    pack = store.info(data, name)
    store.remove(data, name)
    compiled.forget(default_cache(), pack)
    click.echo(f"{name}: removed")


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

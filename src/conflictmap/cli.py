"""The command line: one function a command, no logic. Every command is a filter: `-` reads and writes the pipe."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from conflictmap import __version__
from conflictmap.errors import ConflictMapError

if TYPE_CHECKING:
    from conflictmap.gazetteer import Gazetteer, Match
    from conflictmap.model import Document, Report
    from conflictmap.pipeline import Pipeline

USER_ERROR, OUR_BUG, INTERRUPTED = 1, 3, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="conflictmap")
def cli() -> None:
    """Turn reports of armed conflict, in Arabic or English, into maps and data that can be checked.

    \b
    Examples:
      conflictmap analyse article.txt --published 2019-02-20 > report.jsonl
      conflictmap explain article.txt Baghouz
      conflictmap gazetteer find "Deir Ezzor"
    """


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that reads articles."""
    options = (
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
        click.option("--published", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
                     help="The day that relative dates ('last Saturday') count from."),
        click.option("--language", metavar="CODE", help="ISO 639-1 code of the text; detected if not given."),
        click.option("--keep-text", is_flag=True, help="Put the whole article into the report."),
        click.option("--no-quotes", is_flag=True, help="Leave the quoted words out (for rights reasons)."),
        click.option("--names", is_flag=True, help="Show names of private persons; they are masked otherwise."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@_common
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; '-' (the default) is the pipe.")
def analyse(
    inputs: tuple[str, ...], published: datetime | None, language: str | None, keep_text: bool, no_quotes: bool,
    names: bool, output: str,
) -> None:  # fmt: skip
    """Read articles and write one report a line (JSON Lines).

    INPUT is a text or HTML file, a folder of them, a .jsonl file, or '-'.

    \b
    Examples:
      conflictmap analyse seeds/ > reports.jsonl
      cat page.html | conflictmap analyse - --published 2024-05-01
    """
    from conflictmap.codec import encode

    pipeline = _pipeline(keep_text, no_quotes, names)
    documents = _documents(inputs, published, language)
    with _writing(output) as file:
        for document in _tracked(documents, "Analysing"):
            report = _analysed(pipeline, document)
            _tell_issues(report)
            file.write(encode(report) + b"\n")


@cli.command()
@_common
@click.argument("name")
def explain(
    inputs: tuple[str, ...], published: datetime | None, language: str | None, keep_text: bool, no_quotes: bool,
    names: bool, name: str,
) -> None:  # fmt: skip
    """Say why NAME was placed where it was: every mention, candidate, score and rule.

    \b
    Example:
      conflictmap explain article.txt Hasakah
    """
    from conflictmap.text.normalise import fold

    pipeline = _pipeline(keep_text, no_quotes, names)
    found = False
    for document in _documents(inputs, published, language):
        report = pipeline.analyse(document)
        places = {place.id: place for place in report.places}
        for mention in report.mentions:
            if fold(name) not in fold(mention.surface):
                continue
            found = True
            line = document.text.count("\n", 0, mention.start) + 1
            mapped = "mapped" if mention.mapped else "not mapped"
            click.echo(
                f"{document.id}:{line} [{mention.start}:{mention.end}] {mention.surface} -> "
                f"{mention.place or 'unresolved'} ({mapped}, {mention.role}, {mention.confidence:.2f})"
            )
            click.echo(f"    {' '.join(rule for rule in mention.why if '=' not in rule)}".rstrip())
            for candidate in mention.candidates:
                place = places[candidate.place]
                label = place.name.get("en") or next(iter(place.name.values()), "")
                where = f"{place.lat}, {place.lon}"
                click.echo(f"    {candidate.score:.3f}  {place.id}  {label} ({place.kind}, {place.country}; {where})")
                click.echo(f"           {' '.join(candidate.why)}")
    if not found:
        raise ConflictMapError(f"no mention of {name!r} was found")


@cli.group()
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
    index = _gazetteer()
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

    index = _gazetteer()
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


def _documents(inputs: tuple[str, ...], published: datetime | date | None, language: str | None) -> Iterator[Document]:
    from conflictmap.read import read

    return read(
        inputs,
        published=published.date() if isinstance(published, datetime) else published,
        language=language,
    )


def _gazetteer() -> Gazetteer:
    from conflictmap.gazetteer import Gazetteer

    with _progress("Compiling the gazetteer (once)") as tell:
        return Gazetteer.open(progress=tell)


def _pipeline(keep_text: bool, no_quotes: bool, names: bool) -> Pipeline:
    from conflictmap.pipeline import Options, Pipeline

    return Pipeline(_gazetteer(), Options(keep_text=keep_text, quotes=not no_quotes, names=names))


def _analysed(pipeline: Pipeline, document: Document) -> Report:
    """Analyse one document; what breaks on it becomes an issue of its report, and the batch goes on."""
    try:
        return pipeline.analyse(document)
    except (ConflictMapError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001  a document that breaks us must not take the others with it
        return pipeline.failed(document, error)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[str, float], None]]:
    """Show a progress bar on a terminal as soon as somebody reports progress; stay silent in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
                   console=Console(stderr=True), transient=True)  # fmt: skip
    task = bar.add_task(title, total=1.0)

    def tell(what: str, share: float) -> None:
        if sys.stderr.isatty() and not bar.live.is_started:
            bar.start()
        bar.update(task, description=f"{title}: {what}", completed=share)

    try:
        yield tell
    finally:
        if bar.live.is_started:
            bar.stop()


def _tracked(documents: Iterator[Document], title: str) -> Iterator[Document]:
    """Count documents on a terminal."""
    from rich.console import Console
    from rich.progress import track

    if not sys.stderr.isatty():
        return documents
    return iter(track(documents, title, console=Console(stderr=True), transient=True))


def _tell_issues(report: Report) -> None:
    for issue in report.issues:
        click.echo(f"{report.document.id}: {issue.message}", err=True)


@contextmanager
def _writing(output: str) -> Iterator[IO[bytes]]:
    """Open the output; a file is written beside its place and moved there whole."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(output)
    if not target.parent.is_dir():
        raise ConflictMapError(f"{target.parent}: no such folder")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def main() -> None:
    """Run the command line and turn what was raised into a line and an exit code."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(USER_ERROR)
    except ConflictMapError as error:
        click.echo(f"conflictmap: {error}", err=True)
        sys.exit(USER_ERROR)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(USER_ERROR)
    except OSError as error:
        click.echo(f"conflictmap: {error.filename or 'input or output'}: {error.strerror or error}", err=True)
        sys.exit(USER_ERROR)
    except Exception as error:  # noqa: BLE001  the last door: a bug is told in one line, with how to report it
        click.echo(f"conflictmap: this is our bug, please report it: {type(error).__name__}: {error}", err=True)
        sys.exit(OUR_BUG)

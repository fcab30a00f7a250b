"""The command line: one function a command, no logic. Every command is a filter: `-` reads and writes the pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from conflictmap import __version__
from conflictmap.cli.backends import Backends, backend_options
from conflictmap.cli.embedding import embed
from conflictmap.cli.gazetteer import gazetteer
from conflictmap.cli.picturing import Picture, picture_options
from conflictmap.cli.terminal import gazetteer_options, open_gazetteer, tell_issues, tracked, write
from conflictmap.cli.tiles import tile_options
from conflictmap.cli.window import window_options
from conflictmap.errors import ConflictMapError, InputError

if TYPE_CHECKING:
    from conflictmap.gazetteer import Gazetteer
    from conflictmap.model import Document, Report, Window
    from conflictmap.pipeline import Pipeline
    from conflictmap.render import Look

USER_ERROR, OUR_BUG, INTERRUPTED = 1, 3, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="conflictmap")
def cli() -> None:
    """Turn reports of armed conflict, in Arabic or English, into maps and data that can be checked.

    \b
    Examples:
      conflictmap map article.txt --published 2019-02-20 -o out
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
    command = gazetteer_options(backend_options(command))
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@_common
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; '-' (the default) is the pipe.")
def analyse(
    inputs: tuple[str, ...], published: datetime | None, language: str | None, keep_text: bool, no_quotes: bool,
    names: bool, own: tuple[Path, ...], no_packs: bool, output: str, backends: Backends,
) -> None:  # fmt: skip
    """Read articles and write one report a line (JSON Lines).

    INPUT is a text or HTML file, a folder of them, a .jsonl file, or '-'.

    \b
    Examples:
      conflictmap analyse seeds/ > reports.jsonl
      cat page.html | conflictmap analyse - --published 2024-05-01
    """
    from conflictmap.codec import encode

    pipeline = _pipeline(open_gazetteer(own, no_packs), keep_text, no_quotes, names, backends)
    reports = _analysed_all(pipeline, _documents(inputs, published, language))
    write(output, (encode(report) + b"\n" for report in reports))


@cli.command("map")
@_common
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write to; made if it is not there.")
@click.option("--each", is_flag=True, help="Draw one page for each document, not one for all.")
@click.option("--with-text", is_flag=True, help="Put the articles into the page, to be read beside the map.")
@click.option("--title", help="Headline of the map; the first document's if not given.")
@click.option(
    "--interface",
    type=click.Choice(["auto", "ar", "en"]),
    default="auto",
    show_default=True,
    help="Language of the page's own words; a button on the page changes it.",
)
@tile_options
def map_command(
    inputs: tuple[str, ...], published: datetime | None, language: str | None, keep_text: bool, no_quotes: bool,
    names: bool, own: tuple[Path, ...], no_packs: bool, output: str, each: bool, with_text: bool, title: str | None,
    interface: str, tiles: str | None, attribution: str | None, backends: Backends,
) -> None:  # fmt: skip
    """Read articles and draw their map: the main job.

    Writes map.html (one file, no network needed), report.jsonl, events.geojson, movements.geojson and
    places.geojson into DIR.

    \b
    Examples:
      conflictmap map article.txt --published 2019-02-20 -o out
      conflictmap map seeds/ -o outputs/demo --each
    """
    from conflictmap.export import file_names, write_geojson, write_reports
    from conflictmap.render import render_to

    _refuse_text_without_quotes(with_text, no_quotes)
    pipeline = _pipeline(open_gazetteer(own, no_packs), keep_text, no_quotes, names, backends)
    reports = list(_analysed_all(pipeline, _documents(inputs, published, language)))
    folder = Path(output)
    written = [write_reports(reports, folder / "report.jsonl"), *write_geojson(reports, folder)]
    look = _look(interface, title, quotes=not no_quotes, with_text=with_text, tiles=tiles, attribution=attribution)
    pages = file_names(reports, ".html") if each else [("map.html", report) for report in reports[:1]]
    for name, report in pages:
        shown = [report] if each else reports
        written.append(render_to(folder / name, shown, **_placed(shown, pipeline.gazetteer, look)))
        click.echo(f"map: {folder / name}")
    for path in written:
        if path.suffix != ".html":
            click.echo(f"data: {path}")


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="REPORTS...")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; '-' (the default) is the pipe.")
@click.option("--title", help="Headline of the map; the first document's if not given.")
@click.option("--with-text", is_flag=True, help="Put the articles into the page, to be read beside the map.")
@click.option("--no-quotes", is_flag=True, help="Leave the quoted words out (for rights reasons).")
@click.option(
    "--interface",
    type=click.Choice(["auto", "ar", "en"]),
    default="auto",
    show_default=True,
    help="Language of the page's own words; a button on the page changes it.",
)
@tile_options
@picture_options
def render(
    inputs: tuple[str, ...], output: str, title: str | None, no_quotes: bool, with_text: bool, interface: str,
    tiles: str | None, attribution: str | None, picture: Picture,
) -> None:  # fmt: skip
    """Draw the map of reports that `analyse` has written: a page, or a picture if FILE is .svg, .png or .pdf.

    \b
    Examples:
      conflictmap render reports.jsonl -o map.html
      conflictmap render reports.jsonl -o map.pdf --size 180x120mm --grey
      conflictmap analyse article.txt | conflictmap render - > map.html
    """
    from conflictmap.render import page_data, render_bytes

    _refuse_text_without_quotes(with_text, no_quotes)
    kind = picture.kind(output)
    if kind and (with_text or tiles):
        raise click.UsageError("a picture has no text beside it and loads no tiles")
    look = _look(interface, title, quotes=not no_quotes, with_text=with_text, tiles=tiles, attribution=attribution)
    reports = list(_reports(inputs))
    look = _placed(reports, open_gazetteer(), look)
    write(output, iter([picture.drawn(page_data(reports, **look), kind)]) if kind else render_bytes(reports, **look))


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="REPORTS...")
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write to; made if it is not there.")
def export(inputs: tuple[str, ...], output: str) -> None:
    """Write reports as GeoJSON: events.geojson, movements.geojson and places.geojson in DIR.

    \b
    Example:
      conflictmap analyse articles/ | conflictmap export - -o data
    """
    from conflictmap.export import write_geojson

    for path in write_geojson(list(_reports(inputs)), Path(output)):
        click.echo(f"data: {path}")


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="REPORTS...")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; '-' (the default) is the pipe.")
@window_options
def merge(inputs: tuple[str, ...], output: str, window: Window) -> None:
    """Merge the reports that `analyse` has written: one event told by many articles becomes one, with all claims.

    Writes a header line with the documents and the window (km, days, types, actors), then a place, claim, event or
    movement a line. `render` and `export` read it.

    \b
    Examples:
      conflictmap merge reports.jsonl -o merged.jsonl
      conflictmap analyse articles/ | conflictmap merge - --km 1 --days 2 > merged.jsonl
    """
    from conflictmap.codec import encode_merged
    from conflictmap.reconcile import merge as merge_reports

    merged = merge_reports(_reports(inputs), window)
    write(output, (line + b"\n" for line in encode_merged(merged)))


@cli.command()
@_common
@click.option(
    "--claims", is_flag=True, help="Say of each sentence what was read in it, by which rules, and what was not."
)
@click.option("--json", "as_json", is_flag=True, help="With --claims: one JSON object a sentence.")
def explain(
    inputs: tuple[str, ...], published: datetime | None, language: str | None, keep_text: bool, no_quotes: bool,
    names: bool, own: tuple[Path, ...], no_packs: bool, backends: Backends, claims: bool, as_json: bool,
) -> None:  # fmt: skip
    """Say why NAME, the last argument, was placed where it was: every mention, candidate, score and rule.

    With --claims, there is no NAME: say what was read in each sentence, by which rules, and what was not used.

    \b
    Examples:
      conflictmap explain article.txt Hasakah
      conflictmap explain --claims article.txt
      conflictmap explain --claims --json articles/ > claims.jsonl
    """
    from conflictmap.cli import explaining

    if as_json and not claims:
        raise click.UsageError("--json goes with --claims")
    if not claims and len(inputs) < 2:
        raise click.UsageError("an INPUT and a NAME are needed, or --claims and an INPUT")
    sources = inputs if claims else inputs[:-1]
    pipeline = _pipeline(open_gazetteer(own, no_packs), keep_text, no_quotes, names, backends)
    documents = _documents(sources, published, language)
    if claims:
        explaining.tell_claims((pipeline.traced(document) for document in documents), as_json=as_json)
    else:
        explaining.tell_places(((document.text, pipeline.analyse(document)) for document in documents), inputs[-1])


def _documents(inputs: tuple[str, ...], published: datetime | date | None, language: str | None) -> Iterator[Document]:
    from conflictmap.read import read

    return read(
        inputs,
        published=published.date() if isinstance(published, datetime) else published,
        language=language,
    )


def _pipeline(index: Gazetteer, keep_text: bool, no_quotes: bool, names: bool, backends: Backends) -> Pipeline:
    from conflictmap.pipeline import Options, Pipeline

    return Pipeline(index, Options(keep_text=keep_text, quotes=not no_quotes, names=names),
                    recogniser=backends.load_recogniser(), geocoder=backends.open_geocoder(),
                    proposer=backends.open_proposer())  # fmt: skip


def _analysed_all(pipeline: Pipeline, documents: Iterator[Document]) -> Iterator[Report]:
    """Analyse documents one by one, counting them on a terminal and telling their issues."""
    for document in tracked(documents, "Analysing"):
        report = _analysed(pipeline, document)
        tell_issues(report)
        yield report


def _analysed(pipeline: Pipeline, document: Document) -> Report:
    """Analyse one document; what breaks on it becomes an issue of its report, and the batch goes on."""
    try:
        return pipeline.analyse(document)
    except (ConflictMapError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001  a document that breaks us must not take the others with it
        return pipeline.failed(document, error)


def _reports(inputs: tuple[str, ...]) -> Iterator[Report]:
    """Read the report lines of some files or the pipe."""
    from conflictmap.codec import decode_lines

    for name in inputs:
        with click.open_file(name, encoding="utf-8") as lines:
            try:
                yield from decode_lines(lines, name)
            except UnicodeDecodeError as error:
                raise InputError(f"{name}: not a conflictmap report: not UTF-8") from error


def _refuse_text_without_quotes(with_text: bool, no_quotes: bool) -> None:
    if with_text and no_quotes:
        raise click.UsageError("--with-text shows what --no-quotes leaves out: give one of them")


def _look(
    interface: str, title: str | None, *, quotes: bool, with_text: bool = False, tiles: str | None = None,
    attribution: str | None = None,
) -> Look:  # fmt: skip
    """Gather the options that say how a map looks."""
    language: Literal["auto", "ar", "en"] = "ar" if interface == "ar" else "en" if interface == "en" else "auto"
    return {"language": language, "title": title, "quotes": quotes, "with_text": with_text, "tiles": tiles,
            "attribution": attribution}  # fmt: skip


def _placed(reports: Sequence[Report], index: Gazetteer, look: Look) -> Look:
    """Add the towns that tell a reader where this is."""
    from conflictmap.pipeline import context_towns

    return {**look, "context": context_towns(reports, index)}


cli.add_command(embed)
cli.add_command(gazetteer)


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

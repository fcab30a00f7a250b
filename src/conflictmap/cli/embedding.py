"""The command `embed`: the kit with which a newsroom puts a map into an article."""

from __future__ import annotations

from pathlib import Path

import click

from conflictmap.cli.terminal import gazetteer_options, open_gazetteer
from conflictmap.errors import InputError


@click.command()
@click.argument("source", metavar="MAP")
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write to; made if it is not there.")
@click.option("--base-url", metavar="URL", help="The http or https address that DIR will have on your server.")
@click.option("--no-data", is_flag=True, help="Leave the data files out, and let readers save none from the page.")
@gazetteer_options
def embed(source: str, output: str, base_url: str | None, no_data: bool, own: tuple[Path, ...], no_packs: bool) -> None:
    """Write the kit to embed a map in an article: page, snippet, pictures, data, alternative texts.

    MAP is a page that `map` or `render` has written, reports that `analyse` has written, or '-'. Open index.html of
    DIR to see it embedded, and for what to paste where.

    \b
    Examples:
      conflictmap embed out/map.html -o kit --base-url https://www.example.org/maps/baghouz/
      conflictmap analyse article.txt | conflictmap embed - -o kit
    """
    from conflictmap.embed import write_kit

    text = _text(source)
    page = text if text.lstrip("\ufeff \t\r\n").startswith("<") else _drawn(text, source, own, no_packs)
    kit = write_kit(page, Path(output), base_url=base_url, data=not no_data)
    for path in kit.files:
        click.echo(f"kit: {path}")
    for note in kit.notes:
        click.echo(f"conflictmap: {note}", err=True)


def _text(source: str) -> str:
    with click.open_file(source, "rb") as file:
        content: bytes = file.read()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: neither a page of ours nor reports: it is not UTF-8 text") from error


def _drawn(lines: str, name: str, own: tuple[Path, ...], no_packs: bool) -> str:
    from conflictmap.codec import decode_lines
    from conflictmap.pipeline import context_towns
    from conflictmap.render import render

    reports = list(decode_lines(lines.splitlines(), name))
    return render(reports, context=context_towns(reports, open_gazetteer(own, no_packs)))

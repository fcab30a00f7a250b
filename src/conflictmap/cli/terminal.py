"""What the commands share: progress on a terminal, issues on standard error, output that is whole or not there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conflictmap.gazetteer import Gazetteer
    from conflictmap.model import Document, Report


def gazetteer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that looks names up."""
    own = click.option("--gazetteer", "own", type=click.Path(path_type=Path), multiple=True, metavar="FILE",
                       help="A table of your own places, which overrides all others; may be repeated.")  # fmt: skip
    packs = click.option("--no-packs", is_flag=True, help="Leave the packs out that `gazetteer add` has added.")
    return own(packs(command))


def open_gazetteer(own: Sequence[Path] = (), no_packs: bool = False) -> Gazetteer:
    """Open the gazetteer, compiling it with a progress bar if need be."""
    from conflictmap.gazetteer import Gazetteer

    with progress("Compiling the gazetteer (once)") as tell:
        return Gazetteer.open(progress=tell, own=own, with_packs=not no_packs)


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, float], None]]:
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


def tracked(documents: Iterator[Document], title: str) -> Iterator[Document]:
    """Count documents on a terminal."""
    from rich.console import Console
    from rich.progress import track

    if not sys.stderr.isatty():
        return documents
    return iter(track(documents, title, console=Console(stderr=True), transient=True))


def tell_issues(report: Report) -> None:
    """Tell the issues of a report on standard error, a line each."""
    for issue in report.issues:
        click.echo(f"{report.document.id}: {issue.message}", err=True)


def write(output: str, lines: Iterator[bytes]) -> None:
    """Write to the pipe as it comes, or to a file that is moved to its place whole."""
    from conflictmap.export import write_whole

    if output != "-":
        write_whole(Path(output), lines)
        return
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()

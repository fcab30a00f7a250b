"""Put finished files in their place, whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from conflictmap.codec import encode
from conflictmap.errors import InputError
from conflictmap.model import Report


def write_reports(reports: Iterable[Report], path: Path) -> Path:
    """Write reports as JSON Lines, one report a line, in the order given.

    Raises:
        InputError: where the folder cannot be made or the file cannot be written.
    """
    return write_whole(path, (encode(report) + b"\n" for report in reports))


def write_whole(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file beside its place and move it there when it is complete; give the path back.

    A reader sees the old file or the new one, and a run that breaks leaves nothing half-written. Folders that are
    missing are made.

    Raises:
        InputError: where the folder cannot be made or the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        beside.unlink(missing_ok=True)
    return path


def file_names(reports: Iterable[Report], suffix: str) -> Iterator[tuple[str, Report]]:
    """Give each report a file name of its own, made from its id and safe in any folder."""
    taken: set[str] = set()
    for report in reports:
        stem = re.sub(r"[^\w.-]+", "_", report.document.id).strip("._")[:80] or "document"
        name = next(n for n in (stem, *(f"{stem}-{count}" for count in range(2, 10**6))) if n not in taken)
        taken.add(name)
        yield f"{name}{suffix}", report

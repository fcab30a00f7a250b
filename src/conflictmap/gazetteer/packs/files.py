"""Open the files of a source: plain, gzipped, or a member of a zip."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from conflictmap.errors import InputError


@contextmanager
def lines_of(path: Path, member: str | None = None) -> Iterator[IO[str]]:
    """Open a text file in UTF-8, with or without a byte order mark.

    Args:
        path: the file; gzip and zip are known by their first bytes.
        member: which file of a zip; by default the only one that is no read-me.

    Raises:
        InputError: where there is no such file, where it is cut short, or where it is not UTF-8.
    """
    try:
        with path.open("rb") as raw:
            head = raw.read(4)
        if head[:2] == b"\x1f\x8b":
            with gzip.open(path, "rt", encoding="utf-8-sig", newline=None) as packed:
                yield packed
        elif head == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path, member)) as inner:
                yield io.TextIOWrapper(inner, encoding="utf-8-sig")
        else:
            with path.open(encoding="utf-8-sig") as plain:
                yield plain
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start} of a block)") from error
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: the file is cut short or damaged ({error})") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _member(archive: zipfile.ZipFile, path: Path, member: str | None) -> str:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if member in names:
        return str(member)
    told = [name for name in names if "readme" not in name.lower() and not name.startswith("__MACOSX")]
    if len(told) != 1:
        raise InputError(f"{path}: the zip holds {', '.join(told) or 'nothing'}; unpack it and give one of them")
    return told[0]


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file, in hexadecimal."""
    try:
        with path.open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error

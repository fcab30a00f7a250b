"""The packs of a user: a folder each, with `pack.json` (where it comes from) and `places.ndjson.gz` (its records)."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from conflictmap.errors import DataError, InputError
from conflictmap.gazetteer.packs.records import Record, dumps, loads

FORMAT = 1  # of the two files
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_ABANDONED_DAYS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInfo:
    """Where a pack comes from.

    Attributes:
        source: which importer read it.
        title: what a person calls the source.
        added: the day it was added, as YYYY-MM-DD.
        file, sha256: name and hash of the source's file.
        hash: SHA-256 of the records.
        places: how many there are, by kind.
        skipped: how many rows of the source were left out, by the reason.
    """

    name: str
    source: str
    title: str
    licence: str
    attribution: str
    added: str
    file: str
    sha256: str
    hash: str = ""
    places: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def total(self) -> int:
        """Give the number of places."""
        return sum(self.places.values())


def default_data() -> Path:
    """Give the folder of the user's packs: CONFLICTMAP_DATA where it is set, else that of the platform."""
    import platformdirs

    return Path(os.environ.get("CONFLICTMAP_DATA") or platformdirs.user_data_path("conflictmap"))


def check_name(name: str) -> str:
    """Give a pack's name back if it can be the name of a folder.

    Raises:
        InputError: where it cannot.
    """
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise InputError(f"{name!r} cannot be the name of a pack: use a-z, 0-9, '.', '_' and '-', 64 at most")
    return name


def packs(data: Path) -> tuple[PackInfo, ...]:
    """Give the packs of a data folder, sorted by name; what another version has left there is an error.

    Raises:
        DataError: where a pack cannot be read.
    """
    files = sorted((data / "packs").glob("[a-z0-9]*/pack.json"), key=lambda path: path.parent.name)
    return tuple(map(_info, files))


def info(data: Path, name: str) -> PackInfo:
    """Give one pack.

    Raises:
        InputError: where there is none of this name.
    """
    path = data / "packs" / check_name(name) / "pack.json"
    if not path.is_file():
        known = ", ".join(pack.name for pack in packs(data)) or "none yet"
        raise InputError(f"no pack {name!r}; there are: {known}")
    return _info(path)


def add(data: Path, pack: PackInfo, records: Sequence[Record]) -> PackInfo:
    """Write a pack, whole or not at all.

    Returns:
        The pack with the hash and the counts of its records.

    Raises:
        InputError: where there is a pack of this name.
    """
    folder = data / "packs" / check_name(pack.name)
    check_free(data, pack.name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder.parent)
    work = Path(tempfile.mkdtemp(prefix=".adding-", dir=folder.parent))
    try:
        pack = _write(work, pack, records)
        try:
            work.rename(folder)
        except OSError as error:
            raise InputError(_taken(pack.name)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return pack


def check_free(data: Path, name: str) -> None:
    """Say that a name is taken, before the work of an import.

    Raises:
        InputError: where there is a pack of this name.
    """
    if (data / "packs" / name).exists():
        raise InputError(_taken(name))


def remove(data: Path, name: str) -> None:
    """Delete a pack.

    Raises:
        InputError: where there is none of this name.
    """
    info(data, name)
    folder = data / "packs" / name
    gone = folder.with_name(f".removing-{name}-{os.getpid()}")
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def records(data: Path, name: str) -> Iterator[Record]:
    """Read the records of a pack."""
    path = data / "packs" / name / "places.ndjson.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from loads(lines)
    except (OSError, EOFError, ValueError, TypeError, KeyError) as error:
        raise DataError(f"{path}: the pack is damaged ({error}); remove and add it again") from error


def _write(work: Path, pack: PackInfo, found: Sequence[Record]) -> PackInfo:
    total, kinds = hashlib.sha256(), dict.fromkeys(sorted({record.kind for record in found}), 0)
    with (
        (work / "places.ndjson.gz").open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed,
        io.BufferedWriter(packed, 1 << 16) as lines,
    ):
        for record in found:
            line = dumps(record).encode("utf-8") + b"\n"
            total.update(line)
            lines.write(line)
            kinds[record.kind] += 1
    facts = {**asdict(pack), "hash": total.hexdigest(), "places": kinds}
    (work / "pack.json").write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return PackInfo(**facts)


def _info(path: Path) -> PackInfo:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        pack = PackInfo(**{name: facts[name] for name in PackInfo.__dataclass_fields__})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(f"{path}: the pack is damaged ({error}); remove its folder and add it again") from error
    if pack.format != FORMAT:
        raise DataError(f"{path}: format {pack.format}, this version reads {FORMAT}; remove the pack and add it again")
    return pack


def _taken(name: str) -> str:
    return f"there is a pack {name!r} already: give another --name, or first `conflictmap gazetteer remove {name}`"


def _sweep(folder: Path) -> None:
    """Clear away what killed imports have left."""
    for left in [*folder.glob(".adding-*"), *folder.glob(".removing-*")]:
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_DAYS * 86400:
                shutil.rmtree(left, ignore_errors=True)

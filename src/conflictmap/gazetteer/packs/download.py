"""Fetch a country's dump from GeoNames: whole, or as far as it came, to go on from there."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.errors import InputError
from conflictmap.gazetteer.entries import Progress, silent
from conflictmap.gazetteer.packs.files import sha256 as sha256_of

if TYPE_CHECKING:
    import httpx

GEONAMES_URL = "https://download.geonames.org/export/dump/"
_ATTEMPTS = 8  # connections for one file; each has to bring it forward
_TIMEOUT_S = 30.0


def fetch(
    url: str, target: Path, progress: Progress | None = None, *, sha256: str | None = None,
    transport: httpx.BaseTransport | None = None,
) -> Path:  # fmt: skip
    """Download a file. What has come already stands in `TARGET.part`, and the next call goes on from there.

    Args:
        url: where it is.
        target: where it goes; its folder is made.
        progress: called with how much has come and the share of the whole.
        sha256: what the file's hash has to be.
        transport: how to reach the server; the network if None.

    Raises:
        InputError: where the server cannot be reached, has no such file, or sends less or other than it says.
    """
    import httpx

    part = target.with_name(f"{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    with httpx.Client(transport=transport, timeout=_TIMEOUT_S, follow_redirects=True) as client:
        for attempt in range(1, _ATTEMPTS + 1):
            before = _size(part)
            try:
                _receive(client, url, part, progress or silent)
                break
            except httpx.HTTPError as error:
                if attempt == _ATTEMPTS or _size(part) <= before:
                    raise InputError(_told(url, part, error)) from error
    _check(url, part, sha256)
    part.replace(target)
    _facts(part).unlink(missing_ok=True)
    return target


def _receive(client: httpx.Client, url: str, part: Path, tell: Progress) -> None:
    """Append what is missing, or start anew where the server's file is another one by now."""
    import httpx

    have, validator = _size(part), _noted_validator(part)
    headers = {"Accept-Encoding": "identity"}
    if have and validator:
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code != httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            _keep(answer, url, part, have, tell)
            return
    _forget(part)  # it had come whole, or is longer than the server's file
    with client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as answer:
        _keep(answer, url, part, 0, tell)


def _keep(answer: httpx.Response, url: str, part: Path, have: int, tell: Progress) -> None:
    """Write the body of an answer behind what is there, or in its stead."""
    import httpx

    if not answer.is_success:
        raise InputError(f"{url}: the server says {answer.status_code} {answer.reason_phrase}")
    goes_on = answer.status_code == httpx.codes.PARTIAL_CONTENT
    if goes_on and not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
        _forget(part)
        raise httpx.ReadError("the server sent another part than was asked for")
    came = have if goes_on else 0
    length = answer.headers.get("Content-Length", "")
    total = came + int(length) if length.isdigit() else None
    _facts(part).write_text(json.dumps({"validator": _validator(answer)}), encoding="utf-8")
    with part.open("ab" if goes_on else "wb") as file:
        for block in answer.iter_raw():
            file.write(block)
            came += len(block)
            tell(f"{came / 1e6:.1f} MB", came / total if total else 0.0)
    if total is not None and came != total:
        raise httpx.ReadError(f"{came:,} of {total:,} bytes came")


def _validator(answer: httpx.Response) -> str:
    """Give what tells whether the file is the same one next time: a strong ETag, else its date."""
    tag = str(answer.headers.get("ETag", ""))
    return tag if tag and not tag.startswith("W/") else str(answer.headers.get("Last-Modified", ""))


def _check(url: str, part: Path, wanted: str | None) -> None:
    if wanted is None:
        return
    found = sha256_of(part)
    if found != wanted.lower():
        _forget(part)
        raise InputError(f"{url}: the SHA-256 is {found}, not {wanted}; nothing was kept")


def _told(url: str, part: Path, error: Exception) -> str:
    came = _size(part)
    kept = f"; {came:,} bytes are kept, the same command goes on from there" if came else ""
    return (f"{url}: could not be downloaded ({error or type(error).__name__}){kept}. Without a network: fetch the file"
            " elsewhere and give its name instead of the country code")  # fmt: skip


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _facts(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _noted_validator(part: Path) -> str:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return str(json.loads(_facts(part).read_text(encoding="utf-8")).get("validator") or "")
    return ""


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _facts(part).unlink(missing_ok=True)

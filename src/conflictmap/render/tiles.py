"""A street map from another host over our ground: off unless whoever makes the page asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from conflictmap.errors import InputError

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?", re.ASCII)
_PLACEHOLDERS = ("{z}", "{x}", "{y}")
_ADDRESS = re.compile(r"[!-~]+", re.ASCII)  # what an address may have, and no blanks


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where the tiles come from: `url` with {z}, {x} and {y}, its `host`, and whom to name on the map."""

    url: str
    host: str
    attribution: str


def tile_source(url: str | None, attribution: str | None) -> Tiles | None:
    """Check what was asked for; None if nothing was.

    Raises:
        InputError: if the address is not one of https with {z}, {x} and {y}, or nobody is named.

    >>> tile_source("https://tiles.example.org/{z}/{x}/{y}.png", "Example").host
    'tiles.example.org'
    """
    if url is None and attribution is None:
        return None
    if url is None:
        raise InputError("an attribution is for tiles: give their address too (--tiles)")
    if not (attribution or "").strip():
        raise InputError("tiles need the name of whoever made them, to stand on the map (--attribution)")
    host = _host(url)
    if host is None:
        raise InputError(f"{url!r} is no address of tiles: write https://HOST/.../{{z}}/{{x}}/{{y}}.png")
    return Tiles(url=url, host=host, attribution=str(attribution).strip())


def _host(url: str) -> str | None:
    """Give the host, which goes into the security policy of the page, or None if the address will not do."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower()
    except ValueError:
        return None
    rest = parts.path + "?" + parts.query
    has_all = all(rest.count(name) == 1 for name in _PLACEHOLDERS) and rest.count("{") == rest.count("}") == 3
    is_plain = parts.scheme == "https" and _ADDRESS.fullmatch(url) and _HOST.fullmatch(host) and not parts.fragment
    return host if is_plain and has_all else None

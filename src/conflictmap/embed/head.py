"""What the head of the page tells others: search engines, social networks, and whoever embeds it (oEmbed)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from conflictmap.embed.snippet import HEIGHT, WIDTH
from conflictmap.errors import InputError

CARD = (1200, 630)
"""Pixels: the picture that social networks show."""
_DAY = 86400
_BLOCK = re.compile(r"<!-- embed -->.*?<!-- /embed -->\n", re.DOTALL)
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head says: `base` is the folder's address or None, `card` tells whether card.png is there."""

    identity: str
    title: str
    language: str
    alt: str
    base: str | None
    card: bool
    downloads: bool


def base_address(url: str) -> str:
    """Check the address at which the kit will stand, and end it with a slash.

    Raises:
        InputError: where it is not the http or https address of a folder.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme.lower() not in ("http", "https") or not host or not _ADDRESS.fullmatch(url):
        raise InputError(
            f"--base-url {url!r}: give the http or https address of the folder on your server, with letters that are"
            " not ASCII percent-encoded, for instance https://www.example.org/maps/baghouz/"
        )
    if parts.username is not None or "?" in url or "#" in url:
        raise InputError(f"--base-url {url!r}: an address without user name, question mark and '#' is needed")
    return url.rstrip("/") + "/"


def with_head(page: str, head: Head) -> str:
    """Put the tags into a page, before its styles; those of an earlier kit are replaced.

    Who fetches a page for a preview reads its beginning only.
    """
    before, styles, after = page.partition("<style>")
    block = "".join(f"{tag}\n" for tag in ("<!-- embed -->", *_tags(head), "<!-- /embed -->"))
    return _BLOCK.sub("", before) + block + styles + after


def oembed(head: Head, html: str) -> dict[str, object]:
    """Give the answer to an oEmbed request for the page (oembed.com, version 1.0, type rich).

    Args:
        head: with a base address.
        html: the iframe. Scripts would be taken out by whoever embeds it.
    """
    assert head.base is not None
    site = urlsplit(head.base)
    answer: dict[str, object] = {
        "type": "rich",
        "version": "1.0",
        "title": head.title,
        "provider_name": site.hostname or "",
        "provider_url": f"{site.scheme}://{site.netloc}/",
        "cache_age": _DAY,
        "width": WIDTH,
        "height": HEIGHT,
        "html": html,
    }
    if head.card:
        answer |= {
            "thumbnail_url": f"{head.base}card.png", "thumbnail_width": CARD[0], "thumbnail_height": CARD[1],
        }  # fmt: skip
    return answer


def _tags(head: Head) -> list[str]:
    tags = [
        _named("description", head.alt),
        _named("conflictmap:frame", head.identity),
        _property("og:type", "website"),
        _property("og:title", head.title),
        _property("og:description", head.alt),
        _property("og:locale", "ar_AR" if head.language == "ar" else "en_GB"),
        _named("twitter:card", "summary_large_image" if head.base and head.card else "summary"),
        _named("twitter:title", head.title),
        _named("twitter:description", head.alt),
    ]
    if not head.downloads:
        tags.append(_named("conflictmap:downloads", "no"))
    if head.base:
        page = f"{head.base}map.html"
        tags += [
            _property("og:url", page),
            f'<link rel="canonical" href="{escape(page)}">',
            f'<link rel="alternate" type="application/json+oembed" href="{escape(head.base)}oembed.json">',
        ]
    if head.base and head.card:
        card = f"{head.base}card.png"
        tags += [
            _property("og:image", card),
            _property("og:image:type", "image/png"),
            _property("og:image:width", str(CARD[0])),
            _property("og:image:height", str(CARD[1])),
            _property("og:image:alt", head.alt),
            _named("twitter:image", card),
            _named("twitter:image:alt", head.alt),
        ]
    return tags


def _named(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">'


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{escape(content)}">'

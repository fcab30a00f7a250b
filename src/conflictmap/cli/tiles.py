"""The options of a street map that a page may load from another host."""

from __future__ import annotations

from collections.abc import Callable

import click

_HELP = """Lay a street map from another host over our ground: https://HOST/.../{z}/{x}/{y}.png. Off unless given: then
the page asks that host for images, its foot says so, and a reader can switch it off. Know the conditions of
the host. Those of OpenStreetMap's own tiles: the attribution stays visible, nothing is fetched in bulk or
ahead, the requests carry the address of your site (a page opened from a disk, or in a sandboxed frame,
sends none and is refused), and you can change to another host. Offline, our ground shows."""


def tile_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add --tiles and --attribution."""
    named = click.option(
        "--attribution", metavar="TEXT", help="Whom to name on the map for the tiles; needed with them."
    )
    return click.option("--tiles", metavar="URL", help=_HELP)(named(command))

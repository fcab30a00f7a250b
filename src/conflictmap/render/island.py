"""The data of a page, back out of its text."""

from __future__ import annotations

import re

from conflictmap.codec import loads
from conflictmap.errors import InputError

_ISLAND = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def read_page(text: str) -> dict[str, object]:
    """Give the payload of one of our pages.

    Raises:
        InputError: if the text is not one of our pages.
    """
    found = _ISLAND.search(text)
    data = loads(found[1].encode()) if found else None
    if not isinstance(data, dict) or "records" not in data:
        raise InputError("not a page that conflictmap has made: it has no data of ours")
    return data

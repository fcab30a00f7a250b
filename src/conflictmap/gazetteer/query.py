"""Look names up in the compiled index. Read-only; one object may serve many documents."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from conflictmap.errors import MissingPlaceError
from conflictmap.gazetteer import build, tables
from conflictmap.model import Extent, Kind, Place, PlaceId, Precision
from conflictmap.text.names import NameKey, name_key, without_article

_COLUMNS = (
    "id, names, kind, feature, country, admin1, lon, lat, uncertainty_km, precision, area, extent, same_as,"
    " source, population"
)
_FUZZY_FLOOR = 84  # percent of rapidfuzz's ratio below which two keys are different names


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A place that bears a name: how the name was met (exact, folded, article, fuzzy) and a score in 0..1."""

    place: Place
    name: str
    how: str
    score: float
    is_curated: bool
    is_preferred: bool


class Gazetteer:
    """The open index: `lookup` for a name in a text, `find` for a name on its own."""

    def __init__(self, folder: Path) -> None:
        import marisa_trie

        self.folder = folder
        self.hash = tables.digest()[:16]
        self.base_version = build.base_version()
        self._keys = marisa_trie.RecordTrie(build.RECORD).mmap(str(folder / "keys.marisa"))
        self._store = sqlite3.connect(
            f"file:{folder / 'places.sqlite'}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._row = lru_cache(maxsize=65536)(self._read_row)
        self._names = lru_cache(maxsize=65536)(self._read_names)

    @classmethod
    def open(cls, cache: Path | None = None, progress: build.Progress | None = None) -> Gazetteer:
        """Open the index, compiling it first if its inputs have changed (about half a minute, once).

        Args:
            cache: the folder that holds the index; the user's cache folder if None.
            progress: called while compiling with what is being done and the share done.
        """
        return cls(build.ensure(cache or default_cache(), progress))

    def close(self) -> None:
        """Close the files of the index."""
        self._store.close()

    def place(self, place_id: str) -> Place:
        """Give a place by its id.

        Raises:
            MissingPlaceError: where no layer has the id.
        """
        row = self._store.execute("SELECT row FROM place WHERE id = ?", (place_id,)).fetchone()
        if row is None:
            raise MissingPlaceError(f"no place {place_id!r} in the gazetteer")
        return self._row(row[0])

    def names(self, place_id: str) -> tuple[str, ...]:
        """Give every spelling of a place, preferred ones first."""
        row = self._store.execute("SELECT row FROM place WHERE id = ?", (place_id,)).fetchone()
        spellings = self._names(row[0]) if row else ()
        return tuple(name for name, _ in sorted(spellings, key=lambda item: (item[1], item[0])))

    def towns_within(self, box: tuple[float, float, float, float], limit: int) -> tuple[Place, ...]:
        """Give the most populous towns between west, south, east and north (degrees), largest first."""
        west, south, east, north = box
        rows = self._store.execute(
            "SELECT row FROM place WHERE kind = 'settlement' AND population > 0 AND lon BETWEEN ? AND ?"
            " AND lat BETWEEN ? AND ? ORDER BY population DESC, id LIMIT ?", (west, east, south, north, limit),
        )  # fmt: skip
        return tuple(self._row(row) for (row,) in rows.fetchall())

    def has_key(self, key: NameKey) -> bool:
        """Say whether any name has this key."""
        return key in self._keys

    def has_bare_key(self, key: NameKey) -> bool:
        """Say whether a name has this key but for the article: الباغوز for a name باغوز."""
        bare = key[2:] if key.startswith("ال") and len(key) > 4 else None
        return bool(bare) and bare in self._keys

    def lookup_id(self, place_id: str) -> tuple[Match, ...]:
        """Give one place, known by its id, as a match."""
        place = self.place(place_id)
        return (Match(place=place, name=place_id, how="exact", score=1.0, is_curated=True, is_preferred=True),)

    def lookup(self, surface: str) -> tuple[Match, ...]:
        """Give the places that bear exactly this name, up to folding and the article; curated ones first.

        Example: `lookup("ديرالزور")` gives the city and the governorate.
        """
        return self._matches(surface, self._hits(surface))

    def find(self, name: str, *, country: str | None = None, limit: int = 5) -> tuple[Match, ...]:
        """Give the best places for a name that stands alone, best first.

        "Town, district" looks up the part before the comma and prefers what lies near a place of the part after
        it. Where nothing bears the name, the most similar names are given with `how` "fuzzy".
        """
        head, *containers = [part.strip() for part in re.split(r"[,،]", name) if part.strip()] or [name]
        matches = self.lookup(head) or self._without_kind_word(head) or self._similar(head)
        if country:
            matches = tuple(m for m in matches if m.place.country == country.upper()) or matches
        near = [m.place for part in containers for m in (self.lookup(part) or self._without_kind_word(part))[:3]]
        ranked = sorted(matches, key=lambda match: (-_standalone_score(match, near), match.place.id))
        return tuple(replace(match, score=round(_standalone_score(match, near), 3)) for match in ranked[:limit])

    def _without_kind_word(self, name: str) -> tuple[Match, ...]:
        """Look up "قرية X" and "X village" as X where the whole is no name."""
        words = name.split()
        if len(words) < 2:
            return ()
        return self.lookup(" ".join(words[1:])) or self.lookup(" ".join(words[:-1]))

    def _hits(self, surface: str) -> dict[int, int]:
        key, bare = name_key(surface), without_article(surface)
        hits: dict[int, int] = dict(self._keys.get(key, ()))
        if bare:
            for row, flags in self._keys.get(bare, ()):
                # An article in the text that the name lacks; a name that only lost its own is another article's.
                if not flags & build.ARTICLE_DROPPED:
                    hits.setdefault(row, flags | build.ARTICLE_DROPPED)
        return hits

    def _matches(self, surface: str, hits: dict[int, int]) -> tuple[Match, ...]:
        found = [self._match(surface, row, flags) for row, flags in hits.items()]
        return tuple(sorted(found, key=lambda m: (-m.score, -m.place.population, m.place.id)))

    def _match(self, surface: str, row: int, flags: int) -> Match:
        how = "article" if flags & build.ARTICLE_DROPPED else self._exactness(surface, row)
        is_curated = not flags & build.BASE
        score = {"exact": 1.0, "folded": 0.9, "article": 0.75}[how] - (0.0 if is_curated else 0.05)
        return Match(place=self._row(row), name=surface, how=how, score=score, is_curated=is_curated,
                     is_preferred=bool(flags & build.PREFERRED))  # fmt: skip

    def _exactness(self, surface: str, row: int) -> str:
        wanted = " ".join(surface.split()).casefold()
        return "exact" if any(wanted == name.casefold() for name, _ in self._names(row)) else "folded"

    def _similar(self, name: str) -> tuple[Match, ...]:
        """Find names that differ by a letter or two, among those that begin alike."""
        from rapidfuzz import fuzz, process

        key = str(without_article(name) or name_key(name))
        if len(key) < 4:
            return ()
        pool = [other for prefix in {key[:2], "ال" + key[:2]} for other in self._keys.keys(prefix)]
        near = [other for other in set(pool) if abs(len(other) - len(key)) <= 3]
        close = process.extract(key, near, scorer=fuzz.ratio, score_cutoff=_FUZZY_FLOOR, limit=8)
        found = [
            replace(self._match(name, row, flags | build.ARTICLE_DROPPED), how="fuzzy", score=0.5 * score / 100)
            for other, score, _ in close
            for row, flags in self._keys[other]
        ]
        return tuple({match.place.id: match for match in reversed(found)}.values())

    def _read_row(self, row: int) -> Place:
        cells = self._store.execute(f"SELECT {_COLUMNS} FROM place WHERE row = ?", (row,)).fetchone()
        return _place(cells)

    def _read_names(self, row: int) -> tuple[tuple[str, int], ...]:
        return tuple(self._store.execute("SELECT name, flags FROM name WHERE place = ?", (row,)))


def default_cache() -> Path:
    """Give the folder in the user's cache that holds the compiled gazetteer."""
    import platformdirs

    return platformdirs.user_cache_path("conflictmap")


def _place(cells: tuple[object, ...]) -> Place:
    (identity, names, kind, feature, country, admin1, lon, lat, km, precision, area, extent, same_as, source,
     population) = cells  # fmt: skip
    return Place(
        id=PlaceId(str(identity)), name=json.loads(str(names)), kind=Kind(str(kind)),
        feature=_text(feature), country=_text(country), admin1=_text(admin1), lon=_float(lon), lat=_float(lat),
        uncertainty_km=_float(km), precision=Precision(str(precision)),
        area=json.loads(str(area)) if area else None, extent=Extent(str(extent)) if area and extent else None,
        same_as=tuple(filter(None, str(same_as).split("|"))), source=str(source),
        population=int(str(population)),
    )  # fmt: skip


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _float(cell: object) -> float | None:
    return None if cell is None else float(str(cell))


def _standalone_score(match: Match, near: Iterable[Place]) -> float:
    """Score a name without a text: how it was met, who keeps it, its size, what lies beside it."""
    from math import log10

    from conflictmap.geo import distance_km

    size = min(1.0, log10(1 + match.place.population) / 7)
    score = 0.7 * match.score + 0.15 * match.is_curated + 0.15 * size
    lonlat = match.place.lonlat
    distances = [distance_km(lonlat, p.lonlat) for p in near if lonlat and p.lonlat]
    if distances:
        score += 0.5 if min(distances) < 40 else 0.2 if min(distances) < 150 else -0.2
    return max(0.0, min(1.0, score / 1.5))

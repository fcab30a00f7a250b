"""Look names up in the compiled indexes. Read-only; one object may serve many documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from conflictmap.errors import MissingPlaceError
from conflictmap.gazetteer import build, tables
from conflictmap.gazetteer.entries import AMBIGUOUS, ARTICLE_DROPPED, BASE, HISTORIC, PREFERRED
from conflictmap.gazetteer.keys import mark
from conflictmap.gazetteer.layer import Layer
from conflictmap.gazetteer.match import Match, standalone_score
from conflictmap.model import Pack, Place, PlaceId
from conflictmap.text.names import NameKey, name_key, without_article

_FUZZY_FLOOR = 84  # percent of rapidfuzz's ratio below which two keys are different names
_SCORES = {"exact": 1.0, "folded": 0.9, "article": 0.75}


class Gazetteer:
    """The open layers: `lookup` for a name in a text, `find` for a name on its own.

    Args:
        folder: the compiled index of the curated tables and the base gazetteer.
        packs: the layers that a user added, in the order of their names.
        own: the layer of a user's own file, which overrides all others.
    """

    def __init__(self, folder: Path, packs: Sequence[Layer] = (), own: Layer | None = None) -> None:
        self.folder = folder
        self.hash = tables.digest()[:16]
        self.base_version = build.base_version()
        self.packs = tuple(packs)
        self._base = Layer(folder)
        self._own = own
        self._layers = (*((own,) if own else ()), self._base, *packs)
        self._tries = tuple(layer.keys for layer in self._layers)
        self._own_rows = own.codes() if own else {}
        self._at = lru_cache(maxsize=65536)(self._place_at)

    @classmethod
    def open(
        cls, cache: Path | None = None, progress: build.Progress | None = None, *,
        data: Path | None = None, with_packs: bool = True, own: Sequence[Path] = (),
    ) -> Gazetteer:  # fmt: skip
        """Open the index, compiling it first if its inputs have changed (about half a minute, once).

        Args:
            cache: the folder that holds the indexes; the user's cache folder if None.
            progress: called while compiling with what is being done and the share done.
            data: the folder that holds the user's packs; CONFLICTMAP_DATA or the user's data folder if None.
            with_packs: open the packs of the user too.
            own: tables of the user's own places, which override everything; a later one overrides those before.

        Raises:
            DataError: where a table of ours or a pack is damaged.
            InputError: where a table of the user is wrong.
        """
        from conflictmap.gazetteer import own as tables_of_user
        from conflictmap.gazetteer.packs import compiled, store

        cache, data = cache or default_cache(), data or store.default_data()
        base = build.ensure(cache, progress)
        packs = [Layer(compiled.ensure(cache, data, pack, base, progress), (pack,))
                 for pack in (store.packs(data) if with_packs else ())]  # fmt: skip
        return cls(base, packs, tables_of_user.layer(cache, base, own, progress) if own else None)

    def close(self) -> None:
        """Close the files of the layers."""
        for layer in self._layers:
            layer.close()

    def sources(self) -> tuple[Pack, ...]:
        """Say what is open, for a report: the curated tables, the base, the packs by name, the user's own file."""
        ours = (Pack(name="curated", hash=self.hash, licence="CC-BY-4.0", attribution="conflictmap (CC BY 4.0)"),
                Pack(name="geonames-cities500", hash=self.base_version, licence="CC-BY-4.0",
                     attribution="GeoNames (geonames.org, CC BY 4.0)"))  # fmt: skip
        added = [pack for layer in (*self.packs, self._own) if layer is not None for pack in layer.packs]
        return (*ours, *(Pack(name=pack.name, hash=pack.hash[:16], licence=pack.licence, attribution=pack.attribution)
                         for pack in added))  # fmt: skip

    def place(self, place_id: str) -> Place:
        """Give a place by its id.

        Raises:
            MissingPlaceError: where no layer has the id.
        """
        for number, layer in enumerate(self._layers):
            row = layer.row(place_id)
            if row is not None:
                return self._at(number, row)
        raise MissingPlaceError(f"no place {place_id!r} in the gazetteer")

    def names(self, place_id: str) -> tuple[str, ...]:
        """Give every spelling of a place in all layers, preferred ones first."""
        try:
            place = self.place(place_id)
        except MissingPlaceError:
            return ()
        ids = {place.id, place_id}.union(*(layer.ids_of((place.id, *place.same_as)) for layer in self._layers))
        spellings: dict[str, int] = {}
        for layer in reversed(self._layers):
            for one in sorted(ids):
                spellings.update(layer.spellings(one))
        return tuple(name for name, _ in sorted(spellings.items(), key=lambda item: (item[1], item[0])))

    def towns_within(self, box: tuple[float, float, float, float], limit: int) -> tuple[Place, ...]:
        """Give the most populous towns between west, south, east and north (degrees), largest first."""
        towns = {town.id: town for number, layer in reversed([*enumerate(self._layers)])
                 for town in (self._canonical(number, place) for place in layer.towns(box, limit))}  # fmt: skip
        return tuple(sorted(towns.values(), key=lambda town: (-town.population, town.id))[:limit])

    def places_within(self, box: tuple[float, float, float, float]) -> tuple[Place, ...]:
        """Give all places with a point between west, south, east and north (degrees), by id.

        Countries and first-level units are left out. Takes some 30 ms whatever the size of the box, and more where
        thousands of places lie in it.
        """
        found = {place.id: place for number, layer in reversed([*enumerate(self._layers)])
                 for place in (self._canonical(number, place) for place in layer.within(box))}  # fmt: skip
        return tuple(found[place_id] for place_id in sorted(found))

    def units(self, country: str) -> tuple[Place, ...]:
        """Give the first-level units of a country (ISO 3166-1 alpha-2), with their outlines."""
        return self._base.units(country)

    def has_key(self, key: NameKey) -> bool:
        """Say whether any name has this key."""
        for keys in self._tries:  # noqa: SIM110  asked for every run of words: any() costs half as much again
            if key in keys:
                return True
        return False

    def begins_name(self, start: str) -> bool:
        """Say whether the key of any name begins so, or is this."""
        for keys in self._tries:  # noqa: SIM110  as above
            if next(keys.iterkeys(start), None) is not None:
                return True
        return False

    def has_bare_key(self, key: NameKey) -> bool:
        """Say whether a name has this key but for the article: الباغوز for a name باغوز."""
        return key.startswith("ال") and len(key) > 4 and self.has_key(NameKey(key[2:]))

    def lookup_id(self, place_id: str) -> tuple[Match, ...]:
        """Give one place, known by its id, as a match."""
        place = self.place(place_id)
        return (Match(place=place, name=place_id, how="exact", score=1.0, is_curated=True, is_preferred=True),)

    def lookup(self, surface: str) -> tuple[Match, ...]:
        """Give the places that bear exactly this name, up to folding and the article; curated ones first.

        A name that a user's own file gives means the user's place and no other.

        Example: `lookup("ديرالزور")` gives the city and the governorate.
        """
        key, bare, written = name_key(surface), without_article(surface), mark(surface)
        best: dict[PlaceId, Match] = {}
        for number, layer in enumerate(self._layers):
            for row, (flags, is_exact) in _hits(layer, key, bare, written).items():
                match = self._match(surface, number, row, flags, is_exact)
                earlier = best.get(match.place.id)
                if earlier is None or match.score > earlier.score:
                    best[match.place.id] = match
            if layer is self._own and any(match.how != "article" for match in best.values()):
                break
        return tuple(sorted(best.values(), key=lambda m: (-m.score, -m.place.population, m.place.id)))

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
        ranked = sorted(matches, key=lambda match: (-standalone_score(match, near), match.place.id))
        return tuple(replace(match, score=round(standalone_score(match, near), 3)) for match in ranked[:limit])

    def _without_kind_word(self, name: str) -> tuple[Match, ...]:
        """Look up "قرية X" and "X village" as X where the whole is no name."""
        words = name.split()
        if len(words) < 2:
            return ()
        return self.lookup(" ".join(words[1:])) or self.lookup(" ".join(words[:-1]))

    def _match(self, surface: str, number: int, row: int, flags: int, is_exact: bool) -> Match:
        how = "article" if flags & ARTICLE_DROPPED else "exact" if is_exact else "folded"
        is_own = self._layers[number] is self._own
        is_curated = is_own or not flags & BASE
        less = (0.0 if is_curated else 0.05) + (0.15 if flags & HISTORIC else 0.0)
        return Match(place=self._at(number, row), name=surface, how=how, score=_SCORES[how] - less,
                     is_curated=is_curated, is_preferred=is_own or bool(flags & PREFERRED),
                     is_ambiguous=bool(flags & AMBIGUOUS))  # fmt: skip

    def _similar(self, name: str) -> tuple[Match, ...]:
        """Find names that differ by a letter or two, among those that begin alike."""
        from rapidfuzz import fuzz, process

        key = str(without_article(name) or name_key(name))
        if len(key) < 4:
            return ()
        pool = [other for prefix in {key[:2], "ال" + key[:2]} for keys in self._tries for other in keys.keys(prefix)]
        near = sorted({other for other in pool if abs(len(other) - len(key)) <= 3})
        close = process.extract(key, near, scorer=fuzz.ratio, score_cutoff=_FUZZY_FLOOR, limit=8)
        best: dict[PlaceId, Match] = {}
        for other, score, _ in close:
            for number, layer in enumerate(self._layers):
                for row, flags, _spelling in layer.keys.get(other, ()):
                    match = self._match(name, number, row, flags | ARTICLE_DROPPED, False)
                    best.setdefault(match.place.id, replace(match, how="fuzzy", score=0.5 * score / 100))
        return tuple(best.values())

    def _place_at(self, number: int, row: int) -> Place:
        layer = self._layers[number]
        if row >= layer.places:
            return self.place(layer.link(row))
        return self._canonical(number, layer.place(row))

    def _canonical(self, number: int, place: Place) -> Place:
        """Give the place of a layer above that is the same one, or the place itself."""
        layer = self._layers[number]
        if layer is self._own:
            return place
        if layer is self._base and self.packs:
            codes = (code for pack in self.packs for code in pack.codes_for(place.id))
            place = replace(place, same_as=tuple(dict.fromkeys((*place.same_as, *codes))))
        if self._own is not None:
            row = next((self._own_rows[code] for code in (place.id, *place.same_as) if code in self._own_rows), None)
            if row is not None:
                return self._own.place(row)
        return place if layer is self._base else self._in_earlier_pack(layer, place) or place

    def _in_earlier_pack(self, layer: Layer, place: Place) -> Place | None:
        """Give the place of an earlier pack that shares an id; compiling a pack has compared it with the base."""
        for pack in self.packs[: self.packs.index(layer)]:
            for code in (place.id, *place.same_as):
                row = pack.row_of_code(code)
                if row is not None:
                    return self._at(self._layers.index(pack), row)
        return None


def default_cache() -> Path:
    """Give the folder in the user's cache that holds the compiled gazetteer."""
    import platformdirs

    return platformdirs.user_cache_path("conflictmap")


def _hits(layer: Layer, key: NameKey, bare: NameKey | None, written: int) -> dict[int, tuple[int, bool]]:
    """Give the rows that bear a name: the flags of the name, and whether it is spelled in just this way."""
    hits: dict[int, tuple[int, bool]] = {}
    for row, flags, spelling in layer.keys.get(key, ()):
        is_exact = spelling == written and not flags & ARTICLE_DROPPED
        if row not in hits or is_exact:
            hits[row] = (flags, is_exact)
    if bare:
        for row, flags, _spelling in layer.keys.get(bare, ()):
            # An article in the text that the name lacks; a name that only lost its own is another article's.
            if not flags & ARTICLE_DROPPED:
                hits.setdefault(row, (flags | ARTICLE_DROPPED, False))
    return hits

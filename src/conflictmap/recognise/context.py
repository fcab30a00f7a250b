"""Read the words around a name: kind words, shared heads, directions, distances, containers."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.gazetteer import Gazetteer, Match
from conflictmap.model import Kind
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Head, Relation, Toponym

# A kind word and its name may be parted by a blank and an opening quotation mark.
_CLOSE_GAP = re.compile(r"[\s\u00a0]*[\"'“«(]?[\s\u00a0]*")
_LIST_GAP = re.compile(r"[\s\u00a0\"'”»)]*[,،/]?[\s\u00a0\"'“«(]*")
_KILOMETRES = frozenset(map(fold, ("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers", "كم",
                                   "كلم", "كيلومتر", "كيلومترا", "كيلومترات", "كيلو")))  # fmt: skip
_NAUTICAL = frozenset(("nm", "nmi"))
_MILES = frozenset(map(fold, ("mile", "miles", "ميل", "أميال", "ميلا")))
_NEAR = {
    "ar": (("قرب",), ("بالقرب", "من"), ("جوار",), ("محيط",), ("تخوم",), ("مشارف",)),
    "en": (("near",), ("close", "to"), ("outside",), ("around",), ("outskirts", "of"), ("edge", "of")),
}
_AND = {"ar": "و", "en": "and"}
_IN = {"ar": frozenset(("في", "ضمن", "داخل")), "en": frozenset(("in", "inside", "within"))}
_WAYS = frozenset(map(fold, ("إلى", "من", "نحو", "from", "to")))
_OF = "of"
# What stands in towns; of a base, a hill or a prison "in Homs" nobody knows whether the town or the province is meant.
_OF_TOWNS = frozenset(("church", "hospital", "market", "mosque", "railway_station", "roundabout", "school", "square",
                       "stadium", "station", "university"))  # fmt: skip
_SURROUNDINGS = frozenset(("surroundings",))
_COUNTRYSIDE = frozenset(("countryside",))


@lru_cache(maxsize=8)
def kind_table(language: str) -> PhraseTable[lexicon.Row]:
    """Give the kind words of a language with their rows."""
    return PhraseTable((row["word"], row) for row in lexicon.rows(language, "kinds"))


@lru_cache(maxsize=8)
def bearings(language: str) -> dict[tuple[str, ...], float | None]:
    """Give the words of direction, cut at spaces and hyphens, with their degrees from north (None: the middle)."""
    table: dict[tuple[str, ...], float | None] = {}
    for row in lexicon.rows(language, "directions"):
        key = tuple(fold(row["word"]).replace("-", " ").split())
        table[key] = float(row["bearing"]) if row["bearing"] else None
    return table


def with_context(hits: list[Toponym], words: Words, gazetteer: Gazetteer, language: str) -> list[Toponym]:
    """Add to each hit its kind word, relation and container mark, and let shared heads choose other places."""
    found: list[Toponym] = []
    for number, hit in enumerate(hits):
        head = _head(hit, words, language) or _inherited_head(hit, found, words, language)
        toponym = replace(hit, head=head, why=("kind_word",) if head else ())
        toponym = _with_headed_name(toponym, gazetteer, language)
        toponym = replace(toponym, relation=_relation(toponym, words, language))
        after = hits[number + 1] if number + 1 < len(hits) else None
        is_listed = after is not None and is_coordinated(hit, after, words, language)
        contains = _is_container(toponym, found, words, language, is_listed=is_listed)
        if found and found[-1].container and is_coordinated(found[-1], toponym, words, language):
            contains = True  # "the deserts of A and B, in Syria and Iraq"
        in_town = contains and _has_town_word(toponym, words, language)
        inside = Kind.SITE if in_town else _kind_inside(found[-1]) if contains and found else None
        toponym = replace(toponym, container=contains, contains=inside)
        found.append(toponym)
    return _with_trailing_heads(found, words, gazetteer, language)


def _head(hit: Toponym, words: Words, language: str) -> Head | None:
    """Find the kind word of a name: before it in Arabic, before or after it in English."""
    return _head_before(hit, words, language) or (_head_after(hit, words) if language == "en" else None)


def _head_before(hit: Toponym, words: Words, language: str) -> Head | None:
    position = hit.first
    if hit.is_stripped and language == "ar":
        return None  # "مدينة وتدمر": a clitic parts the name from the word before it
    if language == "en" and position and words.tokens[position - 1].norm == _OF:
        position -= 1
    for length in (3, 2, 1):
        first = position - length
        if first < 0 or not _CLOSE_GAP.fullmatch(words.text[words.tokens[position - 1].end : hit.start].replace(
            "of", "" if language == "en" else "of")):  # fmt: skip
            continue
        match = kind_table(language).match_at(words.tokens, first, clitics=language == "ar", text=words.text)
        if match is not None and match.last == position:
            if language == "en" and position == hit.first and not _is_apposition(match.value):
                return None
            return as_head(match.value, match.start)
    return None


def _is_apposition(row: lexicon.Row) -> bool:
    """Say whether an English kind word may stand right before a name: Camp Roj, Lake Assad, not "village Hajin"."""
    return row["kind"] in ("camp", "water") or row["feature"] in ("mountain", "hill")


def _head_after(hit: Toponym, words: Words) -> Head | None:
    if hit.last >= len(words.tokens) or not _CLOSE_GAP.fullmatch(words.gap(hit.last)):
        return None
    match = kind_table("en").match_at(words.tokens, hit.last, clitics=False, text=words.text)
    return as_head(match.value, match.start) if match is not None else None


def as_head(row: lexicon.Row, start: int) -> Head:
    """Make the head of a kind word that starts at an offset."""
    is_shared = row["distributes"] == "yes" or row["feature"] in _COUNTRYSIDE
    return Head(word=row["word"], kind=Kind(row["kind"]), feature=row["feature"], start=start, is_shared=is_shared)


def _inherited_head(hit: Toponym, before: list[Toponym], words: Words, language: str) -> Head | None:
    """Give a name the head of the name that it is coordinated with: "the deserts of A, B and C"."""
    if not before or before[-1].head is None or not before[-1].head.is_shared:
        return None
    return replace(before[-1].head, start=hit.start) if is_coordinated(before[-1], hit, words, language) else None


def is_coordinated(left: Toponym, right: Toponym, words: Words, language: str) -> bool:
    """Say whether two names stand side by side in a list: "A, B", "A and B", "A وB"."""
    between = words.tokens[left.last : right.first]
    joined_by_word = len(between) == 1 and between[0].norm == _AND[language] if language in _AND else False
    gap = words.text[left.end : right.start]
    if joined_by_word:
        return len(gap) <= 8
    if between:
        return False
    if language == "ar" and right.is_stripped:
        return gap.rstrip().endswith("و") and len(gap) <= 6
    return ("," in gap or "،" in gap) and bool(_LIST_GAP.fullmatch(gap))


def _with_headed_name(toponym: Toponym, gazetteer: Gazetteer, language: str) -> Toponym:
    """Look the name up together with its head: بادية + تدمر is a desert of its own, no town."""
    if toponym.head is None:
        return toponym
    together = _headed(toponym.head, toponym.surface, gazetteer, language)
    if not together:
        return toponym
    return replace(toponym, matches=(*together, *toponym.matches), why=(*toponym.why, "name_with_kind_word"))


def _headed(head: Head, name: str, gazetteer: Gazetteer, language: str) -> tuple[Match, ...]:
    for word in _singulars(language, head.kind, head.feature):
        patterns = (f"{word} {name}",) if language == "ar" else (f"{name} {word}", f"{word} of {name}")
        for pattern in patterns:
            found = tuple(m for m in gazetteer.lookup(pattern) if m.place.kind == head.kind and m.how != "article")
            if found:
                return found
    return ()


@lru_cache(maxsize=256)
def _singulars(language: str, kind: Kind, feature: str) -> tuple[str, ...]:
    return tuple(
        row["word"]
        for row in lexicon.rows(language, "kinds")
        if row["kind"] == kind and row["feature"] == feature and row["number"] == "sg"
    )


def _relation(toponym: Toponym, words: Words, language: str) -> Relation | None:
    """Read a direction, a distance or "near" before the name (and its kind word), or an adjective behind it."""
    start = toponym.head.start if toponym.head and toponym.head.start < toponym.start else toponym.start
    position = words.token_at(start)
    if language == "en" and position and words.tokens[position - 1].norm == "the":
        position -= 1  # "20 km east of the village of X"
    feature = toponym.head.feature if toponym.head else ""
    if feature in _COUNTRYSIDE:
        trailing = _trailing_bearing(toponym, words, language)
        return Relation(type="countryside", start=start, bearing=trailing)
    if feature in _SURROUNDINGS:
        return Relation(type="near", start=start)
    return _direction(position, words, language) or _nearness(position, words, language)


def _direction(position: int, words: Words, language: str) -> Relation | None:
    last = position - (1 if language == "en" and position and words.tokens[position - 1].norm == _OF else 0)
    if language == "ar" and last and words.tokens[last - 1].norm in ("من", "عن"):
        last -= 1  # على بعد 15 كم إلى الشرق من المدينة
    for length in (3, 2, 1):
        first = last - length
        if first < 0:
            continue
        key = tuple(token.norm for token in words.tokens[first:last])
        bare = (key[0].removeprefix("ب").removeprefix("و"), *key[1:]) if language == "ar" else key
        for name in (key, bare):
            if name in bearings(language):
                return _directed(first, last != position, bearings(language)[name], words, language)
    return _distance(position - (1 if last != position else 0), None, words, language)


def _directed(first: int, is_outside: bool, bearing: float | None, words: Words, language: str) -> Relation:
    distance = _distance(first, bearing, words, language)
    if distance is not None:
        return distance
    start = words.tokens[first].start
    before = words.tokens[first - 1].norm if first else ""
    is_inside = language == "en" and before == "the"  # "in the east of X"; "east of X" is outside
    return Relation(type="near" if is_outside and not is_inside else "part", start=start, bearing=bearing)


def _distance(position: int, bearing: float | None, words: Words, language: str) -> Relation | None:
    """Read "15 km (to the) east of" backwards from the direction; none without a direction is only "near"."""
    index = position - 1
    skipped = frozenset(("to", "the", "from", "الي", "عن", "من"))
    while index >= 0 and words.tokens[index].norm in skipped:
        index -= 1
    if index < 1 or words.tokens[index].norm not in _KILOMETRES | _MILES | _NAUTICAL:
        return None
    if words.gap(index - 1).endswith("(") and index > 2 and words.tokens[index - 2].norm in _KILOMETRES | _MILES:
        index -= 2  # "12 km (7.5 miles) south of": the first figure is the reporter's, the other one converted
    number = words.tokens[index - 1].norm.replace(",", ".")
    unit = words.tokens[index].norm
    number = _number_words(language).get(number, number)
    try:
        km = float(number) * (1.609 if unit in _MILES else 1.852 if unit in _NAUTICAL else 1.0)
    except ValueError:
        return None
    return Relation(type="away", start=words.tokens[index - 1].start, bearing=bearing, distance_km=km)


@lru_cache(maxsize=8)
def _number_words(language: str) -> dict[str, str]:
    """Give the numbers that one word says: "five kilometres", عشرة كيلومترات."""
    return {fold(row["word"]): row["value"] for row in lexicon.rows(language, "numbers")
            if row["kind"] == "value" and " " not in row["word"]}  # fmt: skip


@lru_cache(maxsize=8)
def _near(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(fold, phrase)) for phrase in _NEAR.get(language, ()))


def _nearness(position: int, words: Words, language: str) -> Relation | None:
    for phrase in _near(language):
        first = position - len(phrase)
        if first >= 0 and tuple(t.norm for t in words.tokens[first:position]) == phrase:
            return Relation(type="near", start=words.tokens[first].start)
    return None


def _trailing_bearing(toponym: Toponym, words: Words, language: str) -> float | None:
    """Read الشرقي in ريف دير الزور الشرقي."""
    for length in (2, 1):
        key = tuple(token.norm for token in words.tokens[toponym.last : toponym.last + length])
        if len(key) == length and key in bearings(language):
            return bearings(language)[key]
    return None


def _is_container(toponym: Toponym, before: list[Toponym], words: Words, language: str, *, is_listed: bool) -> bool:
    """Say whether a name tells where another place lies: "al-Hol camp in Hasakah", "الباغوز شرقي دير الزور"."""
    if before and words.sentence_of[before[-1].first] != words.sentence_of[toponym.first]:
        return False
    start = toponym.head.start if toponym.head and toponym.head.start < toponym.start else toponym.start
    if toponym.relation and toponym.relation.type in ("part", "near"):
        start = min(start, toponym.relation.start)
    position = words.token_at(start)
    if position and (words.tokens[position - 1].norm in _IN.get(language, ()) or _has_in_clitic(toponym, words)):
        position -= 0 if _has_in_clitic(toponym, words) else 1
        if position and words.tokens[position - 1].norm in _WAYS:
            return False  # "to inside X", إلى داخل X: where somebody goes, not where something lies
        return _place_ends_at(position, before, words, language)
    gap = words.text[words.tokens[position - 1].end : start] if position else ""
    is_unit = any(match.place.kind in (Kind.COUNTRY, Kind.ADMIN1) for match in toponym.matches)
    follows = bool(before) and before[-1].last == position and not (before[-1].head and before[-1].head.is_shared)
    goes_on = len(before) > 1 and is_coordinated(before[-2], before[-1], words, language)
    return follows and is_unit and not is_listed and not goes_on and gap.strip() == "," and language == "en"


def _kind_inside(toponym: Toponym) -> Kind | None:
    """Give the kind of the place that a container holds: a quarter lies in a town, a camp in a governorate."""
    if toponym.head is not None:
        return Kind.SITE if toponym.head.feature == "road" else toponym.head.kind  # streets lie in towns
    return toponym.matches[0].place.kind if toponym.matches else None


def _has_town_word(toponym: Toponym, words: Words, language: str) -> bool:
    """Say whether a building of a town stands "in" the name: "a market in Taiz" is no market of the province."""
    position = toponym.first if _has_in_clitic(toponym, words) else toponym.first - 1
    for first in range(max(0, position - 2), position):
        match = kind_table(language).match_at(words.tokens, first, clitics=language == "ar", article=True)
        if match is not None and match.last == position:
            return match.value["feature"] in _OF_TOWNS
    return False


def _has_in_clitic(toponym: Toponym, words: Words) -> bool:
    return toponym.is_stripped and words.text[: toponym.start].endswith("ب")


def _place_ends_at(position: int, before: list[Toponym], words: Words, language: str) -> bool:
    if before and before[-1].last == position:
        return True
    for first in range(max(0, position - 3), position):  # "آخر معقل له في": a noun of place and a pronoun
        match = kind_table(language).match_at(words.tokens, first, clitics=language == "ar", article=True)
        if match is not None and position - match.last <= 1:
            return True
    return False


def _with_trailing_heads(found: list[Toponym], words: Words, gazetteer: Gazetteer, language: str) -> list[Toponym]:
    """Share an English plural head backwards: "Aleppo and Idlib provinces"."""
    if language != "en":
        return found
    done: list[Toponym] = []
    for toponym in reversed(found):
        after = done[-1] if done else None
        if (
            after is not None and after.head is not None and toponym.head is None and after.head.is_shared
            and after.head.start > after.end and is_coordinated(toponym, after, words, language)
        ):  # fmt: skip
            toponym = _with_headed_name(replace(toponym, head=after.head), gazetteer, language)
        done.append(toponym)
    return done[::-1]

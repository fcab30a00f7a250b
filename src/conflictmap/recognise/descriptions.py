"""Names that tell where something lies: "X, 15 km east of Y" tells where X is, "between X and Y" is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from conflictmap.model import Kind
from conflictmap.recognise.context import is_coordinated
from conflictmap.recognise.matching import listed_words
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Relation, Toponym

# What may stand between a name and the distance or direction that tells where it lies.
_LINK = re.compile(
    r"[\s\u00a0\"”»)]*(?:(?:town|village|city|camp|district|area)\b)?[\s\u00a0,،(–—-]*"
    r"(?:(?:which|that|is|lies|lying|located|situated|only|just|some|about|around|roughly|nearly|approximately|over|"
    r"more than|less than|at a distance of|الواقعة|الواقع|التي|الذي|تقع|يقع|تبعد|يبعد|والتي|على|بعد|مسافة|نحو|حوالي|"
    r"قرابة|إلى|الى|زهاء|بعد)[\s\u00a0]+){0,5}"
    r"(?:[0-9٠-٩][0-9٠-٩.,]*[\s\u00a0-]*(?:km|kms|kilomet\w+|miles?|كم|كلم|كيلومتر\w*|ميلا?)[\s\u00a0]*\()?",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[\s\u00a0]+")
_BETWEEN = frozenset(("between", "بين"))
# "between the towns of A and B", بين مدينتي أ وب, بين بلدة أ وبلدة ب
_AND_BETWEEN = re.compile(r"[\s\u00a0]+(?:and|و)[\s\u00a0]?(?:the )?(?:\w+[\s\u00a0]+(?:of )?)?", re.IGNORECASE)
_TELLING = frozenset(("away", "near"))


def with_stretches(toponyms: Sequence[Toponym], words: Words, language: str) -> list[Toponym]:
    """Mark "between X and Y" on X, where both are on the map: what is told happened at neither but somewhere between.

    Countries and quarrels ("talks between X and Y") are left as they are.
    """
    done = list(toponyms)
    for number in range(1, len(done)):
        left, right = done[number - 1], done[number]
        if left.excluded or right.excluded or left.relation or right.relation or not (left.matches and right.matches):
            continue
        position = words.token_at(left.head.start if left.head and left.head.start < left.start else left.start)
        before = words.tokens[position - 1] if position else None
        quarrel = {token.norm for token in words.tokens[max(0, position - 4) : position]} & _quarrels(language)
        if before is None or before.norm not in _BETWEEN or quarrel or any(
            match.place.kind == Kind.COUNTRY for match in (*left.matches[:1], *right.matches[:1])
        ):  # fmt: skip
            continue
        if is_coordinated(left, right, words, language) or _AND_BETWEEN.fullmatch(words.text[left.end : right.start]):
            relation = Relation(type="between", start=before.start)
            done[number - 1] = replace(left, relation=relation)
            done[number] = replace(right, why=(*right.why, "reference_point"))
    return done


def _is_beside(before: Toponym, toponym: Toponym, start: int, words: Words) -> bool:
    """Say whether a direction joins two names: not in "northern Syria and western Iraq"."""
    is_joined = words.text.startswith("و", start) and not words.text.startswith("وسط", start)
    is_country = any(match.place.kind == Kind.COUNTRY for match in toponym.matches[:1])
    return not (is_joined or is_country) and _BESIDE.fullmatch(words.text[before.end : start]) is not None


@lru_cache(maxsize=8)
def _quarrels(language: str) -> frozenset[str]:
    """Give the words before "between" whose two sides are parties, not ends: clashes, talks, اشتباكات."""
    return listed_words(language, "relation_nouns") | frozenset(("clashes", "fighting", "battles", "fire", "معارك"))


def with_descriptions(toponyms: Sequence[Toponym], words: Words) -> list[Toponym]:
    """Hand a distance, a direction or a "near" over to the name before it, where it tells where that one lies."""
    done = list(toponyms)
    for number in range(1, len(done)):
        before, toponym = done[number - 1], done[number]
        relation = toponym.relation
        if relation is None or before.excluded or before.country or before.part_of or before.control_of:
            continue
        if relation.type == "part" and _is_beside(before, toponym, relation.start, words):
            # الباغوز شرقي دير الزور
            done[number] = replace(toponym, relation=None, container=True, why=(*toponym.why, "reference_point"))
            continue
        if relation.type not in _TELLING or not before.end <= relation.start < toponym.start:
            continue
        if _LINK.fullmatch(words.text[before.end : relation.start]) is None:
            continue
        done[number - 1] = replace(before, told_by=relation)
        done[number] = replace(toponym, relation=None, why=(*toponym.why, "reference_point"))
    return done

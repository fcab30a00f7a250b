"""Names that the text places by another one: "the village of X, about 15 km east of Y" tells where X is, not Y."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.text.tokens import Words
from conflictmap.toponyms import Toponym

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
_TELLING = frozenset(("away", "near"))


def with_descriptions(toponyms: Sequence[Toponym], words: Words) -> list[Toponym]:
    """Hand a distance, a direction or a "near" over to the name before it, where it tells where that one lies."""
    done = list(toponyms)
    for number in range(1, len(done)):
        before, toponym = done[number - 1], done[number]
        relation = toponym.relation
        if relation is None or before.excluded or before.country or before.part_of or before.control_of:
            continue
        if relation.type == "part" and _BESIDE.fullmatch(words.text[before.end : relation.start]):
            done[number] = replace(
                toponym, relation=None, why=(*toponym.why, "reference_point")
            )  # الباغوز شرقي دير الزور
            continue
        if relation.type not in _TELLING or not before.end <= relation.start < toponym.start:
            continue
        if _LINK.fullmatch(words.text[before.end : relation.start]) is None:
            continue
        done[number - 1] = replace(before, told_by=relation)
        done[number] = replace(toponym, relation=None, why=(*toponym.why, "reference_point"))
    return done

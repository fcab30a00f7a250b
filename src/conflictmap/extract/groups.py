"""Find the nouns for who or what moves, suffers or is held: civilians, fighters, displaced families, trucks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from conflictmap.extract.actors import ActorExpression, find_actors
from conflictmap.lexicon import rows
from conflictmap.model import Group
from conflictmap.text.normalise import folded_set
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupExpression:
    """Words for a group: text[start:end], tokens[first:last] of the document.

    `number` is sg, dual or pl; `count` is 2 for a dual, else None: numbers are not read here. `start` lies behind
    clitics, but before the article.
    """

    start: int
    end: int
    first: int
    last: int
    group: Group
    number: str
    count: int | None


class _Noun(NamedTuple):
    group: Group
    number: str


# Phrases that hold a noun of the lexicon and mean something else.
_OTHER_PHRASES = {
    "ar": "سيارة مفخخة;سيارات مفخخة;سيارتين مفخختين;سيارتان مفخختان;عربة مفخخة;عربات مفخخة;شاحنة مفخخة;رجال أعمال"
    ";رجال دين;رجل أعمال;رجل دين;بأسره;بأسرها;بأسرهم",
    "en": "car bomb;car bombs;truck bomb;truck bombs;first aid;tank crew;tank crews",
}
# Adjectives that are also nouns: الدفاع المدني, هجوم انتحاري. In the singular they count as nouns only after a number
# or after a word for what happens to a person.
_ADJECTIVES = folded_set("مدني مسلح عسكري إرهابي انتحاري جهادي متطرف متشدد متمرد مهاجم محاصر عالق")
_BEFORE_ONE = folded_set(
    "ألف مئة مائة مئتي مائتي ألفي آلاف مليون كل مقتل إصابة جرح قتل قتلت استشهاد اعتقال اختطاف خطف اعتقلت اعتقل"
    " وفاة مصرع فقدان استشهد أصيب توفي فقد قضى يقتل يصاب استشهدت أصيبت بحياة"
    " عشر عشرة عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون"
)
# English participles: "were wounded", "displaced by", "wounded three" are verbs.
_PARTICIPLES = folded_set("wounded injured displaced")
_AUXILIARIES = folded_set(
    "was were is are be been being has have had having got not also seriously badly critically newly"
)
_OBJECTS = folded_set(
    "at three two four five six seven eight nine ten several some dozens hundreds thousands more a an him her them"
)
_FAMILY_LINKS = {
    "ar": folded_set("مع ومع برفقة رفقة بصحبة صحبة بمعية ومعهم معهم"),
    "en": folded_set("and with plus alongside"),
}
_BETWEEN = folded_set("their his own the أفراد وأفراد بعض وبعض كامل جميع وجميع")
_LONGEST_REACH = 8
# Of two neighbouring words the group that says more: جنود جرحى, displaced families, fighters' families.
_RANK = (
    Group.VEHICLES,
    Group.AID,
    Group.CARGO,
    Group.WOUNDED,
    Group.HOSTAGES,
    Group.PRISONERS,
    Group.DETAINEES,
    Group.RETURNEES,
    Group.REFUGEES,
    Group.DISPLACED,
    Group.FIGHTERS_AND_FAMILIES,
    Group.FAMILIES,
    Group.TROOPS,
    Group.FIGHTERS,
    Group.CIVILIANS,
    Group.MIXED,
)


@lru_cache(maxsize=8)
def _nouns(language: str) -> PhraseTable[_Noun | None]:
    pairs: list[tuple[str, _Noun | None]] = [(phrase, None) for phrase in _OTHER_PHRASES.get(language, "").split(";")]
    pairs += [(row["word"], _Noun(Group(row["group"]), row["number"])) for row in rows(language, "groups")]
    return PhraseTable(pairs)


def find_groups(
    text: str, tokens: Sequence[Token], language: str, *, actors: Sequence[ActorExpression] | None = None
) -> tuple[GroupExpression, ...]:
    """Give the groups named in a text, in order and without overlap.

    Neighbouring words that make one phrase are one expression; groups joined by "and" stay apart, but for fighters
    with their families: "fighters left with their families" gives the one word "fighters" for both.
    Inside the name of an actor only troops and fighters count ("Syrian Democratic Forces", not the people in
    "People's Protection Units"). `actors` are those of `find_actors`, which runs where they are not given.

    >>> from conflictmap.text.tokens import tokenise
    >>> text = "خرج المدنيون ومقاتلين مع عوائلهم"
    >>> [(g.group.value, text[g.start:g.end]) for g in find_groups(text, tokenise(text), "ar")]
    [('civilians', 'المدنيون'), ('fighters+families', 'مقاتلين مع عوائلهم')]
    """
    is_arabic = language == "ar"
    matches = _nouns(language).find(tokens, clitics=is_arabic, article=is_arabic, text=text)
    found = [
        _expression(match, match.value, tokens)
        for match in matches
        if match.value is not None and not _is_other(match, match.value, tokens, language)
    ]
    found = _outside(found, find_actors(text, tokens, language) if actors is None else actors)
    found = _joined(found, lambda left, right: _is_compound(text, tokens, left, right), _merged)
    found = _joined(
        found,
        lambda left, right: _brings_family(text, tokens, left, right, language),
        lambda left, right: _with_family(tokens, left, right),
    )
    return tuple(found)


def _expression(match: Match[_Noun | None], noun: _Noun, tokens: Sequence[Token]) -> GroupExpression:
    return GroupExpression(
        start=_article_start(match, tokens),
        end=tokens[match.last - 1].end,
        first=match.first,
        last=match.last,
        group=noun.group,
        number=noun.number,
        count=2 if noun.number == "dual" else None,
    )


def _article_start(match: Match[_Noun | None], tokens: Sequence[Token]) -> int:
    """Move the start back over a cut ال: it belongs to the noun, unlike و and ب."""
    token = tokens[match.first]
    return match.start - 2 if token.text[: match.start - token.start].endswith("ال") else match.start


def _is_other(match: Match[_Noun | None], noun: _Noun, tokens: Sequence[Token], language: str) -> bool:
    """Say whether the word is an adjective or a verb here."""
    before = tokens[match.first - 1] if match.first else None
    if language == "ar":
        bare = tokens[match.last - 1].norm.removeprefix("ال")
        is_adjective = noun.number == "sg" and (bare in _ADJECTIVES or bare.removesuffix("ا") in _ADJECTIVES)
        if not is_adjective or before is None:
            return is_adjective
        stems = {before.norm, before.norm[1:] if before.norm[0] in "وفبل" else before.norm}
        return not (before.is_number or stems & _BEFORE_ONE)
    if tokens[match.first].norm not in _PARTICIPLES or match.last - match.first > 1:
        return False
    after = tokens[match.last] if match.last < len(tokens) else None
    is_predicate = before is not None and before.norm in _AUXILIARIES
    return is_predicate or (after is not None and (after.is_number or after.norm in _OBJECTS))


def _outside(found: Sequence[GroupExpression], actors: Sequence[ActorExpression]) -> list[GroupExpression]:
    """Drop the words inside names of actors, but for the last troops or fighters of a name."""
    inside = {index: actor for actor in actors for index in range(actor.first, actor.last)}
    firsts = {expression.first for expression in found}
    kept = []
    for expression in found:
        actor = inside.get(expression.first)
        is_armed = expression.group in (Group.TROOPS, Group.FIGHTERS)
        if actor is None or (is_armed and actor.last not in firsts):
            kept.append(expression)
    return kept


def _joined(
    found: Sequence[GroupExpression],
    belongs: Callable[[GroupExpression, GroupExpression], bool],
    join: Callable[[GroupExpression, GroupExpression], GroupExpression],
) -> list[GroupExpression]:
    kept: list[GroupExpression] = []
    for expression in found:
        if kept and belongs(kept[-1], expression):
            expression = join(kept.pop(), expression)
        kept.append(expression)
    return kept


def _is_compound(text: str, tokens: Sequence[Token], left: GroupExpression, right: GroupExpression) -> bool:
    """Say whether two words are one phrase: displaced families, عوائل المقاتلين, families of ISIS fighters."""
    between = tokens[left.last : right.first]
    gap = text[left.end : right.start]
    if not between:
        return not gap.strip("'’ \t\u00a0")
    is_of = between[0].norm == "of" and len(between) <= 3 and left.group is Group.FAMILIES
    return is_of and not any(mark in gap for mark in ",.;:\n")


def _merged(left: GroupExpression, right: GroupExpression) -> GroupExpression:
    group = min(left.group, right.group, key=_RANK.index)
    counted = left if left.count else right
    number = counted.number if counted.count else ("pl" if "pl" in (left.number, right.number) else left.number)
    return replace(left, end=right.end, last=right.last, group=group, number=number, count=counted.count)


def _brings_family(
    text: str, tokens: Sequence[Token], left: GroupExpression, right: GroupExpression, language: str
) -> bool:
    """Say whether the right one is the families of the fighters on the left."""
    if left.group is not Group.FIGHTERS or right.group is not Group.FAMILIES or language not in _FAMILY_LINKS:
        return False
    if any(mark in text[left.end : right.start] for mark in ".!?؟؛;\n") or right.first - left.last > _LONGEST_REACH:
        return False
    if tokens[right.first].norm.startswith("و") and right.start > tokens[right.first].start:
        return True
    before = right.first - 1
    while before >= left.last and tokens[before].norm in _BETWEEN:
        if tokens[before].norm.startswith("و"):
            return True
        before -= 1
    return before >= left.last and tokens[before].norm in _FAMILY_LINKS[language]


def _with_family(tokens: Sequence[Token], left: GroupExpression, right: GroupExpression) -> GroupExpression:
    """Join fighters and families; words between them that say more ("left with", a place) stay outside."""
    joint = replace(left, group=Group.FIGHTERS_AND_FAMILIES, number="pl", count=None)
    links = _BETWEEN.union(["along"], *_FAMILY_LINKS.values())
    if all(token.norm in links for token in tokens[left.last : right.first]):
        return replace(joint, end=right.end, last=right.last)
    return joint

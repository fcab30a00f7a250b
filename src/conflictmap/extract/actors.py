"""Find the names of armed forces, governments, agencies and organisations.

Known actors stand in `lexicon/actors.tsv`, their names in `lexicon/LANGUAGE/actors.tsv`. Others are found by
pattern: a head word with a name (لواء صقور الشام, Sultan Murad Division) or with a nationality (الجيش الكيني,
Kenyan troops).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from conflictmap.lexicon import Row, rows
from conflictmap.text.phrases import Match, PhraseTable, is_joined, stems, written_length
from conflictmap.text.tokens import Token, tokenise

_ARTICLE = "ال"
_QUOTES = '"“”„«»'
_LONGEST_NAME = 5


def _by_word(**words: str) -> Mapping[str, str]:
    return {word: kind for kind, listed in words.items() for word in listed.split()}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Heads of the names of armed groups, folded.
_HEADS = _by_word(
    militia="كتيبه كتائب لواء الويه ميليشيا مليشيا ميليشيات مليشيات سرايا"
    " brigade brigades battalion battalions militia militias legion",
    rebel="فصيل حركه جبهه جماعه تنظيم حزب تجمع front movement faction rebels fighters",
    state_force="قوات جيش فرقه فيلق فوج army forces division regiment corps command",
)
# حركة is also motion, جبهة a front line, تنظيم the act of organising: these need a name in quotes.
_NEED_QUOTES = _set("حركه جبهه جماعه تنظيم حزب تجمع")
_FIRST_WORDS = _set("liwa jaysh jaish harakat ansar katibat kataib faylaq jabhat saraya firqat ahrar")
_ARTICLES = _set("al ash as")
_ORDINALS = _set(
    "الاولي الثانيه الثالثه الرابعه الخامسه السادسه السابعه الثامنه التاسعه العاشره"
    " الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر"
)
_NOT_NAMES = _set("الي الذي التي الذين اللتين اللذين الان اليوم")
# Units that are counted: "الجيش 40 جنديا" is no army of that number.
_NUMBERED = _set("لواء الويه كتيبه كتائب فرقه فيلق فوج")
# First words of names in two words; any noun would take in the verb of قوات دخلت القرية.
_FIRST_OF_TWO = _set(
    "صقور درع احرار شهداء اسود سيف سيوف نور انصار جند جنود فرسان ابناء رجال فجر نسور ليوث ذياب ثوار حماه عاصفه"
    " بركان اهل شباب كتايب اسد حراس عشاير تحرير نصره حمايه حمزه شمس رايات مغاوير طوفان وعد دفاع"
)
# Heads before (Arabic) or after (English) a nationality.
_NATIONAL = _by_word(
    state_force="جيش قوات شرطه طيران مخابرات استخبارات"
    " army military forces troops soldiers police navy warplanes intelligence",
    government="حكومه سلطات government authorities regime",
    ministry="خارجيه داخليه دفاع صحه ministry",
)
_BETWEEN = _set("armed security special air border government defence defense foreign interior health")
_DETERMINERS = _set("the a an in at on by of to and but for with when after as if this that from while")


class _Found(NamedTuple):
    last: int
    start: int
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorExpression:
    """Words that name an actor: text[start:end], tokens[first:last] of the document.

    `actor` is the id of a known actor, else the name as written without quotes; `type` as in
    `lexicon/actors.tsv`. `start` lies behind the clitics of the first word, `end` is the end of the last word,
    inside a closing quote.
    """

    start: int
    end: int
    first: int
    last: int
    actor: str
    type: str
    known: bool


class _Alias(NamedTuple):
    actor: str
    words: tuple[str, ...]


def find_actors(text: str, tokens: Sequence[Token], language: str) -> tuple[ActorExpression, ...]:
    """Give the actors named in a text, in order and without overlap.

    >>> text = 'قال متحدث باسم ميليشيا "قسد" للتحالف'
    >>> [(a.actor, text[a.start:a.end]) for a in find_actors(text, tokenise(text), "ar")]
    [('sdf', 'ميليشيا "قسد'), ('coalition', 'تحالف')]
    """
    found: list[ActorExpression] = []
    behind = 0
    for index in _starts(tokens, language):
        if index >= behind:
            expression = _known(text, tokens, index, language) or _by_pattern(text, tokens, index, language)
            if expression is not None:
                found.append(expression)
                behind = expression.last
    return tuple(found)


def _starts(tokens: Sequence[Token], language: str) -> list[int]:
    """Give the indices of the words that a name may begin with, as far as the word itself tells."""
    known = _aliases(language).starts(tokens, clitics=language == "ar")
    if language == "ar":
        return sorted({*known, *(index for index, token in enumerate(tokens) if _is_arabic_head(token.norm))})
    return sorted({*known, *(index for index, token in enumerate(tokens) if token.is_capitalised)})


def actor_name(actor_id: str, language: str) -> str:
    """Give the name of an actor in a language, in English where that has none; a name made by pattern stays.

    >>> actor_name("isis", "en"), actor_name("لواء الفجر", "en")
    ('Islamic State', 'لواء الفجر')
    """
    row = _actors().get(actor_id)
    return actor_id if row is None else row.get(f"name_{language}") or row["name_en"]


def actor_type(actor_id: str) -> str:
    """Give the type of a known actor ("jihadist", "state_force"...), "" for any other."""
    row = _actors().get(actor_id)
    return "" if row is None else row["type"]


@lru_cache(maxsize=1)
def _actors() -> Mapping[str, Row]:
    return {row["id"]: row for row in rows("", "actors")}


@lru_cache(maxsize=8)
def _aliases(language: str) -> PhraseTable[_Alias]:
    return PhraseTable(
        (row["name"], _Alias(row["actor"], tuple(token.text for token in tokenise(row["name"]))))
        for row in rows(language, "actors")
    )


def _known(text: str, tokens: Sequence[Token], index: int, language: str) -> ActorExpression | None:
    match = _aliases(language).match_at(tokens, index, clitics=language == "ar", text=text)
    if match is None or not _is_cased_alike(match, tokens):
        return None
    return ActorExpression(
        start=match.start,
        end=tokens[match.last - 1].end,
        first=match.first,
        last=match.last,
        actor=match.value.actor,
        type=_actors()[match.value.actor]["type"],
        known=True,
    )


def _is_cased_alike(match: Match[_Alias], tokens: Sequence[Token]) -> bool:
    """Tell WHO from who and IS from is: a capital of the alias asks for a capital of the text."""
    written = (token.text for token in tokens[match.first : match.last])
    return all(
        word.isupper() if alias.isupper() else word[:1].isupper() or not alias[:1].isupper()
        for alias, word in zip(match.value.words, written, strict=True)
    )


def _by_pattern(text: str, tokens: Sequence[Token], index: int, language: str) -> ActorExpression | None:
    for rule in _RULES.get(language, ()):
        found = rule(text, tokens, index)
        if found is None or any(_known(text, tokens, i, language) for i in range(index + 1, found.last)):
            continue
        end = tokens[found.last - 1].end
        return ActorExpression(
            start=found.start,
            end=end,
            first=index,
            last=found.last,
            actor=_plain(text[found.start : end]),
            type=found.type,
            known=False,
        )
    return None


def _plain(surface: str) -> str:
    """Strip quotes and tatweel, and join what a line break parts."""
    return " ".join(surface.translate(dict.fromkeys(map(ord, _QUOTES + "ـ"))).split())


@lru_cache(maxsize=8)
def _demonyms(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["country"]) for row in rows(language, "demonyms"))


@lru_cache(maxsize=65536)
def _is_arabic_head(norm: str) -> bool:
    """Say whether a word is a head, behind clitics and the article: what `_arabic_head` finds."""
    bare = {stem.removeprefix(_ARTICLE) for stem, _ in stems(norm, clitics=True)}
    return not (bare.isdisjoint(_HEADS) and bare.isdisjoint(_NATIONAL))


def _arabic_head(token: Token, heads: Mapping[str, str]) -> tuple[str, int, bool] | None:
    """Give the head word behind its clitics, the letters cut, and whether it has the article."""
    for stem, cut in stems(token.norm, clitics=True):
        bare = stem.removeprefix(_ARTICLE)
        if bare in heads:
            return bare, written_length(token.text, cut), bare != stem
    return None


def _arabic_national(text: str, tokens: Sequence[Token], index: int) -> _Found | None:
    """الجيش الكيني, قوات أوغندية: head and nationality agree in the article."""
    head = _arabic_head(tokens[index], _NATIONAL)
    if head is None or index + 1 >= len(tokens) or not is_joined(tokens[index], tokens[index + 1], text):
        return None
    word, cut, definite = head
    if tokens[index + 1].norm.startswith(_ARTICLE) != definite:
        return None
    nation = _demonyms("ar").match_at(tokens, index + 1, clitics=False, article=True, text=text)
    return None if nation is None else _Found(nation.last, tokens[index].start + cut, _NATIONAL[word])


def _arabic_group(text: str, tokens: Sequence[Token], index: int) -> _Found | None:
    """لواء صقور الشام, كتيبة "الفجر", الفرقة العاشرة, اللواء 47."""
    head = _arabic_head(tokens[index], _HEADS)
    if head is None or index + 1 >= len(tokens):
        return None
    word, cut, definite = head
    if definite:
        last = index + 2 if _is_number_of(tokens[index], tokens[index + 1], text, counted=word in _NUMBERED) else None
    else:
        last = _quoted(text, tokens, index)
        if last is None and word not in _NEED_QUOTES:
            last = _construct(text, tokens, index)
    return None if last is None else _Found(last, tokens[index].start + cut, _HEADS[word])


def _is_number_of(head: Token, token: Token, text: str, *, counted: bool) -> bool:
    return is_joined(head, token, text) and ((counted and token.is_number) or token.norm in _ORDINALS)


def _quoted(text: str, tokens: Sequence[Token], index: int) -> int | None:
    """Give the end of a name in quotes right after the head."""
    opening = text[tokens[index].end : tokens[index + 1].start].strip()
    if len(opening) != 1 or opening not in _QUOTES:
        return None
    for last in range(index + 2, min(index + 2 + _LONGEST_NAME, len(tokens) + 1)):
        after = text[tokens[last - 1].end : tokens[last].start if last < len(tokens) else len(text)]
        if after[:1] and after[:1] in _QUOTES:
            return last
        if after.strip():
            return None
    return None


def _construct(text: str, tokens: Sequence[Token], index: int) -> int | None:
    """Give the end of a definite word after the head (لواء الفجر), or of صقور, درع and the like with one."""
    last = index + 1
    if tokens[last].norm in _FIRST_OF_TWO and is_joined(tokens[index], tokens[last], text):
        last += 1
    if last == len(tokens) or not is_joined(tokens[last - 1], tokens[last], text):
        return None
    norm = tokens[last].norm
    is_name = norm.startswith(_ARTICLE) and len(norm) > 4 and norm not in _NOT_NAMES
    return last + 1 if is_name else None


def _english_national(text: str, tokens: Sequence[Token], index: int) -> _Found | None:
    """Kenyan troops, Ugandan special forces."""
    nation = _demonyms("en").match_at(tokens, index, clitics=False, text=text)
    if nation is None or not tokens[index].is_capitalised:
        return None
    last = nation.last
    while last < len(tokens) and is_joined(tokens[last - 1], tokens[last], text):
        norm = tokens[last].norm
        last += 1
        if norm in _NATIONAL:
            return _Found(last, tokens[index].start, _NATIONAL[norm])
        if norm not in _BETWEEN:
            return None
    return None


def _english_group(text: str, tokens: Sequence[Token], index: int) -> _Found | None:
    """Sultan Murad Division, Fatah Halab militia; Liwa al-Shamal."""
    if not tokens[index].is_capitalised or tokens[index].norm in _DETERMINERS:
        return None
    last = index + 1
    while last < min(index + _LONGEST_NAME, len(tokens)) and is_joined(tokens[last - 1], tokens[last], text):
        token = tokens[last]
        is_capital_enough = token.is_capitalised or token.norm in (
            "militia",
            "brigade",
            "battalion",
            "faction",
        )
        if token.norm in _HEADS and is_capital_enough:
            return _Found(last + 1, tokens[index].start, _HEADS[token.norm])
        if not token.is_capitalised and token.norm not in _ARTICLES:
            break
        last += 1
    is_named = tokens[index].norm in _FIRST_WORDS and last > index + 1 and tokens[last - 1].is_capitalised
    return _Found(last, tokens[index].start, "rebel") if is_named else None


_RULES = {"ar": (_arabic_national, _arabic_group), "en": (_english_national, _english_group)}

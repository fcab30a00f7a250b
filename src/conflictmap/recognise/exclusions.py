"""Reasons why the name of a place is not to be mapped, as small rules in order of strength."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.model import Kind, Span
from conflictmap.recognise.matching import demonym_country, function_words, listed_words
from conflictmap.recognise.powers import stands_for_government
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import PhraseTable, stems
from conflictmap.text.tokens import Part, Words
from conflictmap.toponyms import Toponym

# "BEIRUT (Reuters) -", "بيروت – رويترز", "GENEVA, March 3 -": at the start of a paragraph, closed by a dash.
_DATELINE = re.compile(r"[^.\n]{0,45}?(?:\([^)\n]{2,40}\)\s*[-–—:]?|[-–—])\s")
_LED = {
    "ar": frozenset(
        map(
            fold,
            (
                "بقيادة",
                "بدعم",
                "بتمويل",
                "برعاية",
                "بزعامة",
                "برئاسة",
                "تقوده",
                "تقودها",
                "يقوده",
                "يقودها",
                "تتزعمه",
                "تتزعمها",
                "تدعمه",
                "تدعمها",
            ),
        )
    ),
    "en": frozenset(),
}
_LED_AFTER = re.compile(r"\s?[-‐–](?:led|backed|based|born|brokered|sponsored|supported|funded|trained|made)\b", re.I)
_FOREIGN = frozenset(map(fold, ("أجانب", "أجنبي", "أجنبية", "جنسية", "جنسيات", "foreign", "foreigners", "nationals",
                                "nationality", "nationalities", "citizens", "citizen")))  # fmt: skip
_FROM = {"ar": frozenset(("من",)), "en": frozenset(("from", "of"))}
_AT = {"ar": frozenset(("من", "في")), "en": frozenset(("from", "in", "based"))}
_CALLS_FROM = re.compile(
    r"\b(?:(?:tele)?phone|skype|video ?link|whatsapp|radio) from\s*$"
    r"|\b(?:based|headquartered) (?:in|at)\s*$|\bsources? (?:in|inside|across|on the ground in)\s*$",
    re.IGNORECASE,
)
_WINDOW = 8  # words between a speech verb and the end of what introduces the speech


def reason_not_to_map(toponym: Toponym, words: Words, language: str, organisations: Sequence[Span]) -> str | None:
    """Give the first reason not to map a name, or None."""
    own = toponym.span
    part = words.sentences[words.sentence_of[toponym.first]].part
    if part in (Part.FURNITURE, Part.DATELINE):
        return part.value
    if any(own.meets(span) for span in organisations):
        return "inside_organisation"
    behind = words.tokens[toponym.last].start if toponym.last < len(words.tokens) else -1
    is_possessive = words.text[toponym.end : toponym.end + 2] in ("'s", "’s")
    named = [token.norm for token in words.tokens[toponym.last : toponym.last + 3]]
    if is_possessive and (
        any(span.start == behind for span in organisations)
        or not (
            listed_words(language, "organisation_words") | listed_words(language, "office_titles") | _HEADS_OF_STATE
        ).isdisjoint(named)
    ):
        return "owner_of_organisation"
    if language == "en" and not is_possessive and _owns_office(toponym, words):
        return "office"
    rules = (_organisation_word, _named_after, _person, _led_by, _dateline, _metonym, _nationality, _speaker_location,
             _office)  # fmt: skip
    for rule in rules:
        reason = rule(toponym, words, language)
        if reason is not None:
            return reason
    if stands_for_government(toponym, words, language, organisations):
        return "metonym"
    return "demonym" if demonym_country(fold(toponym.surface), language) else None


@lru_cache(maxsize=8)
def _speech(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["side"]) for row in lexicon.rows(language, "speech_verbs"))


@lru_cache(maxsize=8)
def _speakers(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["type"]) for row in lexicon.rows(language, "source_nouns"))


def _is_among(norm: str, listed: frozenset[str], language: str) -> bool:
    return any(stem in listed for stem, _ in stems(norm, clitics=language == "ar", article=language == "ar"))


def _organisation_word(toponym: Toponym, words: Words, language: str) -> str | None:
    """وكالة الأناضول, جامعة حلب, Aleppo University: the name belongs to an organisation."""
    listed = listed_words(language, "organisation_words")
    before = words.tokens[toponym.first - 1].norm if toponym.first else ""
    # Without the article: الجيش is in construct with no name, "قصف الجيش الخرطوم" is subject and object.
    is_construct = language == "ar" and bool(before) and not toponym.is_stripped
    if is_construct and any(stem in listed for stem, _ in stems(before, clitics=True)):
        return "inside_organisation"
    after = words.tokens[toponym.last] if toponym.last < len(words.tokens) else None
    if (
        language == "en"
        and after
        and after.is_capitalised
        and after.norm in listed
        and len(words.gap(toponym.last)) == 1
    ):
        return "inside_organisation"
    return "inside_organisation" if language == "en" and _is_speaking_name(toponym, words) else None


def _named_after(toponym: Toponym, words: Words, language: str) -> str | None:
    """The Minsk agreements, اتفاق أوسلو, Palestine Street, شارع فلسطين: called after a place, not there."""
    is_street = toponym.head is not None and toponym.head.feature in ("street", "road", "square")
    if (toponym.head is not None and not is_street) or toponym.last - toponym.first > 2:
        return None
    if language == "ar":
        if not toponym.first or toponym.is_stripped or words.gap(toponym.first).strip(" \u00a0"):
            return None
        before = words.tokens[toponym.first - 1].norm
        if any(stem in listed_words("ar", "pact_nouns") for stem, _ in stems(before, clitics=True)):
            return "agreement"
        return "street" if any(stem in listed_words("ar", "street_nouns") for stem, _ in stems(before, clitics=True)
                               ) else None  # fmt: skip
    after = words.tokens[toponym.last] if toponym.last < len(words.tokens) else None
    if after is None or words.gap(toponym.last) != " ":
        return None
    if after.is_capitalised and after.norm in listed_words("en", "street_nouns"):
        return "street"
    two = words.tokens[toponym.last + 1].norm if toponym.last + 1 < len(words.tokens) else ""
    if after.norm in listed_words("en", "pact_nouns") and after.norm != "peace":
        return "agreement"
    return "agreement" if after.norm in ("peace", "nuclear", "ceasefire") and two in listed_words(
        "en", "pact_nouns") else None  # fmt: skip


def _is_speaking_name(toponym: Toponym, words: Words) -> bool:
    """Read "Aleppo Today said", "Raqqa Post reported": a longer name that speaks is an outlet or a group."""
    last = toponym.last
    while last < min(toponym.last + 3, len(words.tokens)) and words.tokens[last].is_capitalised and (
        words.gap(last) == " "
    ):  # fmt: skip
        last += 1
    if last == toponym.last or last >= len(words.tokens) or words.gap(last) != " ":
        return False
    return _speech("en").match_at(words.tokens, last, clitics=False) is not None


def _person(toponym: Toponym, words: Words, language: str) -> str | None:
    """السيد الموصلي, John Jordan, Jordan Henderson: the name belongs to a person."""
    if toponym.head is not None or toponym.last - toponym.first > 1:
        return None
    given, titles = listed_words(language, "given_names"), listed_words(language, "person_titles")
    position = toponym.first
    if position and words.tokens[position - 1].norm in ("al", "el", "ال"):
        position -= 1  # Abu Bakr al-Baghdadi
    before = words.tokens[position - 1] if position else None
    after = words.tokens[toponym.last] if toponym.last < len(words.tokens) else None
    near_before = before is not None and words.gap(position).strip(" \u00a0(") == "" and not toponym.is_stripped
    if near_before and before is not None:
        is_name = before.norm in given and before.norm not in function_words(language)  # علي folds to على
        if is_name and (language == "ar" or before.is_capitalised):
            return "person"
        if language == "en" and before.is_capitalised and before.norm in titles:
            return "person"
    near_after = after is not None and words.gap(toponym.last).strip(" \u00a0") == ""
    if near_after and after is not None and language == "en":
        is_name = after.is_capitalised and (fold(toponym.surface) in given or after.norm in given)
        return "person" if is_name else None
    return None


def _led_by(toponym: Toponym, words: Words, language: str) -> str | None:
    """بقيادة الولايات المتحدة, Turkish-backed, US-led: a power behind something, not a place of it."""
    before = words.tokens[toponym.first - 1].norm if toponym.first else ""
    if before in _LED.get(language, ()) or _LED_AFTER.match(words.text, toponym.end):
        return "power_behind"
    two = [token.norm for token in words.tokens[max(0, toponym.first - 3) : toponym.first]]
    if language == "en" and "by" in two[-2:] and {"led", "backed", "supported", "headed"} & set(two):
        return "power_behind"
    if language == "ar" and two[-1:] == ["من"] and "مدعوم" in " ".join(two):
        return "power_behind"
    return None


def _dateline(toponym: Toponym, words: Words, language: str) -> str | None:
    sentence = words.sentences[words.sentence_of[toponym.first]]
    opens_paragraph = "\n" in words.text[max(0, sentence.start - 3) : sentence.start] or sentence.start < 3
    if toponym.first - sentence.first > 2 or not opens_paragraph:
        return None
    match = _DATELINE.match(words.text, toponym.end)
    return "dateline" if match and match.end() - toponym.end < 50 and words.text[toponym.end : toponym.end + 2].strip(
        ) [:1] in ("(", "-", "–", "—", ",", "،", "/") else None  # fmt: skip


def _metonym(toponym: Toponym, words: Words, language: str) -> str | None:
    """واشنطن قالت, Moscow said: a capital or a country for its government, next to a verb of saying."""
    powers = [m.place for m in toponym.matches if m.place.kind == Kind.COUNTRY or m.place.population > 500_000]
    if toponym.head is not None or toponym.relation is not None or (language != "en" and not powers):
        return None
    if language == "en":
        ends = toponym.last == words.sentences[words.sentence_of[toponym.first]].last  # "on Azaz. According to ..."
        match = None if ends else _speech("en").match_at(words.tokens, toponym.last, clitics=False)
        preceded = words.tokens[toponym.first - 1].norm if toponym.first else ""
        if match is None or preceded in ("in", "from", "near", "of", "to"):
            return None
        return "metonym" if powers else "person"  # "Davis said": towns of no power do not speak
    if toponym.first and not toponym.is_stripped:
        for first in (toponym.first - 1, toponym.first - 2):
            match = _speech(language).match_at(words.tokens, first, clitics=True) if first >= 0 else None
            if match is not None and match.last == toponym.first:
                return "metonym"
    return None


def _nationality(toponym: Toponym, words: Words, language: str) -> str | None:
    """أجانب من أمريكا ودول أوروبية: where people come from by birth, not where they set out."""
    if not any(m.place.kind in (Kind.COUNTRY, Kind.REGION) for m in toponym.matches[:3]):
        return None
    before = [token.norm for token in words.tokens[max(0, toponym.first - 10) : toponym.first]]
    if _FROM.get(language, frozenset()).isdisjoint(before[-1:] if not _is_conjunct(toponym, words) else before[-3:]):
        return None
    return "nationality" if any(_is_among(norm, _FOREIGN, language) for norm in before) else None


def _is_conjunct(toponym: Toponym, words: Words) -> bool:
    """Say whether "and" comes before the name."""
    before = words.tokens[toponym.first - 1].norm if toponym.first else ""
    return before == "and" or (toponym.is_stripped and words.text[: toponym.start].endswith("و"))


_OFFICE_WORDS = 5  # words between a title and the name of the place that it is held in
_HEADS_OF_STATE = frozenset(("king", "queen", "premier", "emir", "sultan", "leader", "ruler", "general", "prosecutor"))
_GOVERNMENTS = frozenset(("government", "authorities", "administration", "regime", "governor", "mayor", "prosecutor",
                          "police", "municipality", "council", "parliament", "embassy", "delegation"))  # fmt: skip


def _owns_office(toponym: Toponym, words: Words) -> bool:
    """Read "the Baghdad government", "Belgorod governor ...": an office called after the place."""
    after = words.tokens[toponym.last] if toponym.last < len(words.tokens) else None
    return after is not None and words.gap(toponym.last) == " " and after.norm in _GOVERNMENTS


_OFFICE_LINKS = {"ar": frozenset(("عن",)), "en": frozenset(("of", "for", "the"))}
_OFFICES = frozenset(map(fold, ("الحكومة", "السلطات", "الإدارة", "مجلس", "بلدية", "المجلس", "السلطة", "authorities",
                                "government", "council", "administration", "municipality")))  # fmt: skip


def _office(toponym: Toponym, words: Words, language: str) -> str | None:
    """رئيس مجلس محافظة الأنبار, the governor of Anbar, the government in Tripoli: where an office is held."""
    start = toponym.head.start if toponym.head is not None and toponym.head.start < toponym.start else toponym.start
    position = words.token_at(start)
    sentence = words.sentences[words.sentence_of[toponym.first]]
    first = max(sentence.first, position - _OFFICE_WORDS)
    before = words.tokens[first:position]
    if any(mark in words.text[token.end : token.end + 1] for token in before for mark in ",،:؛."):
        return None
    titles, offices = listed_words(language, "office_titles"), _OFFICES
    links = _OFFICE_LINKS.get(language, frozenset())
    joining = (
        listed_words(language, "organisation_words") | listed_words(language, "office_words") | links | {"في", "in"}
    )
    is_linked = is_in = False
    for token in reversed(before):
        if token.text.endswith("ى"):
            return None  # "وإلى", and to: folded it is والي, governor
        # A definite noun of Arabic stands in no construct: "زار الوزير واشنطن" is a visit.
        if _is_among(token.norm, titles, language) and (is_linked or language != "ar" or token.norm[:2] != "ال"):
            return "office" if (is_linked or language == "ar") and not is_in else None  # "قتل قائد في X" happened there
        if _is_among(token.norm, offices, language) and before[-1].norm in ("في", "in"):
            return "office"
        if not _is_among(token.norm, joining, language) and not (language == "ar" and token.norm.endswith("يه")):
            return None
        is_linked, is_in = is_linked or token.norm in links, is_in or token.norm in ("في", "in")
    return None


def _speaker_location(toponym: Toponym, words: Words, language: str) -> str | None:
    """وقال الصحفي، من دير الزور، إن...: where a speaker sits, between the verb of saying and the speech."""
    start = toponym.head.start if toponym.head is not None and toponym.head.start < toponym.start else toponym.start
    position = words.token_at(start) - 1
    if position < 0 or toponym.is_stripped:
        return None
    if words.tokens[position].norm not in _AT.get(language, ()):
        return None
    sentence = words.sentences[words.sentence_of[toponym.first]]
    first = max(sentence.first, position - _WINDOW)
    intro = words.tokens[first:position]
    speech = _speech(language).find(intro, clitics=language == "ar")
    speakers = _speakers(language).find(intro, clitics=language == "ar", article=language == "ar")
    if language == "ar":
        verb_side = any(match.value != "demand" for match in speech)
        is_open = not any(token.norm in _COMPLEMENTISERS for token in intro)
        return "speaker_location" if verb_side and is_open and _speech_follows(toponym, words) else None
    if _CALLS_FROM.search(words.text[max(0, start - 30) : start]):
        return "speaker_location"  # "said by telephone from Britain", "a monitor based in Britain"
    near = [match for match in speakers if len(intro) - match.last <= 1]
    return "speaker_location" if near and _said_follows(toponym, words) else None


_COMPLEMENTISERS = frozenset(map(fold, ("أن", "إن", "أنه", "إنه", "بأن", "أنهم", "إنهم", "أنها", "إنها", "that")))


def _speech_follows(toponym: Toponym, words: Words) -> bool:
    """Say whether the speech starts within a few words: أن, a colon or an opening quotation mark."""
    following = words.tokens[toponym.last : toponym.last + 3]
    if any(token.norm in _COMPLEMENTISERS for token in following):
        return True
    end = following[-1].end if following else toponym.end
    return any(mark in words.text[toponym.end : end + 3] for mark in (":", '"', "«", "“"))


def _said_follows(toponym: Toponym, words: Words) -> bool:
    following = words.tokens[toponym.last : toponym.last + 4]
    return bool(_speech("en").find(following, clitics=False))

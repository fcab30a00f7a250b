"""Find names of persons in Arabic: runs that start with a given name, names behind a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from conflictmap.revise.scene import Person, Scene, folded, is_among, ordinary
from conflictmap.text.normalise import fold, folded_set, script
from conflictmap.text.phrases import stems, written_length
from conflictmap.text.tokens import Token

_OPENING = '"“«'
LONGEST = 4  # given name, father, grandfather, family
_ARTICLE = "ال"


# Words that need the next one and count as one name with it: عبد الرحمن, أبو أحمد, بن علي, آل سعود.
BOUND = folded_set("عبد أبو أبا أبي أم بن ابن بنت آل ذو")
_KUNYA = folded_set("أبو أبا أم")
# Second words of one name: صلاح الدين, نصر الله.
_SECOND = folded_set("الدين الله الإسلام الزهراء")
# Whoever is called so is a private person unless a list says otherwise.
_NOUNS = folded_set(
    "صحفي صحافي صحفية صحافية صحفيين صحفيان إعلامي إعلامية إعلاميين ناشط ناشطة ناشطين ناشطان مراسل مراسلة مصور مصورة"
    " مواطن مواطنة شاب شابة شبان طفل طفلة طفلين أطفال شهيد شهيدة شهداء شاهد شاهدة سيد سيدة حاج حاجة شيخ دكتور دكتورة"
    " طبيب طبيبة مهندس مهندسة محامي محامية أستاذ أستاذة مدرس معلم نازح نازحة لاجئ لاجئة أمثال رهينة أسير معتقل معتقلة"
    " مختطف ضحية ضحايا قتيل جريح مدعو مدعوة مدني باحث محلل كاتب خبير متحدث ناطق قيادي مقاتل جندي ضابط عقيد عميد"
    " رائد نقيب ملازم لواء رقيب مقدم زوجة زوج والد والدة شقيق شقيقة نجل"
    " زوجته زوجها والده والدها والدته والدتها ابنه ابنها ابنته ابنتها شقيقه شقيقها شقيقته شقيقتها نجله نجلها أخيه أخوه"
    " أخيها أخوها أخته أختها صديقه صديقها جاره جارها طفله طفلها طفلته طفلتها طفلاه طفلاها طفليه طفليها حفيده حفيدها"
)
_NAMED = folded_set("يدعى تدعى اسمه اسمها المدعو المدعوة")
# Bodies by the list, but before a name somebody's leading: وفد برئاسة فلان.
_LED = folded_set("رئاسة قيادة إدارة")
# Offices that make their holder public: الرئيس X, وزير الخارجية الروسي X.
_OFFICES = folded_set("الرئيس الملك الملكة")
_OFFICE_HEADS = folded_set("وزير وزيرة رئيس رئيسة")
_OFFICE_SEATS = folded_set("الوزراء الحكومة الجمهورية الخارجية الداخلية الدفاع الإعلام الصحة المالية النفط العدل")
_VERBAL = re.compile(r"^(?:سي|ست|است|[يت])\w{3,}|\w{2,}(?:وا|ها|هم|هن|نا|ون|ين|ات)$")
WRITTEN_ALA = ("على", "وعلى", "فعلى")  # folds to علي


def find(scene: Scene) -> Iterator[Person]:
    """Give the runs of names, in order."""
    index = 0
    while index < len(scene.words.tokens):
        person = _run(scene, index)
        if person is not None:
            yield person
        index = person.last if person else index + 1


def given_cut(token: Token, *, article: bool = False) -> int | None:
    """Give how many folded letters stand before a given name in the word, or None where there is none."""
    if token.text in WRITTEN_ALA:
        return None
    given = folded("ar", "given_names")
    if token.norm not in given and not article and is_among(token.norm, "ar") and not token.norm.startswith(("و", "ل")):
        return None  # بيان is a statement, not ب + يان
    return next((cut for stem, cut in stems(token.norm, clitics=not article, article=article) if stem in given), None)


def _is_clear(token: Token, cut: int) -> bool:
    """Say whether the word is a given name and nothing else (not خالد "eternal", كريم "generous")."""
    return token.norm[cut:] not in ordinary("ar") and not (cut and token.norm in ordinary("ar"))


def is_open(token: Token | None) -> bool:
    """Say whether a word is in no list: in the right place it is a name."""
    if token is None or token.is_number or len(token.norm) < 2 or script(token.text) != "arabic":
        return False
    if is_among(token.norm, "ar") or is_any(token, _NOUNS):
        return False
    return not (_VERBAL.search(token.norm) and given_cut(token) is None)


def is_surname(token: Token) -> bool:
    """Say whether a word can follow a given name: a name, an unknown word, or one with article and ending (السوري)."""
    if token.text in WRITTEN_ALA:
        return False
    if token.norm in folded("ar", "given_names") or given_cut(token, article=True) is not None or is_open(token):
        return True
    nisba = token.norm.startswith(_ARTICLE) and token.norm.endswith("ي")
    return nisba and is_among(token.norm, "ar", "demonyms")


@lru_cache(maxsize=65536)
def _may_begin(written: str, norm: str) -> bool:
    """Say whether a name may begin with a word, as far as the word itself tells. Most words are asked often."""
    token = Token(0, len(written), written, norm)
    if script(written) != "arabic":
        return False
    return norm in BOUND or given_cut(token) is not None or (is_open(token) and not norm.startswith(_ARTICLE))


def _run(scene: Scene, index: int) -> Person | None:
    """Give the name that starts at a token, if one does."""
    token = scene.words.tokens[index]
    if index in scene.taken or not _may_begin(token.text, token.norm) or _behind_kind(scene, index):
        return None
    noun, named = titled(scene, index)
    cut = 0 if token.norm in BOUND else given_cut(token)
    if cut is not None and not noun and token.norm[cut:].startswith(_ARTICLE):
        return None  # الحوثي is a surname: it starts no name
    if cut is None:
        opens = (noun or _goes_on(scene, index)) and is_open(token) and not token.norm.startswith(_ARTICLE)
        cut = conjunction(token) if opens else None
        if cut is None or not (named or _name_follows(scene, index)):
            return None
    last = _end(scene, index)
    is_sure = _stands_alone(scene, index, cut) if last - index == 1 else starts_name(scene, index, cut)
    if not noun and not is_sure:
        return None
    return scene.person(index, last, written_length(token.text, cut))


def _stands_alone(scene: Scene, index: int, cut: int) -> bool:
    """Say whether a given name alone follows a verb of saying or, with "and", another one: وقال وليد, سيف ورنا."""
    before, token = scene.token(index - 1), scene.words.tokens[index]
    if before is None or token.norm in BOUND or not _is_clear(token, cut) or not scene.adjoins(index):
        return False
    if cut:
        return token.norm.startswith("و") and before.norm in folded("ar", "given_names") and _is_clear(before, 0)
    return is_among(before.norm, "ar", "speech_verbs")


def conjunction(token: Token) -> int:
    """Give how many letters of an unknown word in a list are the "and" before it."""
    return 1 if token.norm.startswith("و") and len(token.norm) > 3 else 0


def starts_name(scene: Scene, index: int, cut: int) -> bool:
    """Say whether a run without a title before it starts with a name beyond doubt."""
    token, after = scene.words.tokens[index], scene.words.tokens[index + 1]
    stem = token.norm[cut:]
    if stem in _KUNYA and stem != fold("أم"):
        return True
    clear_after = after.norm in BOUND or _is_clear_surname(after)
    if stem in BOUND:
        return stem == fold("عبد") or (clear_after and stem != fold("آل"))
    return _is_clear(token, cut) or clear_after or given_cut(token) is None


def _is_clear_surname(token: Token) -> bool:
    """Say whether a word is a given name, bare or with article, and nothing else (not المبارك "the blessed")."""
    if token.norm in folded("ar", "given_names"):
        return _is_clear(token, 0)
    return given_cut(token, article=True) is not None and not is_among(token.norm, "ar")


def _end(scene: Scene, index: int) -> int:
    """Give the end of a run: up to four names, bound words counted with the next."""
    tokens, last, names = scene.words.tokens, index, 0
    while last < len(tokens) and names < LONGEST:
        if last > index and (not scene.adjoins(last) or last in scene.taken or not _continues(scene, last)):
            break
        bound = tokens[last].norm in BOUND or (last == index and _stem_is_bound(tokens[last]))
        names += 0 if bound else 1
        last += 1
        if bound and scene.adjoins(last) and last not in scene.taken and script(tokens[last].text) == "arabic":
            last, names = last + 1, names + 1  # أبو حجر: any word
    while last - 1 > index and tokens[last - 1].norm in BOUND:
        last -= 1
    return last


def _stem_is_bound(token: Token) -> bool:
    return any(stem in BOUND for stem, _ in stems(token.norm, clitics=True)) and len(token.norm) <= 5


def _continues(scene: Scene, index: int) -> bool:
    token = scene.words.tokens[index]
    if any(match.first == index and match.value for match in scene.public):
        return False
    if token.norm not in folded("ar", "given_names") and conjunction(token):
        return False  # the next name of a list: وفاطمة
    return token.norm in BOUND or token.norm in _SECOND or is_surname(token)


def _name_follows(scene: Scene, index: int) -> bool:
    """Say whether the next word is a name, so that an unknown word before it is one too."""
    after = scene.token(index + 1)
    if after is None or not scene.adjoins(index + 1) or index + 1 in scene.taken:
        return False
    is_given = after.norm in folded("ar", "given_names") or given_cut(after, article=True) is not None
    return after.norm in BOUND or is_given or (after.norm.startswith(_ARTICLE) and is_open(after))


def _goes_on(scene: Scene, index: int) -> bool:
    """Say whether a list of names goes on here: ..., وفلان حسين."""
    before, token = scene.token(index - 1), scene.words.tokens[index]
    if before is None or not ("،" in scene.words.gap(index) or token.norm.startswith("و")):
        return False
    return given_cut(before, article=True) is not None or (before.norm.startswith(_ARTICLE) and is_open(before))


def titled(scene: Scene, index: int) -> tuple[bool, bool]:
    """Say whether a person noun stands before (adjectives between), and whether a word like يدعى does."""
    position = index
    for _ in range(4):
        if not scene.adjoins(position, '"“«('):
            return False, False
        position -= 1
        before = scene.words.tokens[position]
        if before.norm in _NAMED or is_any(before, _NAMED):
            return True, True
        if is_any(before, _NOUNS):
            return True, False
        if not (before.norm.startswith(_ARTICLE) and is_among(before.norm, "ar")):
            return False, False
    return False, False


def is_any(token: Token, listed: frozenset[str]) -> bool:
    """Say whether a word stands in a set, with or without clitics and article."""
    return any(stem in listed for stem, _ in stems(token.norm, clitics=True, article=True))


def _behind_kind(scene: Scene, index: int) -> bool:
    """Say whether the word before makes the name a place's or a unit's: حي صلاح الدين, كتيبة, مستشفى."""
    before = scene.token(index - 1)
    if before is None or not scene.adjoins(index, _OPENING) or before.norm.startswith(_ARTICLE):
        return False
    if before.norm in BOUND or (is_any(before, _NOUNS) and before.norm != fold("لواء")):
        return False
    construct = folded("ar", "kinds", "organisation_words") - _LED
    return any(stem in construct for stem, _ in stems(before.norm, clitics=True))


def is_office_before(scene: Scene, index: int) -> bool:
    """Say whether a public office stands before the name: الرئيس X, وزير الخارجية الروسي X."""
    position = index
    for _ in range(3):
        if not scene.adjoins(position, _OPENING):
            return False
        position -= 1
        token, before = scene.words.tokens[position], scene.token(position - 1)
        if _ARTICLE in token.norm and is_any(token, _OFFICES):
            return True
        if token.norm in _OFFICE_SEATS:
            return before is not None and any(s in _OFFICE_HEADS for s, _ in stems(before.norm, clitics=True))
        if not is_among(token.norm, "ar", "demonyms"):
            return False
    return False

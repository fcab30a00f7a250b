import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.text.names import name_key, without_article
from conflictmap.text.normalise import fold, script
from conflictmap.text.phrases import PhraseTable, is_joined, stems, written_length
from conflictmap.text.tokens import Words, sentences, tokenise
from conflictmap.text.wrapping import unwrapped

ARABIC = "*ابتثجحخدذرزسشصضطظعغفقكلمنهوي أإآىةؤئءـًٌٍَُِّْٰ٠١٢٣پچگکی"
MIXED = st.text(st.one_of(st.sampled_from(ARABIC), st.sampled_from("abcXYZ '’-.,!?؟؛\n\t\u00a0\u200f\u200b\"«»()[]019"),
                          st.characters()), max_size=80)  # fmt: skip


@given(MIXED)
def test_tokens_are_pieces_of_the_text(text: str) -> None:
    tokens = tokenise(text)
    assert all(text[token.start : token.end] == token.text and token.text for token in tokens)
    assert all(left.end <= right.start for left, right in pairwise(tokens))
    assert all(fold(re.sub(r"(?<=ـ)[ .*]{1,2}(?=ـ)", "", token.text)) == token.norm for token in tokens)


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("جـ ـريح في قـ.ـصـ.ـف", ["جريح", "في", "قصف"]),
        ("أسـ*ـفر عن مـ.قتل", ["اسفر", "عن", "مقتل"]),
        ("ج*رحى بـ ـالمشـ ـفى", ["جرحي", "بالمشفي"]),
        ("لـ داعش", ["ل", "داعش"]),
        ("*خبر* عاجل.ثم", ["خبر", "عاجل", "ثم"]),
    ],
)
def test_words_taken_apart_are_one(text: str, norms: list[str]) -> None:
    assert [token.norm for token in tokenise(text)] == norms


@given(MIXED)
def test_sentences_cover_the_tokens(text: str) -> None:
    tokens = tokenise(text)
    found = sentences(text, tokens)
    covered = [index for sentence in found for index in range(sentence.first, sentence.last)]
    assert covered == list(range(len(tokens)))
    for sentence in found:
        assert sentence.start <= tokens[sentence.first].start
        assert tokens[sentence.last - 1].end <= sentence.end
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end] != ""
    assert all(a.end <= b.start and a.paragraph <= b.paragraph for a, b in pairwise(found))


@given(MIXED)
def test_words_know_their_sentence(text: str) -> None:
    words = Words.of(text)
    for index, token in enumerate(words.tokens):
        sentence = words.sentences[words.sentence_of[index]]
        assert sentence.first <= index < sentence.last
        assert words.token_at(token.start) == index == words.token_at(token.end - 1)
    assert "".join(words.gap(i) + words.tokens[i].text for i in range(1, len(words.tokens))) == (
        text[words.tokens[0].end : words.tokens[-1].end] if words.tokens else ""
    )


@given(MIXED)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)


@given(MIXED)
def test_folding_goes_letter_by_letter_but_for_words_taken_apart(text: str) -> None:
    text = text.replace("ـ", "").replace("*", "")
    assert fold(text) == "".join(map(fold, text))


@given(MIXED, st.integers(0, 20))
def test_written_length_counts_folded_letters(text: str, letters: int) -> None:
    length = written_length(text, letters)
    assert 0 <= length <= len(text)
    if letters <= len(fold(text)):
        assert len(fold(text[:length])) >= letters


@given(MIXED)
def test_stems_are_ends_of_the_word(text: str) -> None:
    for token in tokenise(text):
        for stem, cut in stems(token.norm, clitics=True, article=True):
            assert 0 <= cut <= len(token.norm)
            assert token.norm.endswith(stem.removeprefix("ال") if token.norm.startswith(("لل", "ولل", "فلل")) else stem)
        assert stems(token.norm, clitics=True)[0] == (token.norm, 0)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("الأنبار", "الانبار"),
        ("إدلب", "ادلب"),
        ("الحسكة", "الحسكه"),
        ("مستشفى", "مستشفي"),
        ("مُخيَّم", "مخيم"),
        ("البـــاغوز", "الباغوز"),
        ("دیر الزور", "دير الزور"),
        ("ہجین", "هجين"),
        ("Dayr az‑Zawr", "DAYR AZ‑ZAWR"),
        ("Ménaka", "menaka"),
        ("Şanlıurfa", "sanliurfa"),
        ("Dar'a", "Dar’a"),
        ("٢٠١٩", "2019"),
        ("ﻻ", "لا"),
    ],
)
def test_spellings_that_fold_together(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("حمص", "حمض"), ("عين", "غين"), ("Homs", "Hims"), ("هول", "هل")])
def test_spellings_that_do_not(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Deir ez-Zor", "deirezzor"),
        ("دير الزور", "ديرالزور"),
        ("ديرالزور", "ديرالزور"),
        ("T4", "t4"),
        ("--", ""),
        ("", ""),
    ],
)
def test_name_key(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("al-Hol", "hol"),
        ("Al Bab", "bab"),
        ("es-Suwayda", None),
        ("Aleppo", None),
        ("al", None),
        ("ال", None),
        ("الرقة", "رقه"),
        ("", None),
    ],
)
def test_name_without_article(name: str, bare: str | None) -> None:
    assert without_article(name) == bare


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("الباغوز Baghouz x", "latin"),
        ("الباغوز", "arabic"),
        ("Київ", "cyrillic"),
        ("עזה", "hebrew"),
        ("北京", "other"),
        ("12 -", "other"),
        ("", "other"),
    ],
)
def test_script(text: str, name: str) -> None:
    assert script(text) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Smith left. He came back.", ["Gen. Smith left.", "He came back."]),
        ("The U.S. moved on. Then rain.", ["The U.S. moved on.", "Then rain."]),
        ("J. Smith spoke.", ["J. Smith spoke."]),
        ("قال ذلك. ثم رحل؟ نعم!", ["قال ذلك.", "ثم رحل؟", "نعم!"]),
        ("وصل الوفد؛ ثم غادر", ["وصل الوفد؛", "ثم غادر"]),
        ("Title\n\nBody one. Body two.", ["Title", "Body one.", "Body two."]),
        ("It cost 3.5 million. Yes.", ["It cost 3.5 million.", "Yes."]),
        ('He said "go." She left.', ['He said "go."', "She left."]),
        ("...", []),
        (" \n ", []),
        ("Rep. Ali Haddad met Lt. Gen. Omar. Both left.", ["Rep. Ali Haddad met Lt. Gen. Omar.", "Both left."]),
        ("Route No. 7 was cut. He said no. They fled.", ["Route No. 7 was cut.", "He said no.", "They fled."]),
        ("It fell on Feb. 3. The army denied it.", ["It fell on Feb. 3.", "The army denied it."]),
        ("Aid left at 9 a.m. Monday for St. George.", ["Aid left at 9 a.m. Monday for St. George."]),
        ("Aid left at 9 a.m. The trucks were full.", ["Aid left at 9 a.m.", "The trucks were full."]),
        ("He lives in the U.S. They do not.", ["He lives in the U.S.", "They do not."]),
        ("It was Omar's. Police came.", ["It was Omar's.", "Police came."]),
        ("A Ph.D. student left . . . and came back to Example. com there.",
         ["A Ph.D. student left . . . and came back to Example. com there."]),
        ("Evan P. Hall, e.g., stayed.", ["Evan P. Hall, e.g., stayed."]),
        ("At 10.30 some 3.5 tonnes came.", ["At 10.30 some 3.5 tonnes came."]),
        ("“Run!” he shouted. (They ran.) “Did you?” She did.",
         ["“Run!” he shouted.", "(They ran.)", "“Did you?”", "She did."]),
        ("We waited ... and left... Nobody came.", ["We waited ... and left...", "Nobody came."]),
        ("They fled the town.Others stayed.", ["They fled the town.", "Others stayed."]),
        ("See www.example.org/a.B for more", ["See www.example.org/a.B for more"]),
        ("قصفت القرية.وقال شهود ذلك", ["قصفت القرية.", "وقال شهود ذلك"]),
        ("قصفت القرية .وقال شهود ذلك .", ["قصفت القرية .", "وقال شهود ذلك ."]),
        ("قصفت القرية عام 2016.وقال شهود", ["قصفت القرية عام 2016.", "وقال شهود"]),
        ("كان ذلك عام 2016 م. ثم عادوا", ["كان ذلك عام 2016 م.", "ثم عادوا"]),
        ("قال د. سامر (أ.ف.ب) ذلك", ["قال د. سامر (أ.ف.ب) ذلك"]),
        ("قال: «نزحنا.» ثم صمت؛وغادر", ["قال: «نزحنا.»", "ثم صمت؛", "وغادر"]),
        ("هل عادوا؟نعم عادوا. »", ["هل عادوا؟", "نعم عادوا. »"]),
        ("هدوء حذر.. ثم قصف", ["هدوء حذر..", "ثم قصف"]),
        ("بلغ الرقم 3.5 عند 10.30 صباحا", ["بلغ الرقم 3.5 عند 10.30 صباحا"]),
        ("شبكة بلدنا.نت نشرت ذلك", ["شبكة بلدنا.نت نشرت ذلك"]),
        ("- Two shells\n• A mine\n1. A drone\n2) A raid", ["Two shells", "A mine", "1.", "A drone", "2)", "A raid"]),
        ("١- غارة\n٢- لغم\n– قذيفة • طلقة", ["١-", "غارة", "٢-", "لغم", "قذيفة", "طلقة"]),
        ("1 - غارة\n(أ) قذيفة\n12 - 15 جريحا", ["1 -", "غارة", "(أ)", "قذيفة", "12 - 15 جريحا"]),
        ("One\r\nTwo\rThree\u2028Four", ["One", "Two", "Three", "Four"]),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text, tokenise(text))] == expected


def test_paragraphs_are_counted_at_line_ends() -> None:
    text = "One. Two.\nThree."
    assert [s.paragraph for s in sentences(text, tokenise(text))] == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("Syria's war", ["syria", "war"]),
        ("1,000 ١٬٢٣٤ 3.5", ["1,000", "1٬234", "3.5"]),
        ("al-Hol", ["al", "hol"]),
        ("Dar'a", ["dara"]),
        ("x_y", ["x", "y"]),
        ("داعش2019", ["داعش", "2019"]),
        ("قـ ـصـ ـف ومقتـ.ـل", ["قصف", "ومقتل"]),
    ],
)
def test_tokens(text: str, norms: list[str]) -> None:
    assert [token.norm for token in tokenise(text)] == norms


TABLE = PhraseTable([("دير الزور", 1), ("قسد", 2), ("الموت", 3), ("Deir ez-Zor", 4), ("Deir", 5), ("US forces", 6)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("في دير الزور", ["دير الزور"]),
        ("ودير الزور", ["دير الزور"]),
        ("وبدير الزور", ["دير الزور"]),
        ("لقسد ولـ«قسد»", ["قسد", "قسد"]),
        ("للموت", ["موت"]),
        ("دير، الزور", []),
        ("near Deir ez‑Zor city", ["Deir ez‑Zor"]),
        ("Deir el", ["Deir"]),
        ("U.S. forces", []),
        ("US forces", ["US forces"]),
    ],
)
def test_phrases(text: str, found: list[str]) -> None:
    tokens = tokenise(text)
    matches = TABLE.find(tokens, clitics=True, text=text)
    assert [text[m.start : tokens[m.last - 1].end] for m in matches] == found


@pytest.mark.parametrize("phrases", [("قوات البلد", "قوات بلد"), ("قوات بلد", "قوات البلد")])
def test_first_of_phrases_that_differ_in_the_article_wins(phrases: tuple[str, str]) -> None:
    table = PhraseTable((phrase, phrase) for phrase in phrases)
    (match,) = table.find(tokenise("وقوات البلد"), clitics=True, article=True)
    assert match.value == phrases[0]


@given(MIXED)
def test_phrases_begin_at_starts(text: str) -> None:
    tokens = tokenise(text)
    starts = TABLE.starts(tokens, clitics=True, article=True)
    matches = [TABLE.match_at(tokens, index, clitics=True, article=True) for index in range(len(tokens))]
    assert {match.first for match in matches if match} <= set(starts)


def test_words_that_are_forgotten_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = tokenise("ودير الزور والموت لقسد " * 3)
    found = TABLE.find(tokens, clitics=True)
    monkeypatch.setattr("conflictmap.text.phrases._REMEMBERED", 1)
    monkeypatch.setattr("conflictmap.text.phrases._LONGEST_REMEMBERED", 4)
    assert TABLE.find(tokens, clitics=True) == TABLE.find(tokens, clitics=True) == found


@given(MIXED)
def test_phrases_stand_side_by_side(text: str) -> None:
    tokens = tokenise(text)
    matches = TABLE.find(tokens, clitics=True, article=True, text=text)
    assert all(left.last <= right.first for left, right in pairwise(matches))
    assert all(tokens[m.first].start <= m.start <= tokens[m.first].end for m in matches)


@pytest.mark.parametrize(
    ("text", "joined"), [("a b", True), ("a, b", False), ('a "b', True), ("a\u00a0b", True), ("a\nb", False)]
)
def test_joined(text: str, joined: bool) -> None:
    left, right = tokenise(text)
    assert is_joined(left, right, text) is joined


WRAPPED = """Shelling resumed in the eastern quarter of Hajin on Sunday,
and forty families left for the north in open trucks, two of
their neighbours said. Nobody had counted the wounded by then.

The road was cut at noon. An aid group asked both sides to let
its convoy pass.
- Two trucks carried flour
- One carried tents
"""
WRAPPED_ARABIC = """عاد القصف يوم الأحد إلى الحي الشرقي من بلدة هجين وغادرت
أربعون عائلة إلى الشمال في شاحنات مكشوفة. وقال اثنان من
الجيران إن أحدا لم يحص الجرحى حتى ذلك الوقت من النهار.
"""


@pytest.mark.parametrize(("text", "joined"), [(WRAPPED, 3), (WRAPPED_ARABIC, 2)])
def test_hard_wraps_are_undone(text: str, joined: int) -> None:
    flat = unwrapped(text)
    assert len(flat) == len(text)
    assert text.count("\n") - flat.count("\n") == joined
    assert [a for a, b in zip(text, flat, strict=True) if a != b] == ["\n"] * joined


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit a market in Hajin\nConvoy leaves Raqqa\nTruce holds in Homs for a second day, residents say",
        "قصف على هجين ونزوح عشرات العائلات\nقافلة مساعدات تغادر الرقة نحو الشمال\nهدنة في حمص لليوم الثاني",
        "The dead:\ntwo men\none boy",
        "One paragraph that is longer than any line of wrapped text would be, with several clauses, and which goes on "
        "until its end.\nanother one",
        "",
        "\n\n",
    ],
)
def test_lines_that_are_no_wraps(text: str) -> None:
    assert unwrapped(text) == text


@given(MIXED)
def test_unwrapping_only_puts_spaces_for_white_space(text: str) -> None:
    flat = unwrapped(text)
    assert len(flat) == len(text)
    assert all(a == b or (a.isspace() and b == " ") for a, b in zip(text, flat, strict=True))

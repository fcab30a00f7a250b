"""What is told, and what only stands on the page: sentences of our own in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.extract.publication import dated
from conflictmap.layout import _LONGEST_PHRASE, addresses, headline, lay_out
from conflictmap.lexicon import rows
from conflictmap.model import Event, Movement
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text
from conflictmap.text.tokens import Part, Words
from conflictmap.text.wrapping import unwrapped


def parts(text: str, language: str) -> list[tuple[str, str]]:
    words = lay_out(Words.of(text), language)
    return [(sentence.part.value, text[sentence.start : sentence.end]) for sentence in words.sentences]


@pytest.mark.parametrize(
    ("line", "lead", "part"),
    [
        ("BEIRUT (Reuters) - Two shells hit Hajin.", "BEIRUT (Reuters) -", "dateline"),
        ("ADEN, Yemen, March 3 (Xinhua) -- Two shells hit a market.", "ADEN, Yemen, March 3 (Xinhua) --", "dateline"),
        ("Deir ez-Zor, Syria (AP) — Two shells hit Hajin.", "Deir ez-Zor, Syria (AP) —", "dateline"),
        ("Geneva, 12 March 2021: Forty families fled Susah.", "Geneva, 12 March 2021:", "dateline"),
        ("NAIROBI, Jan. 5 - Forty families fled.", "NAIROBI, Jan. 5 -", "dateline"),
        ("HOMS – Two shells hit a market.", "HOMS –", "dateline"),
        ("IDLIB: Two shells hit a market.", "IDLIB:", "dateline"),
        ("14:35 GMT Two shells hit a market.", "14:35 GMT", "stamp"),
        ("12.05pm - Two shells hit a market.", "12.05pm -", "stamp"),
        ("[09:10] Two shells hit a market.", "[09:10]", "stamp"),
        ("RT @hajin_news: Two shells hit a market.", "RT @hajin_news:", "tags"),
    ],
)
def test_english_leads(line: str, lead: str, part: str) -> None:
    assert parts(line, "en") == [(part, lead), ("body", line[len(lead) :].strip())]


@pytest.mark.parametrize(
    ("line", "lead", "part"),
    [
        ("دمشق - (أ ف ب) قتل ثلاثة أشخاص.", "دمشق - (أ ف ب)", "dateline"),
        ("بيروت (رويترز) - قتل ثلاثة أشخاص.", "بيروت (رويترز) -", "dateline"),
        ("عدن – قصفت طائرات حربية المطار.", "عدن –", "dateline"),
        ("إدلب – خاص – قتل ثلاثة أشخاص.", "إدلب – خاص –", "dateline"),
        ("شبكة هجين - إدلب (رويترز) - قتل ثلاثة أشخاص.", "شبكة هجين - إدلب (رويترز) -", "dateline"),
        ("دمشق، 12 آذار 2021: قتل ثلاثة أشخاص.", "دمشق، 12 آذار 2021:", "dateline"),
        ("صنعاء ـ قتل ثلاثة أشخاص.", "صنعاء ـ", "dateline"),
        ("الساعة 14:30: قتل ثلاثة أشخاص.", "الساعة 14:30:", "stamp"),
        ("14:30 | قتل ثلاثة أشخاص.", "14:30 |", "stamp"),
    ],
)
def test_arabic_leads(line: str, lead: str, part: str) -> None:
    assert parts(line, "ar") == [(part, lead), ("body", line[len(lead) :].strip())]


@pytest.mark.parametrize(("line", "language"), [("عنب بلدي – حلب", "ar"), ("14:35 GMT", "en"), ("الساعة 09:15", "ar")])
def test_a_lead_may_be_a_line_of_its_own(line: str, language: str) -> None:
    ((part, _),) = parts(line, language)
    assert part in ("dateline", "stamp")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("UNICEF: Forty children were hurt.", "en"),
        ("ISIS - which held the town - withdrew.", "en"),
        ("The army (SAA) - so it said - withdrew.", "en"),
        ("10.30 tonnes of flour came.", "en"),
        ("14:30 people were counted.", "en"),
        ("Read more than that into it and you err.", "en"),
        ("Share prices fell after the raid on the port.", "en"),
        ("More than forty families left, residents said.", "en"),
        ("حركة الشباب – وهي جماعة مسلحة – قتلت ثلاثة.", "ar"),
        ("قتل ثلاثة – بينهم طفل – في القصف.", "ar"),
        ("شارك عشرات المقاتلين في الهجوم على القاعدة.", "ar"),
        ("الساعة 14:30 قصفت طائرات حربية المطار.", "ar"),
        ("التالي من القرى قصف أيضا.", "ar"),
        ("اشترك في المعركة مئات المقاتلين.", "ar"),
        ("لن يتم نشر قوات في المدينة.", "ar"),
        ("للانضمام إلى رفاقهم غادر ثلاثون مقاتلا البلدة.", "ar"),
        ("Follow-up raids killed three.", "en"),
        ("قـ ـصـ ـف على البلدة.", "ar"),
    ],
)
def test_news_stays_news(text: str, language: str) -> None:
    assert parts(text, language) == [("body", text)]


BODY = {
    "en": "Two shells hit the market of Hajin on Sunday morning, and three traders were wounded, residents said.",
    "ar": "سقطت قذيفتان على سوق بلدة هجين صباح الأحد وأصيب ثلاثة من الباعة بجروح بحسب ما قال السكان.",
}


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Read more: Convoy bombed near Raqqa", "en"),
        ("Share this article", "en"),
        ("12 Comments", "en"),
        ("Related: Ten killed in Homs", "en"),
        ("Follow us on Telegram for the latest", "en"),
        ("Sign up for our newsletter", "en"),
        ("© 2021 Example News", "en"),
        ("Copyright Example News 2021. All rights reserved.", "en"),
        ("Photo: Smoke over Hajin", "en"),
        ("Residents flee shelling in Hajin (AFP/File)", "en"),
        ("(Reporting by our staff; editing by others)", "en"),
        ("اقرأ أيضاً: قصف على قافلة قرب الرقة", "ar"),
        ("تابعونا على تلغرام", "ar"),
        ("شارك", "ar"),
        ("٣ تعليقات", "ar"),
        ("287 زيارة", "ar"),
        ("جميع الحقوق محفوظة 2021", "ar"),
        ("دخان القصف فوق هجين - أرشيف", "ar"),
        ("صورة: نازحون من هجين", "ar"),
    ],
)
def test_furniture(line: str, language: str) -> None:
    found = parts(f"{BODY[language]}\n{line}\n{BODY[language][:-5]}.", language)
    assert found[0] == ("body", BODY[language])
    assert {part for part, _ in found[1:-1]} == {"furniture"}
    assert found[-1][0] == "body"


LINKS = {
    "en": ("Related articles", "Ten killed in Homs raid", "Convoy bombed near Raqqa", "Truce in Aleppo, again"),
    "ar": ("مواضيع ذات صلة", "مقتل عشرة في غارة على حمص", "قصف قافلة قرب الرقة", "هدنة جديدة في حلب"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_headlines_of_other_articles_behind_a_heading(language: str) -> None:
    text = "\n".join((BODY[language], *LINKS[language], "Also. " + BODY[language]))
    assert [part for part, _ in parts(text, language)] == ["body", *["furniture"] * 4, "body", "body"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_headlines_of_other_articles_at_the_end(language: str) -> None:
    links = LINKS[language][1:]
    article = f"{BODY[language]}\nx {BODY[language]}"
    assert [p for p, _ in parts("\n".join((article, *links)), language)] == ["body"] * 2 + ["furniture"] * 3
    assert {p for p, _ in parts("\n".join((*links, *links)), language)} == {"body", "repeat"}  # no article: news
    listed = "\n".join((article, "The toll:" if language == "en" else "الحصيلة:", *links))
    assert {p for p, _ in parts(listed, language)} == {"body"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_heading_without_an_article_hides_nothing(language: str) -> None:
    heading, *links = LINKS[language]
    assert [part for part, _ in parts("\n".join((heading, *links)), language)] == ["furniture", *["body"] * 3]


def test_a_title_is_told_once() -> None:
    title = "Two shells hit the market of Hajin"
    cut = "Two shells hit the market..."
    text = f"{title}\n\n{title} | Example News\n{cut}\n{title}\n{BODY['en']}"
    assert [part for part, _ in parts(text, "en")] == ["headline", "repeat", "repeat", "repeat", "body"]


@pytest.mark.parametrize(
    ("line", "told", "tags"),
    [
        ("Two shells hit #Hajin. #Syria @hajin_news https://t.co/x1", "Two shells hit #Hajin.", "#Syria"),
        ("Two shells hit #Hajin #Syria #SDF", "Two shells hit #Hajin", "#Syria #SDF"),
        ("قصف على #هجين #سوريا", "قصف على #هجين", "#سوريا"),
    ],
)
def test_tags_behind_a_post(line: str, told: str, tags: str) -> None:
    (_, sentence), (part, rest) = parts(line, "ar" if "قصف" in line else "en")
    assert (sentence, part) == (told, "tags")
    assert rest.startswith(tags)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A headline\n\nText.", "A headline"),
        ("A headline\nA headline\nText.", "A headline"),
        ("A sentence.\n\nText.", None),
        ("A line\nText.", None),
        ("", None),
    ],
)
def test_headline(text: str, title: str | None) -> None:
    assert headline(text) == title


PAGES = st.text(
    st.one_of(st.sampled_from("\n\n  .:-–(|#@/0129"), st.sampled_from("AbcD قصفالهم"), st.characters()), max_size=120
)


@given(PAGES, st.sampled_from(["en", "ar", "fr"]))
def test_layout_keeps_tokens_and_offsets(text: str, language: str) -> None:
    plain = Words.of(unwrapped(text))
    words = lay_out(plain, language)
    assert (words.text, words.tokens) == (plain.text, plain.tokens)
    covered = [index for sentence in words.sentences for index in range(sentence.first, sentence.last)]
    assert covered == list(range(len(words.tokens)))
    for number, sentence in enumerate(words.sentences):
        assert sentence.start <= words.tokens[sentence.first].start
        assert words.tokens[sentence.last - 1].end <= sentence.end <= len(text)
        assert all(words.sentence_of[index] == number for index in range(sentence.first, sentence.last))
        assert words.tells(sentence.first) is (sentence.part in (Part.BODY, Part.HEADLINE))


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Geneva, 12 March 2021: Forty families fled Susah.", "en", date(2021, 3, 12)),
        ("Shells hit Hajin\n\nPublished on Friday, 5 February 2021 at 10:15 GMT\nForty families fled.", "en",
         date(2021, 2, 5)),
        ("دمشق، 12 آذار 2021: نزحت أربعون عائلة.", "ar", date(2021, 3, 12)),
        ("قصف على هجين\nالثلاثاء, ٩ شباط ٢٠٢١\nنزحت أربعون عائلة.", "ar", date(2021, 2, 9)),
        ("2021-02-09\nForty families fled.", "en", date(2021, 2, 9)),
        ("03/04/2021\nForty families fled.", "en", None),
        ("Published 9 February 2021\nUpdated 11 February 2021\nForty families fled.", "en", None),
        ("Forty families fled Susah on 9 February 2021.", "en", None),
        ("Three killed on 9 February 2021", "en", None),
        ("March 2021\nForty families fled.", "en", None),
        ("Forty families fled.", "en", None),
    ],
)  # fmt: skip
def test_the_day_of_publication_in_the_text(text: str, language: str, day: date | None) -> None:
    document = replace(from_text(text, language=language), issues=())
    words = lay_out(Words.of(text), language)
    found = dated(document, words)
    assert (found.published, found.published_from) == (day, "text" if day else None)
    assert [issue.code for issue in found.issues] == (["date_from_text"] if day else [])
    known = replace(document, published=date(2019, 1, 1), published_from="option")
    assert dated(known, words) == known


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_phrase_of_pages_is_longer_than_what_is_looked_for(language: str) -> None:
    assert max(len(row["phrase"].split()) for row in rows(language, "furniture")) <= _LONGEST_PHRASE


def test_addresses() -> None:
    text = "Hajin: https://example.org/bombed-in-hajin. By @bombed_daily, a.b@example.org #Stop_the_bombing #Hajin"
    found = [text[span.start : span.end] for span in addresses(text)]
    assert found == ["https://example.org/bombed-in-hajin.", "@bombed_daily", "a.b@example.org", "#Stop_the_bombing"]


TOLD = {
    "en": "Forty families fled Hajin for Raqqa on Sunday.",
    "ar": "نزحت أربعون عائلة من هجين إلى الرقة يوم الأحد.",
}
AROUND = {
    "en": ("RAQQA (Reuters) - ", "Related articles\nTen families flee Homs for Aleppo\nShells kill nine in Homs"),
    "ar": ("الرقة - (رويترز) ", "مواضيع ذات صلة\nنزوح عشر عائلات من حمص إلى حلب\nمقتل تسعة بقصف على حمص"),
}


def unsourced(record: Event | Movement) -> Event | Movement:
    return replace(record, sources=(), figures=())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_stands_around_an_article_changes_no_record(pipeline: Pipeline, language: str) -> None:
    lead, links = AROUND[language]
    text = f"{TOLD[language]} {BODY[language]}"
    plain = pipeline.analyse(from_text(text, language=language, published="2021-02-09"))
    report = pipeline.analyse(from_text(f"{lead}{text}\n\n{links}", language=language, published="2021-02-09"))
    assert [claim.quote for claim in report.claims] == [claim.quote for claim in plain.claims]
    assert {claim.source_chain[0] for claim in report.claims} == {"Reuters" if language == "en" else "رويترز"}
    # The agency of the dateline is a source; all else is the same.
    assert [unsourced(m) for m in report.movements] == [unsourced(m) for m in plain.movements]
    assert [unsourced(e) for e in report.events] == [unsourced(e) for e in plain.events]
    assert {mention.surface for mention in report.mentions if mention.mapped} == {
        mention.surface for mention in plain.mentions if mention.mapped
    }


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_title_told_thrice_gives_one_record(pipeline: Pipeline, language: str) -> None:
    title = TOLD[language][:-1]
    report = pipeline.analyse(
        from_text(f"{title}\n\n{title}\n{title} - Hajin News\n{TOLD[language]}", language=language)
    )
    assert len(report.movements) == 1
    assert len(report.movements[0].claims) <= 2


def test_wraps_are_no_part_of_the_reading_but_of_the_quotes(pipeline: Pipeline) -> None:
    text = (
        "Residents said on Sunday that the shelling had not stopped and that forty\n"
        "families had fled Hajin for Deir\n"
        "ez-Zor. No figures of the wounded were given by the hospital of the town or\n"
        "by the groups that work there. On Monday two shells hit the market of Raqqa\n"
        "and wounded three traders, a doctor said by telephone from the hospital.\n"
    ).replace("Hajin for Deir\n", "Hajin, which had been quiet, for the city of Deir\n")
    report = pipeline.analyse(from_text(text, language="en", published="2021-02-09"))
    flat = pipeline.analyse(from_text(text.replace("\n", " "), language="en", published="2021-02-09"))
    assert [(r.mode, r.origin, r.destination) for r in report.movements] == [
        (r.mode, r.origin, r.destination) for r in flat.movements
    ]
    assert report.document.text == text
    assert "Deir\nez-Zor" in {mention.surface for mention in report.mentions}
    for record in (*report.mentions, *report.times):
        assert text[record.start : record.end] == record.surface
    for claim in report.claims:
        assert text[claim.start : claim.end] == claim.quote


def test_words_of_addresses_tell_nothing(pipeline: Pipeline) -> None:
    text = "See https://example.org/bombed-hajin or @bombed_hajin or #Hajin_bombed on the town of Hajin for more."
    assert pipeline.analyse(from_text(text, language="en")).events == ()


def test_a_date_found_in_the_text_anchors_the_times(pipeline: Pipeline) -> None:
    text = f"Hajin, 9 February 2021: {TOLD['en']}"
    report = pipeline.analyse(from_text(text, language="en"))
    assert (report.document.published, report.document.published_from) == (date(2021, 2, 9), "text")
    assert report.movements[0].date_start == date(2021, 2, 7)

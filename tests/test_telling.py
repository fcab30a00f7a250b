"""What is told, what is only mentioned, and what a weapon, a negation or a plan makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap import lexicon
from conflictmap.model import EventType, Report, Status
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text
from conflictmap.text.normalise import fold

PLACES = {"ar": ("سراقب", "منبج", "الرقة"), "en": ("Saraqib", "Manbij", "Raqqa")}
# One deed as it happened, denied, planned and foretold; {} is the place.
DEEDS = {
    "ar": (
        ("قصف الجيش {}.", "لم يقصف الجيش {}.", "يعتزم الجيش قصف {}.", "قد يقصف الجيش {}."),
        ("هاجم مسلحون {}.", "لم يهاجم مسلحون {}.", "يخطط مسلحون لمهاجمة {}.", "سيهاجم مسلحون {}."),
        ("اقتحمت القوات {}.", "لم تقتحم القوات {}.", "تعتزم القوات اقتحام {}.", "قد تقتحم القوات {}."),
    ),
    "en": (
        ("The army shelled {}.", "The army did not shell {}.", "The army plans to shell {}.", "The army may shell {}."),
        ("Rebels attacked {}.", "Rebels never attacked {}.", "Rebels intend to attack {}.", "Rebels will attack {}."),
        ("Jets bombed {}.", "Jets have not bombed {}.", "Jets are preparing to bomb {}.", "Jets could bomb {}."),
    ),
}
STATUSES = (Status.HAPPENED, Status.DENIED, Status.PLANNED, Status.PREDICTED)
DEED = st.sampled_from([(language, deed) for language, deeds in DEEDS.items() for deed in deeds])
# Attacks of which only the weapon says what they were.
ATTACKS = {"ar": "هاجم الجيش {place} بواسطة {weapon}.", "en": "The army attacked {place} with {weapon}."}
BY_WEAPON = frozenset((EventType.SHELLING, EventType.AIR_STRIKE, EventType.CHEMICAL_ATTACK, EventType.SUICIDE_ATTACK))
WEAPONS = sorted(
    (language, row["word"], row["type"])
    for language in ATTACKS
    for row in lexicon.rows(language, "weapons")
    if row["type"] in BY_WEAPON
)


def analysed(pipeline: Pipeline, text: str, language: str) -> Report:
    return pipeline.analyse(from_text(text, language=language, published="2019-02-20"))


@settings(deadline=None, max_examples=40)
@given(DEED, st.integers(0, 2), st.integers(0, 3))
def test_negation_plan_and_forecast_change_the_status_and_nothing_else(
    pipeline: Pipeline, deed: tuple[str, tuple[str, ...]], place: int, form: int
) -> None:
    language, forms = deed
    name = PLACES[language][place]
    (fact,) = analysed(pipeline, forms[0].format(name), language).events
    (event,) = analysed(pipeline, forms[form].format(name), language).events
    assert (event.type, event.place) == (fact.type, fact.place)
    assert (fact.status, event.status) == (Status.HAPPENED, STATUSES[form])


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(WEAPONS))
def test_the_weapon_decides_the_type(pipeline: Pipeline, weapon: tuple[str, str, str]) -> None:
    language, word, kind = weapon
    text = ATTACKS[language].format(place=PLACES[language][0], weapon=word)
    assert {event.type.value for event in analysed(pipeline, text, language).events} == {kind}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister condemned the attack in {} and called for calm."),
        ("en", "The trial over the bombing in {} goes on."),
        ("ar", "أدان الوزير الهجوم في {} ودعا إلى الهدوء."),
        ("ar", "تستمر المحاكمة في قضية التفجير في {}."),
    ],
)
def test_a_mention_is_no_event_until_it_is_told(pipeline: Pipeline, language: str, text: str) -> None:
    told = {"en": "Gunmen attacked a patrol in {}. ", "ar": "هاجم مسلحون دورية في {}. "}[language]
    name = PLACES[language][1]
    assert analysed(pipeline, text.format(name), language).events == ()
    (event,) = analysed(pipeline, (told + text).replace("{}", name), language).events
    assert (event.type, event.status) == (EventType.ARMED_CLASH, Status.HAPPENED)


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_word_lists_have_known_values(language: str) -> None:
    assert {row["kind"] for row in lexicon.rows(language, "victims")} == {"civilians", "site", "protesters"}
    assert {row["kind"] for row in lexicon.rows(language, "peacetime")} == {"accident", "crime", "game"}
    telling = lexicon.rows(language, "telling")
    assert {row["effect"] for row in telling} == {"tells", "mentions"}
    assert {row["side"] for row in telling} == {"before", "after"}
    assert all(1 <= int(row["reach"]) <= 6 for row in telling)
    words = {fold(row["word"]) for row in lexicon.rows(language, "triggers")}
    assert {fold(row["word"]) for row in lexicon.rows(language, "clash_words")} <= words


def test_verbs_in_two_parts_stop_at_another_clause(pipeline: Pipeline) -> None:
    near = analysed(pipeline, "Rebels captured two small towns near Manbij.", "en")
    assert [event.type for event in near.events] == [EventType.TERRITORY_CHANGE]
    apart = analysed(pipeline, "Rebels captured 30 soldiers in the town of Manbij.", "en")
    assert EventType.TERRITORY_CHANGE not in {event.type for event in apart.events}

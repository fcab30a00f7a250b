"""Read the claims, events and movements out of a document: finders first, then frames, then records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.extract.actors import ActorExpression
from conflictmap.extract.attribution import attributions
from conflictmap.extract.casualties import find_tolls
from conflictmap.extract.claims import Drafts, draft_records
from conflictmap.extract.figure_places import implied_place
from conflictmap.extract.frames import build_frames
from conflictmap.extract.groups import find_groups
from conflictmap.extract.means import typed_by_means
from conflictmap.extract.movers import movers
from conflictmap.extract.quantities import find_quantities
from conflictmap.extract.records import Found
from conflictmap.extract.slots import anaphor_slots, place_slots
from conflictmap.extract.statements import add_statements
from conflictmap.extract.telling import told
from conflictmap.extract.triggers import seen_triggers
from conflictmap.extract.violence import find_violence
from conflictmap.layout import addresses
from conflictmap.model import Document, Mention, Place, PlaceId, Span, TimeExpression
from conflictmap.text.tokens import Words

__all__ = ["Drafts", "extract"]


def extract(
    document: Document,
    words: Words,
    mentions: Sequence[Mention],
    places: Sequence[Place],
    *,
    starts: Sequence[int],
    containers: Sequence[bool],
    actors: Sequence[ActorExpression],
    times: Sequence[TimeExpression],
    topic: PlaceId | None,
) -> Drafts:
    """Give the claims of a document with the events and movements that each tells of, one by one.

    Args:
        document: the article.
        words: its text cut up.
        mentions: all mentions of places, in order.
        places: the places that they mean.
        starts: for each mention where its phrase starts, kind word and direction included.
        containers: for each mention whether it only says where another place lies.
        actors: the actors named.
        times: the expressions of time.
        topic: the place that the article is about, for what the text does not place.
    """
    if document.language not in ("ar", "en"):
        return Drafts(document)
    language = document.language
    quantities = find_quantities(document.text, words.tokens, language)
    groups = find_groups(document.text, words.tokens, language, actors=actors)
    by_id = {place.id: place for place in places}
    slots = place_slots(mentions, starts, containers, by_id, words, language)
    found = Found(
        words=words,
        language=language,
        places=anaphor_slots(slots, by_id.get(topic) if topic else None, by_id, words, language),
        movers=movers(groups, actors, quantities, words, language),
        actors=tuple(actors),
        quantities=quantities,
        times=tuple(time for time in times if time.may_date),
        published=document.published,
    )
    names = [mention.span for mention in mentions if mention.place is not None and mention.mapped]
    hidden = [mention.span for mention in mentions if mention.place is not None and not mention.mapped]
    hours = [Span(start=time.start, end=time.end) for time in found.times]  # فجر الأحد is dawn, not "he blew up"
    whole = [Span(start=group.start, end=group.end) for group in groups]
    nouns = [span for span in whole if language == "ar" or " " in document.text[span.start : span.end]]
    taken = [*names, *hours, *addresses(words.text)]
    seen = seen_triggers(words, language, taken, [*nouns, *hidden])
    triggers = [trigger for trigger in seen if trigger.blocked is None and words.tells(trigger.first)]
    told_tolls = find_tolls(words, language, quantities, groups)
    tolls = [toll for toll in told_tolls if words.tells(words.token_at(toll.start))]
    violence = find_violence(found, groups, tolls)
    found = replace(found, with_weapons=frozenset(words.sentence_of[weapon.first] for weapon in violence.weapons))
    opened = typed_by_means(build_frames(triggers, found), found, violence)
    frames = told(opened, found, violence)
    said = attributions(words, actors, language, document.publisher)
    drafts = draft_records(document, frames, said, topic)
    drafts.trace.found, drafts.trace.triggers, drafts.trace.frames, drafts.trace.kept = found, seen, opened, frames
    add_statements(drafts, found, groups, tolls, violence, said, topic, implied_place(mentions, by_id))
    return drafts

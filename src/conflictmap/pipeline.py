"""The stages in order: load once, call for many documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from conflictmap import __version__
from conflictmap.extract import Drafts, extract
from conflictmap.extract.actors import ActorExpression, find_actors
from conflictmap.extract.publication import dated
from conflictmap.extract.records import Trace
from conflictmap.extract.times import find_times
from conflictmap.focus import choose_focus
from conflictmap.gazetteer import Gazetteer
from conflictmap.gazetteer.build import Progress
from conflictmap.geo import bounds
from conflictmap.geocoding import Service, look_up
from conflictmap.layout import lay_out
from conflictmap.model import Document, Generator, Issue, Kind, Mention, Place, Report, Span
from conflictmap.proposals import Proposer
from conflictmap.recognise import Toponym, phrase_start, recognise
from conflictmap.recognise.context import with_context
from conflictmap.reconcile import reconcile, with_proposed
from conflictmap.reconcile.wire import signature
from conflictmap.resolve import resolve
from conflictmap.resolve.derived import derived_place
from conflictmap.resolve.unlocated import with_unlocated
from conflictmap.revise import find_persons, mask, masked, without_quotes
from conflictmap.text.tokens import Words
from conflictmap.text.wrapping import unwrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a run may choose; written into every report.

    `keep_text` puts the whole article into the report; `quotes` off leaves the quoted words out (for rights reasons);
    `names` on shows the names of private persons, which are masked otherwise.
    """

    keep_text: bool = False
    quotes: bool = True
    names: bool = False


class Recogniser(Protocol):
    """Another way to find names, in place of `recognise`; `name` is written into every report."""

    @property
    def name(self) -> str:
        """Say what it is, with its version."""

    def __call__(
        self, document: Document, words: Words, gazetteer: Gazetteer, *, actors: Mapping[Span, str] | None = None
    ) -> tuple[Toponym, ...]:
        """Find the names of places in a document, in order, without overlap."""


_CONTEXT_TOWNS = 24  # towns that a map shows in grey, so that a reader knows where this is


def context_towns(reports: Sequence[Report], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Give the largest towns around the mapped places of some reports."""
    mapped = {mention.place for report in reports for mention in report.mentions if mention.mapped}
    mapped |= {event.place for report in reports if report.window for event in report.events}  # has no mentions
    points = [place.lonlat for report in reports for place in report.places
              if place.id in mapped and place.lonlat is not None and place.kind != Kind.COUNTRY]  # fmt: skip
    box = bounds(points)
    if box is None:
        return ()
    west, south, east, north = box
    margin = 0.25 * max(east - west, north - south, 1.0)
    return gazetteer.towns_within((west - margin, south - margin, east + margin, north + margin), _CONTEXT_TOWNS)


def _as_read(report: Report, document: Document, text: str) -> Report:
    """Put back the document, its line ends and what was found out about it; the stages saw it without line wraps."""
    report = replace(report, document=replace(document, text=text), issues=(
        *document.issues, *report.issues[len(report.document.issues) :]))  # fmt: skip
    if document.text == text:
        return report
    return replace(
        report,
        mentions=tuple(replace(mention, surface=text[mention.start : mention.end]) for mention in report.mentions),
        times=tuple(replace(time, surface=text[time.start : time.end]) for time in report.times),
        claims=tuple(replace(claim, quote=text[claim.start : claim.end]) for claim in report.claims),
    )


class Pipeline:
    """The loaded resources, and `analyse` for each document."""

    def __init__(
        self, gazetteer: Gazetteer, options: Options | None = None, *, recogniser: Recogniser | None = None,
        geocoder: Service | None = None, proposer: Proposer | None = None,
    ) -> None:  # fmt: skip
        self.gazetteer = gazetteer
        self._recognise, self._geocoder, self._proposer = recogniser or recognise, geocoder, proposer
        self.options = options or Options()
        self._generator = Generator(
            version=__version__, gazetteer=gazetteer.hash, packs=gazetteer.sources(),
            options={"keep_text": self.options.keep_text, "quotes": self.options.quotes, "names": self.options.names,
                     **({"recogniser": recogniser.name} if recogniser else {}),
                     **({"geocoder": geocoder.name} if geocoder else {}),
                     **(proposer.options if proposer else {})},
        )  # fmt: skip

    @classmethod
    def open(
        cls, options: Options | None = None, progress: Progress | None = None, cache: Path | None = None
    ) -> Pipeline:
        """Open the gazetteer, compiling it on the first run (about half a minute), and make a pipeline on it."""
        return cls(Gazetteer.open(cache, progress), options)

    def analyse(self, document: Document) -> Report:
        """Run all stages over one document. A document without text gives a report with its issues."""
        return self.traced(document)[0]

    def traced(self, document: Document) -> tuple[Report, Trace]:
        """Run all stages, and give with the report what was seen on the way, for `explained`."""
        report = Report(document=document, generator=self._generator, keep_text=self.options.keep_text,
                        issues=document.issues)  # fmt: skip
        if not document.text.strip():
            return self._published(report, Words.of(document.title or ""), ()), Trace()
        told = document
        words = lay_out(Words.of(unwrapped(document.text)), document.language)
        document = replace(dated(document, words), text=words.text)
        actors = find_actors(document.text, words.tokens, document.language)
        named = {Span(start=actor.start, end=actor.end): actor.actor for actor in actors}
        toponyms = self._recognise(document, words, self.gazetteer, actors=named)
        mentions, places = resolve(document, toponyms, self.gazetteer)
        report = self._geocoded(replace(report, mentions=mentions, places=places), words, toponyms, tuple(named))
        mentions, places = report.mentions, report.places
        times = find_times(document.text, words.tokens, document.language, document.published)
        report = replace(report, times=times)
        report = replace(report, focus=choose_focus(report))
        named_places, unlocated = with_unlocated(mentions, toponyms)
        drafts = extract(
            document, words, named_places, (*places, *unlocated), actors=actors, times=times,
            starts=tuple(phrase_start(toponym) for toponym in toponyms),
            containers=tuple(toponym.container for toponym in toponyms),
            topic=report.focus.place if report.focus else None,
        )  # fmt: skip
        acting = tuple(
            replace(mention, role=drafts.roles.get(number, mention.role)) for number, mention in enumerate(mentions)
        )
        report = replace(report, mentions=acting)
        report = reconcile(
            report, drafts.claims, drafts.events, drafts.movements,
            references=drafts.references, stocks=drafts.stocks, control=drafts.control,
        )  # fmt: skip
        made = {place.id for place in unlocated}
        usable = [mention for mention in named_places if mention.mapped or mention.place in made]
        report = self._with_proposals(report, drafts, words, actors, usable)
        used = report.placed()
        report = replace(report, places=(*report.places, *(place for place in unlocated if place.id in used)))
        report = replace(report, focus=choose_focus(report))
        return self._published(_as_read(report, document, told.text), words, tuple(named)), drafts.trace

    def _geocoded(
        self, report: Report, words: Words, toponyms: Sequence[Toponym], named: Sequence[Span]
    ) -> Report:  # fmt: skip
        """Ask the geocoder, if the user wants one, for the names that the gazetteer does not have."""
        if self._geocoder is None:
            return report
        language = report.document.language
        mapped = [mention.span for mention in report.mentions if mention.mapped]

        def derive(toponym: Toponym, place: Place) -> Place | None:
            if toponym.relation is None:  # a name that no gazetteer has comes without what is said around it
                toponym = with_context([toponym], words, self.gazetteer, language)[0]
            return derived_place(toponym, place, self.gazetteer)

        hidden = find_persons(words, language, places=mapped, actors=named)
        found = look_up(report.mentions, report.places, toponyms, self._geocoder, derive=derive, hidden=hidden)
        generator = replace(report.generator, packs=(*report.generator.packs, *found.packs))
        return replace(report, mentions=found.mentions, places=found.places, generator=generator,
                       issues=(*report.issues, *found.issues))  # fmt: skip

    def _with_proposals(
        self, report: Report, drafts: Drafts, words: Words, actors: Sequence[ActorExpression],
        mentions: Sequence[Mention],
    ) -> Report:  # fmt: skip
        """Ask the model, if the user wants one; it is shown no names that the report would not show."""
        if self._proposer is None:
            return report
        text = words.text
        if not self.options.names:
            mapped = [mention.span for mention in report.mentions if mention.mapped]
            named = [Span(start=actor.start, end=actor.end) for actor in actors]
            text = mask(text, find_persons(words, report.document.language, places=mapped, actors=named))
        proposed, issues = self._proposer.propose(drafts, words, shown=text, mentions=mentions,
                                                  times=report.times, actors=actors)  # fmt: skip
        report = replace(report, issues=(*report.issues, *issues))
        return with_proposed(report, proposed.claims, proposed.events, proposed.movements,
                             references=proposed.references)  # fmt: skip

    def _published(self, report: Report, words: Words, named: tuple[Span, ...]) -> Report:
        """Leave out what is not to be shown: names of private persons, quotes if they are not wanted."""
        if not self.options.names:
            places = [mention.span for mention in report.mentions if mention.mapped]
            report = masked(report, find_persons(words, report.document.language, places=places, actors=named))
        shown = report.document.text  # so that the signature tells nothing of names that are masked
        minhash = signature(words if shown == words.text else Words.of(shown))
        report = replace(report, document=replace(report.document, minhash=minhash))
        return report if self.options.quotes else without_quotes(report)

    def failed(self, document: Document, error: Exception) -> Report:
        """Give the report of a document that broke the pipeline: nothing but the issue."""
        issue = Issue(code="failed", message=f"This document could not be analysed: {type(error).__name__}.")
        bare = replace(document, text="", title=None)
        return Report(document=bare, generator=self._generator, issues=(*document.issues, issue))

    def analyse_all(self, documents: Iterable[Document]) -> Iterator[Report]:
        """Run all stages over many documents, in order."""
        return map(self.analyse, documents)

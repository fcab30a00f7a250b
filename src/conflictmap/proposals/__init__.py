"""Claims that a language model proposes, taken only where the text says them word for word. Off unless asked for.

The model reads passages of the article and points at words; what these words mean (which place, how many, when, who
says it) is read by our own finders. Nothing that a model writes reaches a report but names of our own vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from conflictmap.errors import InputError
from conflictmap.extract.actors import ActorExpression
from conflictmap.extract.attribution import attributions
from conflictmap.extract.claims import Drafts
from conflictmap.extract.quantities import find_quantities
from conflictmap.model import Issue, Mention, Span, TimeExpression
from conflictmap.proposals.checking import Checked, Known, RejectedError, check
from conflictmap.proposals.drafting import add_record
from conflictmap.proposals.endpoint import AnswerError, Endpoint
from conflictmap.proposals.form import MOST_PROPOSALS, Proposal, ProposalKind, read_answer
from conflictmap.proposals.prompt import INSTRUCTIONS, framed, passages
from conflictmap.text.tokens import Words

__all__ = ["Endpoint", "Proposer"]


class Proposer:
    """An endpoint that is asked about each document, within a budget.

    Args:
        endpoint: where the model is.
        budget: passages of one document that are sent at most.
    """

    def __init__(self, endpoint: Endpoint, *, budget: int = 8) -> None:
        self._endpoint, self._budget = endpoint, budget
        self.name = f"llm:{endpoint.model}"
        self.options = {"llm": endpoint.host, "llm_model": endpoint.model, "llm_budget": str(budget)}

    def propose(
        self, drafts: Drafts, words: Words, *, shown: str, mentions: Sequence[Mention],
        times: Sequence[TimeExpression], actors: Sequence[ActorExpression],
    ) -> tuple[Drafts, tuple[Issue, ...]]:  # fmt: skip
        """Give what the model proposes and the text bears out, and an issue for all that was not taken or not asked.

        Records of which the rules have read the trigger are among `references`: they may only join one of theirs.

        Args:
            drafts: what the rules have given; it stays as it is, but its ids are not given again.
            words: the document cut up.
            shown: the text that is sent, of the same length: names of private persons may be masked.
            mentions: of places that a record may point to: on the map, or named and nowhere to be found.
            times: the expressions of time.
            actors: the actors named.
        """
        document, proposed = drafts.document, Drafts(drafts.document, seen=drafts.seen)
        quantities = find_quantities(document.text, words.tokens, document.language)
        known = Known(shown=shown, words=words, mentions=mentions, quantities=quantities, times=times)
        said = attributions(words, actors, document.language, document.publisher)
        issues: list[Issue] = []
        stretches = tuple(passages(words))
        for passage in islice(stretches, self._budget):
            for proposal in self._proposals(passage, shown, issues):
                try:
                    checked = check(proposal, passage, known)
                except RejectedError as error:
                    issues.append(_rejected(error))
                    continue
                attribution = said[words.sentence_of[words.token_at(checked.quote.start)]]
                added = add_record(proposed, checked, attribution, tuple(actors), self.name)
                if _is_read(checked, drafts):
                    proposed.references.update(added)
        if len(stretches) > self._budget:
            rest = stretches[self._budget]
            issues.append(Issue(code="llm_budget", message="The model was not shown the text from here on.",
                                start=rest.start, end=stretches[-1].end))  # fmt: skip
        return proposed, tuple(issues)

    def _proposals(self, passage: Span, shown: str, issues: list[Issue]) -> Iterator[Proposal]:
        """Ask about a passage and give what has the form; what went wrong is noted."""
        where = {"start": passage.start, "end": passage.end}
        try:
            answer = self._endpoint.ask(INSTRUCTIONS, framed(shown[passage.start : passage.end]))
            proposals, is_all = read_answer(answer)
        except AnswerError as error:
            issues.append(Issue(code=error.code, message=f"The model was asked in vain: {error}.", **where))
            return
        except InputError:
            issues.append(Issue(code="llm_bad_json", message="The model's answer is no list of proposals.", **where))
            return
        if not is_all:
            message = f"The model proposes more than {MOST_PROPOSALS} claims for a passage; the rest is not read."
            issues.append(Issue(code="llm_too_many", message=message, **where))
        for proposal in proposals:
            if proposal is None:
                issues.append(_rejected(RejectedError("llm_bad_form", "it does not have the form", passage)))
            else:
                yield proposal


def _is_read(checked: Checked, drafts: Drafts) -> bool:
    """Say whether the rules have made a record of the same kind of the words that tell it."""
    of_kind = drafts.movements if checked.proposal.kind == ProposalKind.MOVEMENT else drafts.events
    listed = {claim for record in of_kind for claim in record.claims}
    return any(claim in listed and Span(start=frame.trigger.start, end=frame.trigger.end).meets(checked.trigger)
               for frame, claim in drafts.trace.told)  # fmt: skip


def _rejected(error: RejectedError) -> Issue:
    """Make an issue that repeats nothing of a proposal: it may hold any words."""
    start, end = (error.quote.start, error.quote.end) if error.quote else (None, None)
    return Issue(code=error.code, message=f"A proposal of the model is rejected: {error}.", start=start, end=end)

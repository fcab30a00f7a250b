"""The options of the optional back ends: a geocoding service, another recogniser, a language model."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conflictmap.errors import InputError

if TYPE_CHECKING:
    from conflictmap.geocoding import Service
    from conflictmap.pipeline import Recogniser
    from conflictmap.proposals import Proposer

_SPACY = "spacy:"
_DICTIONARY = "dictionary"
_KEY = "CONFLICTMAP_LLM_KEY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backends:
    """What the user has chosen; nothing is loaded or asked before the methods are called."""

    recogniser: str = _DICTIONARY
    geocoder: str | None = None
    user_agent: str | None = None
    geocoder_options: tuple[str, ...] = ()
    geocoder_delay: float = 1.0
    geocoder_cache: Path | None = None
    llm: str | None = None
    llm_model: str | None = None
    llm_timeout: float = 120.0
    llm_retries: int = 2
    llm_budget: int = 8

    def load_recogniser(self) -> Recogniser | None:
        """Load the recogniser; None for our own.

        Raises:
            InputError: where there is no such recogniser.
        """
        if self.recogniser == _DICTIONARY:
            return None
        model = self.recogniser.removeprefix(_SPACY)
        if not self.recogniser.startswith(_SPACY) or not model:
            raise InputError(f"--recogniser {self.recogniser}: it is '{_DICTIONARY}' or '{_SPACY}MODEL'")
        from conflictmap.recognise.with_spacy import load

        return load(model)

    def open_geocoder(self) -> Service | None:
        """Make the geocoding service ready, without asking it; None where the user wants none.

        Raises:
            InputError: where an option is wrong.
        """
        if self.geocoder is None:
            if self.user_agent or self.geocoder_options:
                raise InputError("--user-agent and --geocoder-option go with --geocoder")
            return None
        from conflictmap.gazetteer.query import default_cache
        from conflictmap.geocoding import Service

        cache = self.geocoder_cache or default_cache() / "geocoder.sqlite"
        return Service(self.geocoder, cache=cache, today=date.today(), user_agent=self.user_agent,
                       options=_pairs(self.geocoder_options), delay_seconds=self.geocoder_delay)  # fmt: skip

    def open_proposer(self) -> Proposer | None:
        """Make the language model ready, without asking it; None where the user wants none.

        The key comes from the environment alone: other users of the machine may see the command line.

        Raises:
            InputError: where an option is wrong.
        """
        if self.llm is None or self.llm_model is None:
            if self.llm or self.llm_model:
                raise InputError("--llm and --llm-model go together")
            return None
        from conflictmap.proposals import Endpoint, Proposer

        endpoint = Endpoint(self.llm, self.llm_model, key=os.environ.get(_KEY) or None,
                            timeout_seconds=self.llm_timeout, max_retries=self.llm_retries)  # fmt: skip
        return Proposer(endpoint, budget=self.llm_budget)


def backend_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options, and hand them to the command as one argument `backends`."""

    @functools.wraps(command)
    def gathered(
        recogniser: str, geocoder: str | None, user_agent: str | None, geocoder_option: tuple[str, ...],
        geocoder_delay: float, geocoder_cache: Path | None, llm: str | None, llm_model: str | None,
        llm_timeout: float, llm_retries: int, llm_budget: int, **others: object,
    ) -> None:  # fmt: skip
        backends = Backends(
            recogniser=recogniser, geocoder=geocoder, user_agent=user_agent, geocoder_options=geocoder_option,
            geocoder_delay=geocoder_delay, geocoder_cache=geocoder_cache, llm=llm, llm_model=llm_model,
            llm_timeout=llm_timeout, llm_retries=llm_retries, llm_budget=llm_budget,
        )  # fmt: skip
        command(**others, backends=backends)

    options = (
        click.option("--recogniser", default=_DICTIONARY, show_default=True, metavar="NAME",
                     help="'spacy:MODEL' adds the names that a spaCy model finds (pip install 'conflictmap[spacy]')."),
        click.option("--geocoder", metavar="SERVICE",
                     help="Ask nominatim, photon or another service of geopy for names that the gazetteer does not"
                          " have. The names leave this machine, the text never."),
        click.option("--user-agent", metavar="TEXT", help="Who asks the service: your newsroom and an address."),
        click.option("--geocoder-option", multiple=True, metavar="KEY=VALUE",
                     help="An option of the service: domain, scheme, api_key, ...; may be repeated."),
        click.option("--geocoder-delay", type=click.FloatRange(min=0), default=1.0, show_default=True,
                     metavar="SECONDS", help="Least time between two questions to the service."),
        click.option("--geocoder-cache", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                     help="Where the answers are kept, in place of the user's cache folder."),
        click.option("--llm", metavar="URL",
                     help="Let a model behind an OpenAI-compatible endpoint (http://localhost:8080/v1) propose claims;"
                          f" only quoted ones are taken. THE TEXT IS SENT THERE. A key is read from {_KEY}."),
        click.option("--llm-model", metavar="NAME", help="The model, as the endpoint calls it."),
        click.option("--llm-timeout", type=click.FloatRange(min=0, min_open=True), default=120.0, show_default=True,
                     metavar="SECONDS", help="Longest time for one answer."),
        click.option("--llm-retries", type=click.IntRange(min=0, max=10), default=2, show_default=True, metavar="N",
                     help="Repetitions of a question that was not answered."),
        click.option("--llm-budget", type=click.IntRange(min=1), default=8, show_default=True, metavar="N",
                     help="Passages (of 4,000 characters) of one article that are sent at most."),
    )  # fmt: skip
    made: Callable[..., None] = gathered
    for option in reversed(options):
        made = option(made)
    return made


def _pairs(given: Sequence[str]) -> dict[str, str]:
    """Read KEY=VALUE; the value is never repeated in an error, for it may be a key to the service."""
    pairs = {}
    for text in given:
        key, sign, value = text.partition("=")
        if not sign or not key.strip() or not value:
            raise InputError(f"--geocoder-option {key}: write KEY=VALUE")
        pairs[key.strip()] = value
    return pairs

"""A geocoding service of geopy, asked slowly, once for each name, and given up where it does not answer."""

from __future__ import annotations

import inspect
import logging
import time
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from conflictmap import __version__
from conflictmap.errors import InputError, ServiceError
from conflictmap.geocoding.answers import Answer, read_answer
from conflictmap.geocoding.cache import Cache, Question
from conflictmap.model import Pack

__all__ = ["Service"]

_ANSWERS = 5  # places that are asked for, so that namesakes are seen
_TIMEOUT_SECONDS = 10.0
_RETRIES = 2
_LONGEST_WAIT = 60.0  # seconds that a service may ask us to wait
_PATIENCE = 3  # names in a row without an answer after which nobody is asked any more
_PUBLIC_NOMINATIM = "nominatim.openstreetmap.org"
# The parameter that takes an ISO 3166-1 alpha-2 code; other services get the name alone.
_COUNTRY_PARAMETER = {
    "nominatim": "country_codes", "openmapquest": "country_codes", "pickpoint": "country_codes",
    "opencage": "country", "geonames": "country", "mapbox": "country",
}  # fmt: skip
_DETAILS = ("namedetails", "addressdetails")  # ask for names in all languages and for the country
_OSM = frozenset(("nominatim", "openmapquest", "opencage", "photon", "pickpoint"))
_OURS = frozenset(("self", "user_agent", "adapter_factory", "ssl_context"))
_REASONS = {
    "GeocoderTimedOut": "no answer in time", "GeocoderUnavailable": "it cannot be reached",
    "GeocoderRateLimited": "too many requests", "GeocoderQuotaExceeded": "the quota is used up",
    "GeocoderAuthenticationFailure": "it does not accept the key",
    "GeocoderInsufficientPrivileges": "it refuses us", "GeocoderQueryError": "it does not understand the question",
    "GeocoderParseError": "its answer is unreadable",
}  # fmt: skip


class Service:
    """A service of `geopy.geocoders.SERVICE_TO_GEOCODER` with a delay between questions, retries and a cache.

    Args:
        name: nominatim, photon, ...
        cache: the file that keeps the answers.
        today: the day on which answers are kept, and misses are judged to be old.
        user_agent: who asks; Nominatim wants an application and a way to reach its makers.
        options: what the service takes: domain, scheme, api_key, username, timeout (seconds), ...
        delay_seconds: the least time between two questions.
        error_wait_seconds: before a question is repeated; 5 or the delay if None.
        wait: sleeps; for the pause that a service asks for (429 Retry-After).

    Raises:
        InputError: where the name or an option is unknown, one is missing, or the delay breaks the rules of
            the public Nominatim.
    """

    def __init__(
        self, name: str, *, cache: Path, today: date, user_agent: str | None = None,
        options: Mapping[str, str] | None = None, delay_seconds: float = 1.0,
        error_wait_seconds: float | None = None, wait: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        from geopy.extra.rate_limiter import RateLimiter

        logging.getLogger("geopy").addHandler(logging.NullHandler())  # it would print addresses with keys
        self.name = name.lower()
        coder = _coder(self.name, user_agent, options or {})
        self.domain = str(getattr(coder, "domain", ""))
        if self.domain == _PUBLIC_NOMINATIM and delay_seconds < 1:
            raise InputError(f"--geocoder-delay {delay_seconds:g}: {_PUBLIC_NOMINATIM} allows one question a second;"
                             " a smaller delay needs a server of your own (--geocoder-option domain=...)")  # fmt: skip
        self._coder, self._cache, self._today, self._wait = coder, Cache(cache), today, wait
        self._pause = max(delay_seconds, 5.0 if error_wait_seconds is None else error_wait_seconds)
        self._limited = RateLimiter(self._asked, min_delay_seconds=delay_seconds, max_retries=_RETRIES,
                                    error_wait_seconds=self._pause, swallow_exceptions=False)  # fmt: skip
        self._failures, self._reason = 0, ""

    @property
    def pack(self) -> Pack:
        """Give what a report says of the service as a source, and what its licence asks to be shown."""
        if self.name in _OSM:
            return Pack(name=self.name, hash="", licence="ODbL-1.0",
                        attribution=f"© OpenStreetMap contributors (ODbL 1.0), by way of {self.name}")  # fmt: skip
        if self.name == "geonames":
            return Pack(name=self.name, hash="", licence="CC-BY-4.0", attribution="GeoNames (geonames.org, CC BY 4.0)")
        return Pack(name=self.name, hash="", licence="terms of the service", attribution=f"Places found by {self.name}")

    def ask(self, name: str, country: str | None = None) -> tuple[Answer, ...]:
        """Give the places of a name, in the order of the service; from the cache if they were asked before.

        Args:
            name: all that is sent, with `country`.
            country: ISO 3166-1 alpha-2; only places there, or of which the service does not tell the country.

        Raises:
            ServiceError: where the service cannot be asked, or has not answered several times in a row.
        """
        query = " ".join(unicodedata.normalize("NFC", name).split())
        question = Question(service=self.name, domain=self.domain, query=query, country=country or "")
        known = self._cache.get(question, self._today)
        if known is not None:
            return known
        if self._failures >= _PATIENCE:
            raise ServiceError(self._reason)
        answers = self._answers(query, country)
        self._failures = 0
        self._cache.put(question, answers, self._today)
        return answers

    def _answers(self, query: str, country: str | None) -> tuple[Answer, ...]:
        from geopy.exc import GeopyError

        try:
            found = self._limited(query, **self._arguments(country)) or []
            given = found if isinstance(found, list) else [found]
            read = [read_answer(str(one.address), one.latitude, one.longitude, one.raw) for one in given[:_ANSWERS]]
        except (GeopyError, _RefusedError) as error:
            raise self._failed(error) from None  # its message holds the address that was asked, with the key
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise self._failed(error, "its answer is unreadable") from None
        return tuple(one for one in read if one is not None and country in (None, one.country or country))

    def _asked(self, query: str, **arguments: object) -> object:
        """Ask once. What no repetition mends leaves the rate limiter at once; a pause that is asked for is made."""
        from geopy import exc

        try:
            return self._coder.geocode(query, **arguments)
        except exc.GeocoderRateLimited as error:
            pause = float(error.retry_after or 0)
            if pause > _LONGEST_WAIT:
                raise _RefusedError(type(error).__name__) from None
            if pause > self._pause:
                self._wait(pause - self._pause)
            raise
        except (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges, exc.GeocoderQuotaExceeded,
                exc.GeocoderQueryError) as error:  # fmt: skip
            raise _RefusedError(type(error).__name__) from None

    def _arguments(self, country: str | None) -> dict[str, object]:
        """Give what the service's `geocode` takes of what we would say."""
        taken = inspect.signature(self._coder.geocode).parameters
        wanted: dict[str, object] = {"exactly_one": False, "limit": _ANSWERS, **dict.fromkeys(_DETAILS, True)}
        parameter = _COUNTRY_PARAMETER.get(self.name)
        if country and parameter:
            wanted[parameter] = country.lower() if parameter == "country_codes" else country
        return {key: value for key, value in wanted.items() if key in taken}

    def _failed(self, error: Exception, reason: str | None = None) -> ServiceError:
        kind = str(error) if isinstance(error, _RefusedError) else type(error).__name__
        is_final = isinstance(error, _RefusedError) and kind != "GeocoderQueryError"
        self._failures = _PATIENCE if is_final else self._failures + 1
        self._reason = f"{self.name}: {reason or _REASONS.get(kind, kind)}"
        return ServiceError(self._reason)


def _adapter(*, proxies: Any, ssl_context: Any) -> Any:
    """Make geopy's connection without the repetitions of urllib3, which sleep as long as a server says."""
    from geopy.adapters import RequestsAdapter, URLLibAdapter

    if RequestsAdapter.is_available:
        return RequestsAdapter(proxies=proxies, ssl_context=ssl_context, max_retries=0)
    return URLLibAdapter(proxies=proxies, ssl_context=ssl_context)


class _RefusedError(Exception):
    """What a service says that no repetition mends; its text is the name of geopy's error."""


def _coder(name: str, user_agent: str | None, options: Mapping[str, str]) -> Any:
    """Make geopy's geocoder, with every mistake of the user as one line."""
    from geopy.exc import ConfigurationError
    from geopy.geocoders import SERVICE_TO_GEOCODER

    if name not in SERVICE_TO_GEOCODER:
        raise InputError(
            f"--geocoder {name}: geopy knows no such service, but {', '.join(sorted(SERVICE_TO_GEOCODER))}"
        )
    if name == "nominatim" and not (user_agent or "").strip():
        raise InputError("--geocoder nominatim needs --user-agent: the name of your newsroom or application and an"
                         " address, as its usage policy asks")  # fmt: skip
    make = SERVICE_TO_GEOCODER[name]
    parameters = inspect.signature(make.__init__).parameters
    allowed = [key for key in parameters if key not in _OURS]
    unknown = sorted(set(options) - set(allowed))
    if unknown:
        raise InputError(f"--geocoder-option {unknown[0]}: {name} takes {', '.join(allowed)}")
    missing = [key for key in allowed if parameters[key].default is inspect.Parameter.empty and key not in options]
    if missing:
        raise InputError(f"--geocoder {name} needs --geocoder-option {missing[0]}=...")
    values: dict[str, object] = {"timeout": _TIMEOUT_SECONDS, **options}
    try:
        values["timeout"] = float(str(values["timeout"]))
        if "adapter_factory" in parameters:
            values["adapter_factory"] = _adapter
        if "user_agent" in parameters:
            values["user_agent"] = user_agent or f"conflictmap/{__version__}"
        return make(**values)
    except (ConfigurationError, ValueError, TypeError) as error:
        raise InputError(f"--geocoder {name}: {str(error).partition('. ')[0]}") from error

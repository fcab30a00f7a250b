"""An endpoint that speaks OpenAI's chat completions: asked once for each passage, within bounds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from conflictmap import codec
from conflictmap.errors import InputError, ServiceError
from conflictmap.proposals.form import answer_schema

if TYPE_CHECKING:
    import httpx

__all__ = ["AnswerError", "Endpoint"]

_LONGEST_ANSWER = 1_000_000  # bytes
_LONGEST_WAIT = 60.0  # seconds that an endpoint may ask us to wait
_PATIENCE = 3  # questions in a row without an answer after which nothing is asked any more
_PASSING = frozenset((408, 429, 500, 502, 503, 504))
_REFUSED = frozenset((401, 403))
_NOT_UNDERSTOOD = frozenset((400, 422))  # an option of the question that this endpoint does not know


class AnswerError(ServiceError):
    """Say why there is no answer. `code` is that of the issue; never what was asked, answered, or the key."""

    def __init__(self, code: str, reason: str, *, passes: bool = False, pause: float | None = None) -> None:
        super().__init__(reason)
        self.code, self.passes, self.pause = code, passes, pause


class Endpoint:
    """Where a model is asked.

    Args:
        url: the address before `/chat/completions`, as `http://localhost:8080/v1`.
        model: as the endpoint calls it.
        key: is sent as a bearer token; None sends none.
        timeout_seconds: for one answer as a whole.
        max_retries: how often a question is repeated after what may pass (no answer in time, too many requests).
        wait: sleeps before a repetition.

    Raises:
        InputError: where the address or the key is none.
    """

    def __init__(
        self, url: str, model: str, *, key: str | None = None, timeout_seconds: float = 120.0, max_retries: int = 2,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        address = _address(url)
        if key is not None and not (key.isascii() and key.isprintable() and key.strip() == key):
            raise InputError("the key of the model's endpoint has characters that no key has")
        self.model, self.host = model, address.netloc.decode("ascii")
        self._url = f"{str(address).rstrip('/')}/chat/completions"
        self._headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout, self._retries, self._wait = timeout_seconds, max_retries, wait
        self._is_plain = False
        self._failures, self._last = 0, AnswerError("llm_http", "")

    def ask(self, instructions: str, question: str) -> str:
        """Give what the model answers.

        Raises:
            AnswerError: where there is no answer, or there was none several times in a row.
        """
        if self._failures >= _PATIENCE:
            raise self._last
        for attempt in range(self._retries + 1):
            try:
                answer = self._once(instructions, question)
            except AnswerError as error:
                self._last = error
                if not error.passes or attempt == self._retries:
                    break
                self._wait(float(2**attempt) if error.pause is None else error.pause)
            else:
                self._failures = 0
                return answer
        self._failures = _PATIENCE if self._last.code == "llm_refused" else self._failures + 1
        raise self._last

    def _once(self, instructions: str, question: str) -> str:
        """Ask once; a second time in plainer words where the endpoint does not know the options."""
        import httpx

        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": question}]
        asked: dict[str, object] = {"model": self.model, "messages": messages}
        exact = {"name": "proposals", "schema": answer_schema()}
        options = {"temperature": 0, "seed": 1, "response_format": {"type": "json_schema", "json_schema": exact}}
        try:
            status, body = self._sent(asked if self._is_plain else asked | options)
            if status in _NOT_UNDERSTOOD and not self._is_plain:
                self._is_plain = True
                status, body = self._sent(asked)
        except httpx.TimeoutException:
            raise AnswerError("llm_timeout", "no answer in time", passes=True) from None
        except httpx.HTTPError:
            raise AnswerError("llm_http", "it cannot be reached", passes=True) from None
        if status != 200:
            raise AnswerError("llm_http", f"it answers {status}")
        return _content(body)

    def _sent(self, question: dict[str, object]) -> tuple[int, bytes]:
        """Send a question; give the status of the answer and its body, which is empty unless the status is 200."""
        import httpx

        end = time.monotonic() + self._timeout
        body = codec.dumps(question).encode()
        headers = {**self._headers, "Content-Type": "application/json"}
        with (
            httpx.Client(timeout=self._timeout, follow_redirects=False) as client,
            client.stream("POST", self._url, content=body, headers=headers) as answer,
        ):
            _check(answer)
            if answer.status_code != 200:
                return answer.status_code, b""
            received = bytearray()
            for block in answer.iter_raw():
                received += block
                if len(received) > _LONGEST_ANSWER:
                    raise AnswerError("llm_too_long", f"its answer is longer than {_LONGEST_ANSWER:,} bytes")
                if time.monotonic() > end:  # httpx only bounds the time between two blocks
                    raise httpx.ReadTimeout("the answer as a whole")
            return answer.status_code, bytes(received)


def _address(url: str) -> httpx.URL:
    import httpx

    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        address = httpx.URL()
    if address.scheme not in ("http", "https") or not address.host or address.userinfo or address.query:
        raise InputError("--llm takes an address like http://localhost:8080/v1, without user, password or query")
    return address.copy_with(fragment=None)


def _check(answer: httpx.Response) -> None:
    """Raise what the head of an answer already says is none."""
    status = answer.status_code
    if status in _REFUSED:
        raise AnswerError("llm_refused", f"it refuses us ({status}); is CONFLICTMAP_LLM_KEY right?")
    if status in _PASSING:
        raise AnswerError("llm_http", f"it answers {status}", passes=True, pause=_pause(answer))
    if answer.has_redirect_location:
        raise AnswerError("llm_http", f"it redirects ({status}); redirects are not followed")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    is_coded = answer.headers.get("Content-Encoding", "identity").lower() != "identity"
    if status == 200 and (kind != "application/json" or is_coded):
        raise AnswerError("llm_bad_json", "its answer is no plain JSON")


def _pause(answer: httpx.Response) -> float | None:
    """Give the seconds that an endpoint asks us to wait, within reason."""
    said = answer.headers.get("Retry-After", "")
    return min(float(said), _LONGEST_WAIT) if said.isdecimal() and said.isascii() else None


def _content(body: bytes) -> str:
    """Take the words of the model out of a chat completion."""
    try:
        value = codec.loads(body)
        choice = value["choices"][0]  # type: ignore[index]  # what is no such thing is caught
        content, reason = choice["message"]["content"], choice.get("finish_reason")
    except (InputError, LookupError, TypeError, AttributeError):
        raise AnswerError("llm_bad_json", "its answer is no chat completion") from None
    if reason == "length" or not isinstance(content, str):
        raise AnswerError("llm_bad_json", "its answer is not whole")
    return content

"""Read articles: text files, HTML pages, folders, JSON Lines, standard input.

A bad option or a missing file stops at once (`InputError`); a bad document becomes a document without text that says
in an issue what is wrong with it, so that a batch goes on.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from conflictmap.errors import InputError
from conflictmap.layout import headline
from conflictmap.model import Document, Issue, Span
from conflictmap.read.decoding import decode
from conflictmap.read.documents import MAX_CHARACTERS, Facts, document, too_long
from conflictmap.read.languages import detect_language
from conflictmap.read.pages import MAX_PAGE, read_page

__all__ = ["HTML_SUFFIXES", "MAX_CHARACTERS", "TEXT_SUFFIXES", "detect_language", "from_text", "read"]

TEXT_SUFFIXES = (".txt", ".md")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_LONGEST_CHARACTER = 4  # bytes, in the encodings that are read


def read(inputs: Sequence[str], *, published: date | None = None, language: str | None = None) -> Iterator[Document]:
    """Give the documents of some inputs, in order.

    Args:
        inputs: paths of files or folders, or "-" for standard input (text, HTML or JSON Lines, told by its start).
        published: the day that relative dates count from; it overrides what an input says of itself.
        language: ISO 639-1 code that overrides detection.

    Raises:
        InputError: where a path does not exist or a folder holds no article.
    """
    for name in inputs:
        for found in _documents(name):
            yield _completed(found, published, language)


def from_text(text: str, identity: str = "text", **facts: str | None) -> Document:
    """Make a document of a string. Facts: title, publisher, url, published (ISO date), language (else detected)..."""
    return _completed(document(identity, text, facts), None, None)


def _documents(name: str) -> Iterator[Document]:
    if name == "-":
        yield from _from_bytes("stdin", sys.stdin.buffer.read(), {}, _sniff)
        return
    path = Path(name)
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() in (*TEXT_SUFFIXES, *HTML_SUFFIXES))
        files = [p for p in files if p.is_file() and p.stem.upper() != "README"]
        if not files:
            raise InputError(f"{name}: no article in this folder (looked for *.txt, *.md, *.html)")
        for file in files:
            yield from _from_file(file)
    elif path.is_file():
        yield from _from_file(path)
    else:
        raise InputError(f"{name}: no such file or folder")


def _from_file(path: Path) -> Iterator[Document]:
    kind, facts = _format_of(path), _sidecar(path)
    try:
        size = path.stat().st_size
        limit = _LONGEST_CHARACTER * MAX_PAGE
        if kind != "jsonl" and size > limit:
            found = document(path.stem, "", facts, origin="sidecar")
            return iter([replace(found, issues=(too_long(size, limit, "bytes"),))])
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    return _from_bytes(path.stem, raw, facts, lambda text: "html" if kind == "text" and _is_page(text) else kind)


def _format_of(path: Path) -> str:
    suffix = path.suffix.lower()
    return "jsonl" if suffix in (".jsonl", ".ndjson") else "html" if suffix in HTML_SUFFIXES else "text"


def _sidecar(path: Path) -> Mapping[str, str | None]:
    file = path.with_suffix(".json")
    if path.suffix == ".json" or not file.is_file():
        return {}
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{file}: not JSON ({error})") from error
    if not isinstance(facts, dict):
        raise InputError(f"{file}: a sidecar is one JSON object")
    return {key: None if value is None else str(value) for key, value in facts.items()}


def _sniff(text: str) -> str:
    if text.lstrip("\ufeff \n\r\t").startswith("{"):
        return "jsonl"
    return "html" if _is_page(text) else "text"


def _is_page(text: str) -> bool:
    """Say whether a text is mark-up, whatever its file is called."""
    start = text.lstrip("\ufeff \n\r\t")[:20].lower()
    return start.startswith(("<!doctype html", "<!--", "<html", "<head", "<body", "<?xml"))


def _from_bytes(identity: str, raw: bytes, facts: Facts, format_of: Callable[[str], str]) -> Iterator[Document]:
    text, issues = decode(raw)
    kind = format_of(text)
    if kind == "jsonl" and text:
        for found in _from_lines(identity, text):
            yield replace(found, issues=(*issues, *found.issues))
        return
    if kind == "html":
        found = _from_page(identity, text, facts)
    else:
        facts = {**facts, "title": facts.get("title") or headline(text)}
        found = document(identity, text, facts, origin="sidecar")
    told = () if any(issue.code == "binary" for issue in issues) else found.issues  # "empty" would be no news
    yield replace(found, sha256=hashlib.sha256(raw).hexdigest(), issues=(*issues, *told))


def _from_lines(name: str, text: str) -> Iterator[Document]:
    for number, line in enumerate(text.split("\n"), 1):  # splitlines would cut a record at U+2028
        if line.strip():
            yield _from_line(f"{name}:{number}", line)


def _from_line(where: str, line: str) -> Document:
    try:
        record = json.loads(line)
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise ValueError("an object with a string `text` is wanted")
        facts = {key: None if value is None else str(value) for key, value in record.items() if key != "spans"}
        found = document(str(record.get("id") or where), record["text"], facts)
        return replace(found, spans=_spans(record.get("spans"), len(record["text"])))
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        issue = Issue(code="bad_record", message=f"Line {where.rpartition(':')[2]} is no record: {error}.")
        return replace(document(where, "", {}), issues=(issue,))


def _spans(spans: object, length: int) -> tuple[Span, ...] | None:
    if spans is None:
        return None
    if not isinstance(spans, list):
        raise ValueError("`spans` is a list of {start, end}")
    found = [Span(start=int(item["start"]), end=int(item["end"])) for item in spans]
    if any(span.end > length or span.start == span.end for span in found):
        raise ValueError("a span is empty or ends behind the text")
    return tuple(sorted(set(found), key=lambda span: (span.start, span.end)))


def _from_page(identity: str, page: str, facts: Facts) -> Document:
    """Read a page; what its sidecar says comes before what it says of itself."""
    if len(page) > MAX_PAGE:
        issue = too_long(len(page), MAX_PAGE, "characters")
        return replace(document(identity, "", facts, origin="sidecar"), issues=(issue,))
    found = read_page(page)
    if found is None:
        issue = Issue(code="no_article", message="No article text was found in this page.")
        return replace(document(identity, "", facts, origin="sidecar"), issues=(issue,))
    text, own = found
    known = {key: value for key, value in facts.items() if value}
    is_dated = bool(known.get("published") or known.get("date"))
    return document(identity, text, {**own, **known}, origin="sidecar" if is_dated else "page")


def _completed(found: Document, published: date | None, language: str | None) -> Document:
    """Add what options and the text itself say: date, language, and the issues that follow."""
    if published:
        found = replace(found, published=published, published_from="option")
    if language or found.language == "und":
        found = replace(found, language=language or detect_language(found.text))
    issues = list(found.issues)
    if found.text.strip() and found.published is None:
        issues.append(Issue(code="no_date", message="No date of publication: relative dates stay relative. "
                            "Give one with --published YYYY-MM-DD."))  # fmt: skip
    if found.text.strip() and found.language not in ("ar", "en"):
        issues.append(Issue(code="language", message=f"Language {found.language!r} is not supported yet: "
                            "only names of places are looked for."))  # fmt: skip
    return replace(found, issues=tuple(issues))

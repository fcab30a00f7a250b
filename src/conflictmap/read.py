"""Read articles: text files, HTML pages, folders, JSON Lines, standard input.

A bad option or a missing file stops at once (`InputError`); a bad document becomes a document without text that says
in an issue what is wrong with it, so that a batch goes on.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from conflictmap import lexicon
from conflictmap.errors import InputError
from conflictmap.model import Document, Issue, Span
from conflictmap.text.normalise import script
from conflictmap.text.tokens import tokenise

MAX_CHARACTERS = 2_000_000  # a book; beyond it an input is a mistake or an attack
TEXT_SUFFIXES = (".txt", ".md")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_LONGEST_HEADLINE = 200  # characters
_KEYS = ("title", "publisher", "url", "archived_url", "accessed")
# Tried in this order: Arabic pages from before 2010 are often Windows-1256.
_ENCODINGS = ("utf-8-sig", "cp1256", "cp1252")


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
        for document in _documents(name):
            yield _completed(document, published, language)


def from_text(text: str, identity: str = "text", **facts: str | None) -> Document:
    """Make a document of a string. Facts: title, publisher, url, published (ISO date), language..."""
    return _document(identity, text, facts)


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
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    return _from_bytes(path.stem, raw, _sidecar(path), lambda _: _format_of(path))


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
    start = text.lstrip("\ufeff \n\r\t")[:500].lower()
    if start.startswith("{"):
        return "jsonl"
    return "html" if start.startswith(("<!doctype html", "<html", "<?xml")) else "text"


def _from_bytes(identity: str, raw: bytes, facts: Mapping[str, str | None], format_of: object) -> Iterator[Document]:
    assert callable(format_of)
    text, issues = _decode(raw)
    kind = format_of(text)
    if kind == "jsonl" and text:
        for document in _from_lines(identity, text):
            yield replace(document, issues=(*issues, *document.issues))
    else:
        headline = _headline(text) if kind == "text" else None
        facts = {**facts, "title": facts.get("title") or headline}
        document = _from_html(identity, text, facts) if kind == "html" else _document(identity, text, facts)
        told = () if any(issue.code == "binary" for issue in issues) else document.issues  # "empty" would be no news
        yield replace(document, sha256=hashlib.sha256(raw).hexdigest(), issues=(*issues, *told))


def _headline(text: str) -> str | None:
    """Take a short first line with an empty line behind it, or the same line again, for the title of a plain text."""
    lines = text.lstrip("\ufeff \n\r\t").split("\n")[:3]
    first = lines[0].strip()
    stands_apart = len(lines) > 1 and (not lines[1].strip() or lines[1].strip() == first)
    is_short = 0 < len(first) <= _LONGEST_HEADLINE and not first.endswith((".", "،", ":"))
    return first if stands_apart and is_short else None


def _decode(raw: bytes) -> tuple[str, tuple[Issue, ...]]:
    """Decode bytes: a byte order mark, UTF-8, then the old encodings of Arabic and Western pages."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace"), ()
    if b"\x00" in raw[:4096]:
        return "", (Issue(code="binary", message="This is not text: it holds NUL bytes."),)
    for encoding in _ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        guessed = () if encoding == "utf-8-sig" else (
            Issue(code="encoding_guessed", message=f"Not UTF-8; read as {encoding}."),)  # fmt: skip
        return text, guessed
    return raw.decode("utf-8", errors="replace"), (
        Issue(code="encoding_unknown", message="Not UTF-8; bytes that could not be read are shown as U+FFFD."),
    )


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
        document = _document(str(record.get("id") or where), record["text"], facts)
        return replace(document, spans=_spans(record.get("spans"), len(record["text"])))
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        issue = Issue(code="bad_record", message=f"Line {where.rpartition(':')[2]} is no record: {error}.")
        return replace(_document(where, "", {}), issues=(issue,))


def _spans(spans: object, length: int) -> tuple[Span, ...] | None:
    if spans is None:
        return None
    if not isinstance(spans, list):
        raise ValueError("`spans` is a list of {start, end}")
    found = [Span(start=int(item["start"]), end=int(item["end"])) for item in spans]
    if any(span.end > length or span.start == span.end for span in found):
        raise ValueError("a span is empty or ends behind the text")
    return tuple(sorted(set(found), key=lambda span: (span.start, span.end)))


def _from_html(identity: str, page: str, facts: Mapping[str, str | None]) -> Document:
    from trafilatura import bare_extraction

    extracted = bare_extraction(page, with_metadata=True, include_comments=False, favor_recall=True)
    if extracted is None or isinstance(extracted, dict) or not extracted.text:
        issue = Issue(code="no_article", message="No article text was found in this page.")
        return replace(_document(identity, "", facts), issues=(issue,))
    own = {
        "title": extracted.title, "publisher": extracted.sitename, "url": extracted.url,
        "published": extracted.date,
    }  # fmt: skip
    text = extracted.text if not own["title"] else f"{own['title']}\n\n{extracted.text}"
    document = _document(identity, text, {**own, **{key: value for key, value in facts.items() if value}})
    return replace(document, published_from="page" if document.published and not facts.get("published") else
                   document.published_from)  # fmt: skip


def _document(identity: str, text: str, facts: Mapping[str, str | None]) -> Document:
    issues: list[Issue] = []
    text, identity = _without_surrogates(text), _without_surrogates(identity)
    facts = {key: None if value is None else _without_surrogates(value) for key, value in facts.items()}
    if len(text) > MAX_CHARACTERS:
        message = f"The text has {len(text)} characters, more than {MAX_CHARACTERS}; it was not analysed."
        issues.append(Issue(code="too_long", message=message))
        text = ""
    elif not text.strip():
        issues.append(Issue(code="empty", message="There is no text."))
    published, trouble = _date(facts.get("published") or facts.get("date"))
    return Document(
        id=facts.get("id") or identity, text=text, length=len(text),
        sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        language=facts.get("language") or facts.get("lang") or "und", published=published,
        published_from="input" if published else None, issues=(*issues, *trouble),
        **{key: facts.get(key) for key in _KEYS},  # type: ignore[arg-type]
    )  # fmt: skip


def _without_surrogates(text: str) -> str:
    """Put U+FFFD for lone surrogates, which JSON can smuggle in and UTF-8 cannot write."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _date(value: str | None) -> tuple[date | None, tuple[Issue, ...]]:
    if not value:
        return None, ()
    try:
        return date.fromisoformat(value[:10]), ()
    except ValueError:
        return None, (Issue(code="bad_date", message=f"`published` is not an ISO date: {value[:40]!r}."),)


def _completed(document: Document, published: date | None, language: str | None) -> Document:
    """Add what options and the text itself say: date, language, and the issues that follow."""
    if published:
        document = replace(document, published=published, published_from="option")
    if language or document.language == "und":
        document = replace(document, language=language or detect_language(document.text))
    issues = list(document.issues)
    if document.text.strip() and document.published is None:
        issues.append(Issue(code="no_date", message="No date of publication: relative dates stay relative. "
                            "Give one with --published YYYY-MM-DD."))  # fmt: skip
    if document.text.strip() and document.language not in ("ar", "en"):
        issues.append(Issue(code="language", message=f"Language {document.language!r} is not supported yet: "
                            "only names of places are looked for."))  # fmt: skip
    return replace(document, issues=tuple(issues))


def detect_language(text: str) -> str:
    """Give the ISO 639-1 code of a text, "und" where there are no letters.

    Arabic is told by its letters: the identifier takes short Arabic news for Persian or a dialect now and then.
    """
    sample = text[:3000]
    letters = script(sample)
    if letters == "arabic" and not any(letter in sample for letter in "پچژگکی"):
        return "ar"
    if letters == "other":
        return "und"
    if letters == "latin" and _looks_english(sample):
        return "en"
    import py3langid

    code, _ = py3langid.classify(sample)
    return {"arz": "ar"}.get(str(code), str(code))


def _looks_english(sample: str) -> bool:
    """Say whether a text is English by its little words; the identifier errs on a headline of three words."""
    words = [token.norm for token in tokenise(sample)]
    little = sum(word in lexicon.words("en", "function_words") for word in words)
    return little >= 0.25 * len(words) or (len(words) < 6 and sample.isascii())

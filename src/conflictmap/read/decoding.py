"""Turn the bytes of a file or page into text, and say what had to be guessed."""

from __future__ import annotations

import codecs
import re

from conflictmap.model import Issue

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# What other programs open: their bytes are no text, whatever they decode to.
_CONTAINERS = ((b"%PDF-", "a PDF file"), (b"PK\x03\x04", "a ZIP or office file"), (b"\x1f\x8b", "a gzip file"),
               (b"\xd0\xcf\x11\xe0", "an office file"), (b"{\\rtf", "an RTF file"), (b"\x89PNG", "a picture"),
               (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"))  # fmt: skip
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
# Families of encodings that a page may name. Others of Python are no encodings of pages, and some are slow.
_FAMILIES = ("iso8859", "cp", "koi8", "mac-", "gb", "big5", "euc", "shift")
_TEMPLATES = ("iso8859-1", "cp1252", "ascii")  # what templates say, whatever the article is written in
_HEAD = 4096  # bytes that are looked at for NULs and declarations
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\x0b\x0c\r\x1b")
_MANY = 0.05  # share of control characters that no text has
# Old encodings of Arabic and Western pages. More would be taken for one another on short texts.
_OLD = ["cp1256", "iso8859_6", "cp1252"]
_WIDE = ("utf-16-le", "utf-16-be")
_WIDE_BYTES = 40  # bytes from which UTF-16 without a mark can be told


def decode(raw: bytes) -> tuple[str, tuple[Issue, ...]]:
    """Decode the bytes of a text or page.

    In this order: a byte order mark; UTF-8, where the bytes are valid (pages that declare another encoding and are
    sent as UTF-8 are common, the reverse does not happen by chance); what a page declares of itself; UTF-16 without
    a mark; an old encoding, told by its letters (charset-normalizer), with an issue that says so.

    Returns:
        The text, empty where the bytes are none, and the issues.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace"), ()
    for start, what in _CONTAINERS:
        if raw.startswith(start):
            return _binary(f"This is {what}, no text; save it as text or HTML.")
    if b"\x00" in raw[:_HEAD]:
        wide = _wide(raw)
        return (wide, ()) if wide is not None else _binary("This is not text: it holds NUL bytes.")
    if len(raw[:_HEAD]) - len(raw[:_HEAD].translate(None, _CONTROLS)) > _MANY * len(raw[:_HEAD]):
        return _binary("This is not text: it is full of control characters.")
    text = _strictly(raw, "utf-8") or _strictly(raw, _declared(raw))
    if text is not None or not raw:
        return text or "", ()
    return _guessed(raw)


def _binary(message: str) -> tuple[str, tuple[Issue, ...]]:
    return "", (Issue(code="binary", message=message),)


def _declared(raw: bytes) -> str:
    """Name the encoding that the head of a page declares, "" if none that says something of the article."""
    found = _DECLARED.search(raw[:_HEAD])
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name if found else ""
    except LookupError:
        return ""
    return name if name.startswith(_FAMILIES) and name not in _TEMPLATES else ""


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def _wide(raw: bytes) -> str | None:
    """Decode UTF-16 without a mark, where nearly all of it is then letters and marks of news."""
    for encoding in _WIDE:
        text = _strictly(raw[: len(raw) // 2 * 2], encoding) if len(raw) >= _WIDE_BYTES else None
        known = sum(
            " " <= letter < "\u0250" or "\u0600" <= letter < "\u0700" or letter in "\n\r\t" for letter in text or ""
        )
        if text and known >= (1 - _MANY) * len(text):
            return text
    return None


def _guessed(raw: bytes) -> tuple[str, tuple[Issue, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=_OLD).best()
    if best is None:
        message = "Not UTF-8; bytes that could not be read are shown as U+FFFD."
        return raw.decode("utf-8", errors="replace"), (Issue(code="encoding_unknown", message=message),)
    return str(best), (Issue(code="encoding_guessed", message=f"Not UTF-8; read as {best.encoding}."),)

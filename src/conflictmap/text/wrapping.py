"""Undo hard line wraps (e-mails, old wire copy): a line end inside a sentence ends nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE = re.compile(r"[^\n]*\n|[^\n]+$")
_WIDTHS = range(40, 121)  # characters of the longest line of a text that is wrapped
_FITTING = 0.8  # share of the line ends at which the next word would not have fitted
_LEAST = 2  # line ends; one alone is judged by the letters around it
_SHORTEST = 30  # characters of a line that goes on in the next one
_LIST_MARK = re.compile(r"\s{2,}|\s*(?:[-–—•▪●◦‣■*>#|@]|\(?[0-9٠-٩]{1,3}[.):\-–])")
_STOPPED = re.compile(r"[.!?؟؛:…][\"'”’»)\]]*\s*$")
_STOP_INSIDE = re.compile(r"[^\W\d_]{2}[.؟?!]\s+\S")


def unwrapped(text: str) -> str:
    """Put spaces for the line ends that only wrap, so that the result is as long as the text and offsets stay.

    A text is wrapped if its longest line has 40 to 120 characters and nearly every line that another one follows is
    so full that the first word of the next did not fit; half of those lines, where they have capitals, go on with a
    small letter, and the others have full stops inside. A list of headlines has neither. Elsewhere a line end is a
    wrap only between a line without a stop and a small Latin letter.

    >>> unwrapped("Shelling resumed in the eastern quarter on\\nSunday")
    'Shelling resumed in the eastern quarter on\\nSunday'
    >>> unwrapped("Shelling resumed in the eastern quarter\\non Sunday")
    'Shelling resumed in the eastern quarter on Sunday'
    """
    if "\n" not in text:
        return text
    lines = [(match.start(), match.group().rstrip()) for match in _LINE.finditer(text)]
    inner = [number for number in range(len(lines) - 1) if _goes_on(lines[number][1], lines[number + 1][1])]
    width = max((len(line) for _, line in lines if "://" not in line), default=0)
    full = [number for number in inner if _is_full(lines[number][1], lines[number + 1][1], width)]
    if not _is_wrapped(lines, inner, full, width):
        full = [number for number in inner if _is_carried_on(lines[number][1], lines[number + 1][1])]
    letters = list(text)
    for number in full:
        start, line = lines[number]
        letters[start + len(line) : lines[number + 1][0]] = " " * (lines[number + 1][0] - start - len(line))
    return "".join(letters)


def _goes_on(line: str, following: str) -> bool:
    """Say whether both lines have words and the second opens no item of a list, paragraph or quotation."""
    return bool(line.strip() and following.strip()) and not _LIST_MARK.match(following)


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split()[0]) > width


def _is_wrapped(
    lines: Sequence[tuple[int, str]], inner: Sequence[int], full: Sequence[int], width: int
) -> bool:  # fmt: skip
    if width not in _WIDTHS or len(full) < _LEAST or len(full) < _FITTING * len(inner):
        return False
    small = sum(lines[number + 1][1].lstrip()[:1].islower() for number in full)
    large = sum(lines[number + 1][1].lstrip()[:1].isupper() for number in full)
    if small + large:
        return small >= large
    return any(_STOP_INSIDE.search(lines[number][1]) for number in full)


def _is_carried_on(line: str, following: str) -> bool:
    is_open = len(line) >= _SHORTEST and not _STOPPED.search(line)
    return is_open and following.lstrip()[:1].islower()

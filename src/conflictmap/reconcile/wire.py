"""Copies: one text that several outlets carry, known by signatures of the texts, which the reports bring along.

A signature is a MinHash of the text's runs of three words, folded, so that spelling (hamza, ta marbuta, case), marks
and the order of paragraphs do not matter. Two texts are copies where they share half of all their runs: a copy with a
new headline, another outlet's name and the last paragraph dropped is one, another report of the same event is not.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rensa import RMinHash

from conflictmap.model import Document
from conflictmap.text.tokens import Words

_RUN = 3  # words
_FEWEST = 8  # runs; a shorter text ("Breaking: explosion in the capital") is no more than a turn of phrase
_SLOTS, _SEED = 128, 1
_BAND = 4  # slots that have to be equal for two texts to be compared
_COPY = 0.5
# Signatures of two kinds cannot be compared: the library says when its way of hashing changes.
_KIND = f"rminhash{RMinHash.ALGORITHM_VERSION}-w{_RUN}-{_SLOTS}x8"


def signature(words: Words) -> str | None:
    """Give the signature of a text: its kind, ":" and 128 bytes in base64; None for a text of less than ten words."""
    norms = [token.norm for token in words.tokens]
    runs = [" ".join(norms[first : first + _RUN]) for first in range(len(norms) - _RUN + 1)]
    if len(runs) < _FEWEST:
        return None
    hashed = RMinHash(num_perm=_SLOTS, seed=_SEED)
    hashed.update(runs)
    low = bytes(slot & 0xFF for slot in hashed.digest())
    return f"{_KIND}:{base64.b64encode(low).decode('ascii')}"


def likeness(a: bytes, b: bytes) -> float:
    """Estimate the share of runs that two texts have in common (Jaccard), 0..1, with an error of about 0.04."""
    equal = sum(x == y for x, y in zip(a, b, strict=True)) / _SLOTS
    return max(0.0, (equal - 1 / 256) / (1 - 1 / 256))  # one byte of two slots is equal by chance


def with_copies(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Set `copy_of` of every document whose text an earlier one has: the earliest published, then the first by id.

    Args:
        documents: in any order; the result stands in the order of publication and does not depend on theirs.
    """
    ordered = sorted(documents, key=lambda document: (document.published or date.max, document.id))
    originals: list[tuple[Document, bytes]] = []
    bands: dict[tuple[int, bytes], list[int]] = {}
    found = []
    for document in ordered:
        slots = _slots(document.minhash)
        keys = [] if slots is None else list(_bands(slots))
        known = sorted({number for key in keys for number in bands.get(key, ())})
        likely = [(likeness(slots, originals[number][1]), -number) for number in known] if slots is not None else []
        best = max(likely, default=(0.0, 0))
        if best[0] >= _COPY:
            found.append(replace(document, copy_of=originals[-best[1]][0].id))
            continue
        found.append(replace(document, copy_of=None))
        if slots is not None:
            for key in keys:
                bands.setdefault(key, []).append(len(originals))
            originals.append((document, slots))
    return tuple(found)


def _slots(minhash: str | None) -> bytes | None:
    """Read a signature; None where there is none or one of another kind."""
    kind, _, value = (minhash or "").partition(":")
    if kind != _KIND:
        return None
    try:
        slots = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
    return slots if len(slots) == _SLOTS else None


def _bands(slots: bytes) -> Iterator[tuple[int, bytes]]:
    for first in range(0, _SLOTS, _BAND):
        yield first, slots[first : first + _BAND]

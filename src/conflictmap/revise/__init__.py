"""A report as it may be shown: private names masked, quotes left out, shelters moved off their exact spot."""

from conflictmap.revise.coarsening import coarsened
from conflictmap.revise.masking import mask, masked
from conflictmap.revise.persons import find_persons
from conflictmap.revise.quotes import without_quotes

__all__ = ["coarsened", "find_persons", "mask", "masked", "without_quotes"]

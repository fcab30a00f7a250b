"""Places and their names: read the curated tables, compile the index, look names up.

`Gazetteer.open()` is the door: it compiles the index into the user's cache when its inputs have changed and
then reads it without loading it.
"""

from conflictmap.gazetteer.match import Match
from conflictmap.gazetteer.query import Gazetteer

__all__ = ["Gazetteer", "Match"]

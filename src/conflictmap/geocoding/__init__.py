"""Ask a geocoding service for the names that the gazetteer does not have. Nothing is asked unless the user wants it.

Only a name and the code of a country leave the machine, never the text. Not asked for are excluded mentions, names of
persons, and what has a candidate in the gazetteer.
"""

from conflictmap.geocoding.names import Found, look_up
from conflictmap.geocoding.service import Service

__all__ = ["Found", "Service", "look_up"]

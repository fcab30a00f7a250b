"""conflictmap: reports of armed conflict in, resolved and quoted maps and data out."""

__version__ = "0.1.0"

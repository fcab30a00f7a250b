"""What conflictmap raises on purpose."""


class ConflictMapError(Exception):
    """Be the root of every error that conflictmap raises on purpose."""


class InputError(ConflictMapError, ValueError):
    """Say what is wrong with an input, where, and what to do about it."""


class DataError(ConflictMapError, ValueError):
    """Say which row of our own data (gazetteer, lexicon) is wrong: `file:line: what`."""


class MissingPlaceError(ConflictMapError, LookupError):
    """Say that a place id is in no layer of the gazetteer."""


class ServiceError(ConflictMapError, OSError):
    """Say that a service on the network could not be asked, and why; never what it was asked."""

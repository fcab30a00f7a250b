"""Bring claims together: those of one article into its records, those of many reports into merged records."""

from conflictmap.reconcile.across import merge
from conflictmap.reconcile.proposed import with_proposed
from conflictmap.reconcile.within import reconcile

__all__ = ["merge", "reconcile", "with_proposed"]

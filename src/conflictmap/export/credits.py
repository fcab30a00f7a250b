"""What the licences of the gazetteer's layers ask to be shown with a map or a layer."""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.model import Report

OURS = frozenset(("curated", "geonames-cities500"))
"""Layers that every report has; the map credits them in its own words."""


def attributions(reports: Sequence[Report], leaving_out: frozenset[str] = frozenset()) -> list[str]:
    """Give the attributions of the layers that made some reports, each once, in the order in which they stand there."""
    packs = [pack for report in reports for pack in report.generator.packs if pack.name not in leaving_out]
    return list(dict.fromkeys(pack.attribution for pack in packs if pack.attribution))

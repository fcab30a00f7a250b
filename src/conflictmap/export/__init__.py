"""Write reports as files that other programs read: GeoJSON layers and the report lines."""

from conflictmap.export.files import write_reports
from conflictmap.export.geojson import write_geojson

__all__ = ["write_geojson", "write_reports"]

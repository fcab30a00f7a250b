"""Write reports as files that other programs read: GeoJSON layers and the report lines."""

from conflictmap.export.files import file_names, write_reports, write_whole
from conflictmap.export.geojson import write_geojson

__all__ = ["file_names", "write_geojson", "write_reports", "write_whole"]

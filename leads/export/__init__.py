"""Leads as files for other programs: CSV, XLSX, JSON lines, GeoJSON, STIX 2.1 and FollowTheMoney."""

from leads.export.formats import FORMATS, Format, write

__all__ = ["FORMATS", "Format", "write"]

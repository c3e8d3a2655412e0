"""Extraction to lead: identity, versions, duplicates; writing to and searching Elasticsearch."""

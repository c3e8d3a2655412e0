"""A trained model for names of places beside the gazetteer: its data, its configuration, its commands.

Not part of the pipeline: docs/extraction.md has the figures, docs/decisions/trained-places.md the reason.
"""

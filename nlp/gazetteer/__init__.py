"""The gazetteer: places along the routes by any of their names. Needs no spaCy; the search uses it too."""

from nlp.gazetteer.gazetteer import Entry, Gazetteer, load

__all__ = ["Entry", "Gazetteer", "load"]

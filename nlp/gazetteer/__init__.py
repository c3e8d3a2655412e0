"""The gazetteer: places along the routes by any of their names. Needs no spaCy; the search uses it too."""

from nlp.gazetteer.entry import Entry
from nlp.gazetteer.gazetteer import Gazetteer, load

__all__ = ["Entry", "Gazetteer", "load"]

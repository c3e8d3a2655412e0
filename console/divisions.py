"""How lists that are being paged through divide: counted once a list, for every page of it says the same."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from leads.facets import Division

_MOST = 500


class Divisions:
    """Divisions by who looks and the moment of the list; what is forgotten is counted again. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[tuple[str, str], Division] = OrderedDict()

    def find(self, who: str, moment: str) -> Division | None:
        with self._lock:
            return self._known.get((who, moment))

    def keep(self, who: str, moment: str, division: Division) -> None:
        with self._lock:
            self._known[who, moment] = division
            while len(self._known) > _MOST:
                self._known.popitem(last=False)

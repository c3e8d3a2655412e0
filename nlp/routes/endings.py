"""What the case ending of a place's name says, once for each form of each name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.directions.cases import direction
from nlp.gazetteer import Gazetteer
from nlp.gazetteer.endings import Ending, stems

_DIRECTED = frozenset(("tr", "hu", "ckb", "ar", "ps"))  # whose endings alone say a direction
_MOST_KNOWN = 65536
#: Of several names that a form may be of, by their last letters: Skoplju is of Skoplje, Nemačku of Nemačka.
_LIKELY = "aoe"


@dataclass(frozen=True, slots=True)
class Said:
    """An ending as `written`, what would stand `instead` without it, and what it says by itself: from, to, in."""

    written: str = ""
    instead: str = ""
    meaning: str = ""


_NOTHING = Said()
UNKNOWN = Said(meaning="?")  #: the name is written in none of the forms that are known


class EndingReader:
    """Reads the names of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[tuple[tuple[str, ...], str, str], Said] = {}

    def read(self, words: Sequence[str], place_id: str, language: str) -> Said:
        """What the last of the folded `words`, which name the place, says by its ending."""
        key = (tuple(words), place_id, language)
        said = self._known.get(key)
        if said is None:
            said = self._read(key[0], place_id, language) if words else _NOTHING
            if len(self._known) < _MOST_KNOWN:
                self._known[key] = said
        return said

    def _read(self, words: tuple[str, ...], place_id: str, language: str) -> Said:
        spellings = frozenset(self._gazetteer.spellings(place_id))
        word = words[-1]
        head = " ".join(words[:-1])
        if head and head in spellings and " ".join(words) not in spellings:  # the ending stands behind an apostrophe
            found = (stem.ending for stem in stems("xxxx" + word, language) if stem.ending.written == word)
            return next((_said(ending, "") for ending in found), _NOTHING)
        whole = " ".join(words) in spellings
        entry = self._gazetteer.entry(place_id)
        known = [stem for stem in stems(word, language) if f"{head} {stem.key}".strip() in spellings]
        own = entry.key if entry else ""
        known.sort(key=lambda stem: (stem.key != own, -_LIKELY.find(stem.key[-1])))  # its own name before others
        if known:
            said = _said(known[0].ending, known[0].key[len(word) - len(known[0].ending.written) :])
            # Белграде is Belgrade's name in English as well; where cases tell, it is Белград in the locative
            if not whole or direction(language, said.written, said.instead) == "at":
                return said
        return _NOTHING if whole else self._by_last_word(word, spellings, language)

    def _by_last_word(self, word: str, spellings: frozenset[str], language: str) -> Said:
        """Where the words before are inflected as well: Malom Zvorniku is Mali Zvornik."""
        for stem in stems(word, language):
            if any(spelling.endswith(f" {stem.key}") for spelling in spellings):
                return _said(stem.ending, stem.key[len(word) - len(stem.ending.written) :])
        return UNKNOWN


def _said(ending: Ending, instead: str) -> Said:
    return Said(ending.written, instead, ending.meaning if ending.language in _DIRECTED else "")

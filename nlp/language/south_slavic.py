"""Serbian, Croatian or Bosnian: by words that one has and the others lack, and by where the text was published."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.language.tables import SOUTH_SLAVIC, words

_PUBLISHED_IN = {"RS": "sr", "ME": "sr", "XK": "sr", "HR": "hr", "BA": "bs"}
_HINT = 0.9  # less than one word that one of them alone has


def which(said: Sequence[str], script: str, country: str | None) -> str:
    """The code for a text of the words `said` (as read) in one of the three; Cyrillic is Serbian."""
    if script == "Cyrl":
        return "sr"
    points = dict.fromkeys(SOUTH_SLAVIC, 0.0)
    points["sr"] = 0.1
    if country in _PUBLISHED_IN:
        points[_PUBLISHED_IN[country]] += _HINT
    table = words()
    for word in said:
        codes = [code for code in table.get(word, ()) if code in points]
        for code in codes if len(codes) < len(SOUTH_SLAVIC) else ():
            points[code] += 1 / len(codes)
    return max(points, key=points.__getitem__)

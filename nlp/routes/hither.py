"""The writer's own place, told by a word: "I work in Mae Sot … a van brings them here". It is read as a mention of it.

hither.tsv has the words, and the part they give the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

from nlp.directions.wording import Wording
from nlp.gazetteer.folding import fold
from nlp.gazetteer.languages import check_line
from nlp.lines import numbered
from nlp.routes.mention import Mention, Part
from nlp.routes.vocabulary import Found, Phrase, Vocabulary
from waymark.errors import ConfigurationError
from waymark.records import Place

TABLE = Path(__file__).with_name("hither.tsv")
RULE = "the writer's place, named before"
_FIELDS = 3
_PARTS: tuple[Part, ...] = ("from", "to", "at")
_STAYING: tuple[Part, ...] = ("at", "home", "")  # parts of places to which nobody goes on
_IN_APPOSITION = 2  # words from "here" to a name: "here in Oulx"
_MOST = 8  # of one text; "here" is said all the time


def pointed(wording: Wording, language: str, mentions: Sequence[Mention]) -> dict[int, tuple[Place, Part]]:
    """Where a word stands for the writer's place: by the word's first code point the place, and the part it plays."""
    found: dict[int, tuple[Place, Part]] = {}
    if not mentions or not (_may_be_home(mentions[0]) or any(mention.own for mention in mentions)):
        return found  # of most advertisements; their words need not be looked through
    for word in _vocabulary(language).find(wording.keys):
        place = _meant(word, mentions)
        if place is None:
            continue
        start, end = wording.spans[word.first][0], wording.spans[word.after - 1][1]
        said = {"text": wording.text[start:end], "start": start, "end": end, "rule": RULE}
        found[start] = place.model_copy(update=said), cast("Part", word.name)
        if len(found) == _MOST:
            break
    return found


def _meant(word: Found, mentions: Sequence[Mention]) -> Place | None:
    """The writer's place that is named before the word, else where the text begins; None where a name stands beside."""
    if any(_is_named_behind(word, mention) for mention in mentions):
        return None
    before = [mention for mention in mentions if mention.first < word.first]
    own = [mention for mention in before if mention.own]
    if own:
        return own[-1].place
    return before[0].place if before and _may_be_home(before[0]) else None


def _may_be_home(first: Mention) -> bool:
    """Whether the place that is told first may be the writer's."""
    return first.part in _STAYING


def _is_named_behind(word: Found, mention: Mention) -> bool:
    """Whether "here" only leads to a name: here in Oulx; "buradan Bulgaristan'a" goes from one to the other."""
    beside = 0 <= mention.first - word.after < _IN_APPOSITION
    return beside and word.name == "at" and (mention.part in _STAYING or mention.unsure)


@lru_cache(maxsize=64)
def _vocabulary(language: str) -> Vocabulary:
    chosen = Vocabulary()
    for phrase in read():
        if language in phrase.languages:
            chosen.add(phrase)
    return chosen


@lru_cache(maxsize=2)
def read(table: Path = TABLE) -> tuple[Phrase, ...]:
    """All phrases, labelled with their part. ConfigurationError names the line and what is wrong in it."""
    phrases: list[Phrase] = []
    for number, line in numbered(table):
        fields = line.split("\t")
        if len(fields) != _FIELDS or fields[0] not in _PARTS:
            raise ConfigurationError(
                f"{table.name}, line {number}: a part ({', '.join(_PARTS)}), languages and words expected"
            )
        check_line(fields[1].split(","), table, number)
        for words in fields[2].split("|"):
            if not (folded := tuple(fold(words).split())):
                raise ConfigurationError(f"{table.name}, line {number}: a word is empty")
            phrases.append(Phrase(folded, frozenset(fields[1].split(",")), fields[0], open_ended=False))
    return tuple(phrases)

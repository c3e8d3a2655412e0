"""What stands around a name and speaks for the place: the next names, where it leads, a line of a list of prices."""

from __future__ import annotations

from typing import NamedTuple

from nlp.directions import Marking, after, before, is_word_of_one
from nlp.directions.joints import joint
from nlp.directions.wording import Wording
from nlp.gazetteer.match import Candidate, Match

_FROM_ALONE = ("fa", "ps")  # whose word for "from" does not say "by" as well


class Name(NamedTuple):  # one for each name in each text: a tuple is made in a quarter of the time
    """Words [first, last] of a text that may name a place."""

    first: int
    last: int
    start: int
    end: int
    match: Match
    sure: bool = False  #: a code between arrows: nothing else can be meant


class Neighbours(NamedTuple):
    """Where in a text names begin and end: their first and last words."""

    starts: set[int]
    ends: set[int]
    named: set[int]  #: the first words of those that are no everyday word

    def others_than(self, name: Name) -> bool:
        """Whether the text has another name than `name` that is no everyday word; no set is copied for it."""
        return len(self.named) > (name.first in self.named)


def gaps_to_others(wording: Wording, name: Name, neighbours: Neighbours) -> tuple[str, str]:
    """What stands between this name and those of other places right before and behind it; "" where none is."""
    left, right = name.first - 1, name.last + 1
    return (
        wording.gap(left, name.first) if left in neighbours.ends else "",
        wording.gap(name.last, right) if right in neighbours.starts else "",
    )


def is_joined(wording: Wording, name: Name, language: str, neighbours: Neighbours) -> bool:
    """Whether one word that only says "and" or "or" stands between it and another place."""
    left, right = name.first - 1, name.last + 1
    return (left - 1 in neighbours.ends and _joins(wording.keys[left], language)) or (
        right + 1 in neighbours.starts and _joins(wording.keys[right], language)
    )


def _joins(word: str, language: str) -> bool:
    return joint(word, language) is not None and not is_word_of_one(word, language)


def leads_on(wording: Wording, name: Name, candidate: Candidate, language: str, neighbours: Neighbours) -> bool:
    """Whether it is a country from where one goes to the next place: "turkey to greece", not a roast turkey."""
    following = name.last + 2
    if candidate.entry.kind != "country" or following not in neighbours.starts:
        return False
    marking = before(wording.keys, following, language)
    return marking is not None and marking.meaning == "to"


def is_priced(wording: Wording, name: Name, neighbours: Neighbours) -> bool:
    """Whether it opens a line and a number follows, as a place does in the line before or behind: a list of prices."""
    following = name.last + 1
    if not _opens_a_priced_line(wording, name.first, following):
        return False
    text, line = wording.text, wording.text.rfind("\n", 0, name.start) + 1
    before_it, end = text.rfind("\n", 0, max(line - 1, 0)) + 1, text.find("\n", name.end) + 1
    near = [wording.at_offset(start) for start in (before_it if line else -1, end or -1) if start >= 0]
    return any(
        word in neighbours.named
        and any(last + 1 < len(wording.keys) and wording.keys[last + 1][:1].isdigit() for last in (word, word + 1))
        for word in near
    )


def _opens_a_priced_line(wording: Wording, first: int, following: int) -> bool:
    opens = first == 0 or "\n" in wording.gap(first - 1, first)
    return opens and following < len(wording.keys) and wording.keys[following][:1].isdigit()


def is_bare(candidate: Candidate) -> bool:
    """Whether it is named by its very name, or one that supplement.tsv gives, without an ending."""
    return candidate.own_name and candidate.ending is None


def sets_out(wording: Wording, name: Name, marking: Marking, language: str, neighbours: Neighbours) -> bool:
    """Whether one goes from it to the next place: کاله نه انګلستان ته, Calais; where "from" says nothing else."""
    bare = name.first == name.last and not is_word_of_one(wording.keys[name.first], language)
    if marking.meaning != "from" or language not in _FROM_ALONE or not bare:
        return False
    behind = max(name.last + 1, marking.end)
    for following in (behind, behind + 1):
        if following in neighbours.named:
            to = before(wording.keys, following, language) or after(wording.keys, following + 1, language)
            return to is not None and to.meaning == "to"
    return False

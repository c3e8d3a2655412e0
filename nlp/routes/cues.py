"""What the words around a place tell of it in a told text: its cues, by name, for bearing.tsv to weigh."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.routes.layout import Layout
from nlp.routes.mention import Mention
from nlp.routes.nearness import distance, lies_between
from nlp.routes.tables import MODES, Labels

_NEAR = 7  # words on either side
_BESIDE = 3
_BESIDES = ("moved", "stayed", "office", "kin", "caught", "meant", "keeps", "home", "self")
_FAR = 2000.0  # kilometres to the nearest other place of the text
_CLOSE = 400.0
_DETOUR = 1.15
_MOST = 12  # places between which another may lie
#: Labels whose phrases tell something of a place in the same clause, and in the same sentence.
_IN_CLAUSE = (
    "moved", "stayed", "office", "kin", "caught", "meant", "goal", "earlier", "keeps", "home", "now", "lodges",
    "self", "teller", "here", "wait", "drop", "still", "not", "secret",
)  # fmt: skip
_IN_SENTENCE = ("moved", "stayed", "office", "caught", "meant", "home", "self", "travel", "here", "hither")
#: Cues that say more together with the place's part, with the verbs around it, or with each other.
_WITH_PART = (
    "kin near", "keeps near", "home near", "moved near", "now near", "a country", "goal in the clause",
    "meant in the clause", "news", "own",
)  # fmt: skip
_WITH_VERB = ("kin near", "keeps near")
_PAIRS = (
    ("own", "lodges near"), ("own", "keeps near"), ("own", "in the opening"), ("own", "office near"),
    ("the writer's place", "lodges near"), ("teller near", "in the opening"), ("now near", "kin near"),
    ("news", "caught near"), ("news", "office near"), ("news", "kin near"),
)  # fmt: skip
_GOING = ("from", "to", "via", "gather")
_LISTED = ("list", "and", "then", "arrow", "or", "bare")


class CueReader:
    """Reads the cues of the places of one text."""

    def __init__(self, found: Labels, cut: Layout, mentions: Sequence[Mention], *, news: bool) -> None:
        self._found, self._cut, self._mentions, self._news = found, cut, mentions, news
        self._countries = {mention.place.country for mention in mentions if mention.place.kind != "country"}
        self._spoken = found.count("hither") + found.count("here") > 0

    def read(self, number: int, taken: Sequence[bool]) -> frozenset[str]:
        """The cues of a mention; `taken` says of each one before it whether people passed there."""
        mention = self._mentions[number]
        said = {f"part {mention.part or 'none'}", *self._of_words(number), *self._of_neighbours(number, taken)}
        said.update(self._of_place(number))
        if mention.part == "home" and mention.why != "somebody's own place":
            said.add("somebody is from there")
        if mention.own:
            said.add("own, spoken of as here" if self._spoken else "own, not spoken of")
        said.update(name for name in ("own", "waits", "unsure", "back") if getattr(mention, name))
        if self._news:
            said.add("news")
        said.update(_joined(said))
        return frozenset(said)

    def _of_words(self, number: int) -> set[str]:
        mention = self._mentions[number]
        clause, sentence = self._cut.clause(mention.first), self._cut.sentence(mention.first)
        lowest = self._mentions[number - 1].after if number else 0
        highest = self._mentions[number + 1].first if number + 1 < len(self._mentions) else self._cut.words
        near = (max(clause[0], lowest, mention.first - _NEAR), min(clause[1], highest, mention.after + _NEAR))
        said = {f"{label} near" for label in _IN_CLAUSE if self._found.any(label, *near)}
        said |= {f"{label} in the clause" for label in _IN_CLAUSE if self._found.any(label, *clause)}
        said |= {f"{label} in the sentence" for label in _IN_SENTENCE if self._found.any(label, *sentence)}
        sides = (
            ("right before", max(near[0], mention.first - _BESIDE), mention.first),
            ("right behind", mention.after, min(near[1], mention.after + _BESIDE)),
        )
        said |= {f"{label} {side}" for label in _BESIDES for side, *reach in sides if self._found.any(label, *reach)}
        if any(self._found.any(mode, *sentence) for mode in MODES):
            said.add("means in the sentence")
        return said

    def _of_neighbours(self, number: int, taken: Sequence[bool]) -> set[str]:
        mention = self._mentions[number]
        if not number or self._mentions[number - 1].sentence != mention.sentence:
            said = {"first of its sentence"}
        else:
            behind = "a stop" if taken[number - 1] else "none"
            said = {f"behind {behind}"}
            if mention.tie in _LISTED:
                said.add(f"listed behind {behind}")
        around = self._mentions[number + 1 : number + 2]
        if around and around[0].sentence == mention.sentence and around[0].part in ("to", "via"):
            said.add("somewhere to go to follows")
        if any(taken[:number]):
            said.add("after the way began")
        if number and self._cut.sentences[mention.sentence] >= 0.8 * self._cut.words:
            said.add("near the end")
        if mention.sentence <= 1:
            said.add("in the opening")
        if not any(taken[:number]) and mention.sentence <= 1 and mention.part not in _GOING:
            said.add("the writer's place" + (", spoken of as here" if self._spoken else ""))
        return said

    def _lies_on_the_way(self, number: int) -> bool:
        """Whether it lies between two places that are gone from, through or to."""
        here = self._mentions[number].place
        others = [one.place for one in self._mentions if one.part in _GOING and one.place.id != here.id][:_MOST]
        return any(
            lies_between(one, here, other, _DETOUR)
            for at, one in enumerate(others)
            for other in others[at + 1 :]
            if one.id != other.id
        )

    def _of_place(self, number: int) -> set[str]:
        place = self._mentions[number].place
        said = set()
        if place.kind == "country":
            said.add("a country")
            if place.country in self._countries:
                said.add("the country of another place")
            beside = (*self._mentions[max(0, number - 1) : number], *self._mentions[number + 1 : number + 2])
            if any(one.place.country == place.country and one.place.kind != "country" for one in beside):
                said.add("the country of a neighbour")
        elif place.kind == "crossing":
            said.add("a crossing")
        ways = [distance(place, other.place) for other in self._mentions if other.place.id != place.id]
        if self._lies_on_the_way(number):
            said.add("between two others")
        known = [way for way in ways if way is not None]
        if known and min(known) > _FAR:
            said.add("far from all")
        if known and min(known) < _CLOSE:
            said.add("close to another")
        if any(other.place.id == place.id for other in self._mentions[:number]):
            said.add("named before")
        return said


def _joined(said: set[str]) -> set[str]:
    """Cues that say together what neither says alone."""
    part = next(name for name in said if name.startswith("part "))
    verb = "moving" if said & {"moved in the clause", "means in the sentence"} else "resting"
    joined = {f"{part}, {verb}"}
    joined |= {f"{cue}, {part}" for cue in _WITH_PART if cue in said}
    joined |= {f"{cue}, {verb}" for cue in _WITH_VERB if cue in said}
    joined |= {f"{one}, {other}" for one, other in _PAIRS if one in said and other in said}
    return joined

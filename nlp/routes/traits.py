"""What a place shows before any move is made: traits, by name, for the weights to weigh.

A trait is a short string such as `part=from,tie=arrow`. The names of senses are the same in all languages. What
is met at many places is grouped in cues (cues.py): `_of_` finds what a place shows, the function behind it says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from nlp.routes.cues import Cue
from nlp.routes.mention import Mention
from nlp.routes.scene import NEXT_TO, STEM, Scene

_WORDS = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d[\d.,\s]*")
_SEVERAL = re.compile(r"w(?:\s*w)+")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_LONGEST_GAP = 400  # code points; what stands further away is not looked at
_LONGEST_SHAPE = 8
_FEW_SIGNS = 12  # code points of a gap that is met again and again
_NEAR_PRICE = 25  # code points
_MARKS = (
    "waits", "own", "back", "choice", "unsure", "only", "also", "wish", "asker", "more", "stroke", "charged", "marked",
    "hither", "later",
)  # fmt: skip
_TELLING = ("secret", "ticket", "other", "travel", "teller", "asked", "caught", "news", "goal", "boat")
#: Senses that say of a whole text what kind of text it is.
_OF_TEXT = (
    "sell", "job", "rent_out", "goods", "sport", "tourism", "timetable", "weather", "school", "news_word", "secret",
    "trust", "smuggle", "police", "catch", "driver", "i", "we", "tell", "hear", "seek", "ask", "want", "price", "each",
    "ticket", "find", "relative", "neighbour",
)  # fmt: skip
#: Their traits: of a label by how often it stands in a text, of a sense by its name.
_TOLD_SO_OFTEN = {label: tuple(f"text:{label}={many}" for many in range(3)) for label in _TELLING}
_NAMED = {name: f"text~{name}" for name in _OF_TEXT}
_marks = attrgetter(*_MARKS)


def of_text(scene: Scene) -> list[str]:
    """Traits of the text as a whole; each of its places has them too."""
    found, text = scene.labels, scene.text
    paid, named = min(len(scene.prices), 4), min(len(scene.numbers), 8)
    said = [
        f"long={min(len(text) // 150, 6)}",
        f"told={scene.is_told}",
        f"news={scene.is_news}",
        f"places={named}",
        f"prices={paid}",
        f"lines={min(text.count(chr(10)), 5)}",
        f"innocent={scene.is_innocent}",
        f"innocent={scene.is_innocent},places={min(named, 4)}",
        f"ticket={min(found.count('ticket'), 2)},secret={min(found.count('secret'), 1)},prices={min(paid, 2)}",
        f"sentences={min(len(scene.layout.sentences), 6)}",
    ]
    said += [many[min(found.count(label), 2)] for label, many in _TOLD_SO_OFTEN.items()]
    named_senses = {sense.name for sense in scene.senses}
    said += [trait for name, trait in _NAMED.items() if name in named_senses]
    return said


def of_end(scene: Scene) -> list[str]:
    """Traits of the end of the text, where the moves are over."""
    together = [
        f"end~{sense.name}" for sense in scene.senses if sense.name in ("all", "and", "both", "direct", "stage")
    ]
    return ["end", *together]


def of_place(scene: Scene, number: int) -> list[Cue]:
    """Cues of mention `number`."""
    mentions = scene.mentions
    mention = mentions[number]
    before = mentions[number - 1] if number else None
    behind = mentions[number + 1] if number + 1 < len(mentions) else None
    return [
        (_place, ()),
        _of_part(mention, before, behind),
        _of_order(scene, number, before),
        _of_prices(scene, number),
        *_of_senses(scene, number),
    ]


def of_words(scene: Scene, number: int) -> list[str]:
    """Traits of mention `number` that hang on the very words and signs beside it; few of them are met again soon."""
    mention = scene.mentions[number]
    start, end = _reach(scene, number)
    left, right = scene.text[start : mention.place.start], scene.text[mention.place.end : end]
    return [f"why={mention.why}", *_gaps(left, right), *_beside(scene, number)]


def _reach(scene: Scene, number: int) -> tuple[int, int]:
    """The code points [start, end) around mention `number`, up to its neighbours."""
    mentions, place = scene.mentions, scene.mentions[number].place
    lowest = mentions[number - 1].place.end if number else 0
    highest = mentions[number + 1].place.start if number + 1 < len(mentions) else len(scene.text)
    return max(lowest, place.start - _LONGEST_GAP), min(highest, place.end + _LONGEST_GAP)


def _place() -> Sequence[str]:
    return ("place",)


def _of_part(mention: Mention, before: Mention | None, behind: Mention | None) -> Cue:
    return _part, (
        mention.part,
        mention.tie,
        mention.place.kind,
        before.part if before else "^",
        behind.part if behind else "$",
        behind.tie if behind else "$",
        _marks(mention),
    )


def _part(
    part: str, tie: str, kind: str, before: str, behind: str, tie_behind: str, marks: tuple[bool, ...]
) -> Sequence[str]:
    said = [
        f"part={part}",
        f"tie={tie}",
        f"part={part},tie={tie}",
        f"kind={kind}",
        f"part={part},kind={kind}",
        f"before={before}",
        f"behind={behind}",
        f"tie behind={tie_behind}",
        f"before={before},part={part},behind={behind}",
        f"part={part},tie={tie},behind={behind},{tie_behind}",
    ]
    shown = [mark for mark, holds in zip(_MARKS, marks, strict=True) if holds]
    return said + shown + [f"{mark},part={part}" for mark in shown]


def _of_order(scene: Scene, number: int, before: Mention | None) -> Cue:
    numbers, mention = scene.numbers, scene.mentions[number]
    return _order, (
        min(number, 3),
        min(len(numbers) - 1 - number, 2),
        min(mention.sentence, 3),
        numbers[number] in numbers[:number],
        numbers[number] in numbers[number + 1 :],
        min(mention.sentence - before.sentence, 2) if before else None,
        before is not None and before.place.country == mention.place.country,
    )


def _order(
    number: int, left: int, sentence: int, again: bool, comes_again: bool, sentences_on: int | None, same_country: bool
) -> Sequence[str]:
    said = [
        f"number={number}",
        f"left={left}",
        f"sentence={sentence}",
        f"again={again}",
        f"comes again={comes_again}",
    ]
    if sentences_on is not None:
        said.append(f"sentences on={sentences_on}")
    if same_country:
        said.append("same country")
    return said


def _of_prices(scene: Scene, number: int) -> Cue:
    mention = scene.mentions[number]
    place, (start, end) = mention.place, _reach(scene, number)
    before, behind = scene.is_priced(start, place.start), scene.is_priced(place.end, end)
    near = behind and scene.is_priced(place.end, min(end, place.end + _NEAR_PRICE))
    return _paid, (before, behind, near, mention.part, mention.tie)


def _paid(before: bool, behind: bool, near: bool, part: str, tie: str) -> Sequence[str]:
    return (
        f"paid={before},{behind}",
        f"paid near={near}",
        f"paid={before},{behind},part={part}",
        f"paid={before},{behind},tie={tie}",
    )


def _gaps(left: str, right: str) -> list[str]:
    shape_left, shape_right = _shape(left), _shape(right)
    said = [f"left {shape_left}", f"right {shape_right}", f"between {shape_left[-3:]}|{shape_right[:3]}"]
    if "\n" in left:
        said.append("line before")
    if "\n" in right:
        said.append("line behind")
    return said


def _shape(gap: str) -> str:
    """What stands between two places: w for a word, W for several, 9 for a figure, and the signs."""
    return _shape_of_few(gap) if len(gap) <= _FEW_SIGNS else _shaped(gap)


@lru_cache(maxsize=10_000)
def _shape_of_few(gap: str) -> str:
    return _shaped(gap)


def _shaped(gap: str) -> str:
    shape = _FIGURES.sub("9", _WORDS.sub("w", gap.replace("\ufe0f", "")))
    shape = _BLANKS.sub(" ", _SEVERAL.sub("W", shape))
    half = _LONGEST_SHAPE // 2
    return shape if len(shape) <= _LONGEST_SHAPE else f"{shape[:half]}~{shape[-half:]}"


def _of_senses(scene: Scene, number: int) -> Iterator[Cue]:
    mention, around = scene.mentions[number], scene.vicinities[number]
    first, after, left, right = around.first, around.after, around.left, around.right
    for sense in left:
        yield _sense, ("l", sense.name, min(first - sense.after, NEXT_TO), mention.part)
    for sense in right:
        yield _sense, ("r", sense.name, min(sense.first - after, NEXT_TO), mention.part)
    nearest_left, nearest_right = left[-1].name if left else "", right[0].name if right else ""
    yield _nearest, ("lr", nearest_left, "|", nearest_right)
    if len(left) > 1:
        yield _nearest, ("ll", left[-2].name, " ", nearest_left)
    if len(right) > 1:
        yield _nearest, ("rr", nearest_right, " ", right[1].name)
    start, end = scene.layout.sentence(min(first, len(scene.wording.keys) - 1))
    yield _in_sentence, tuple(sorted({sense.name for sense in scene.senses_in(start, end)}))


def _sense(side: str, name: str, away: int, part: str) -> Sequence[str]:
    """Of a sense on one side of a place of some part, `away` words from it."""
    anywhere = f"{side}~{name}"
    return (anywhere, f"{side}{away}~{name}", f"{side}{away}~{name},part={part}") if away < NEXT_TO else (anywhere,)


def _nearest(sides: str, one: str, sign: str, other: str) -> Sequence[str]:
    return (f"{sides}~{one}{sign}{other}",)


def _in_sentence(*names: str) -> Sequence[str]:
    return [f"s~{name}" for name in names]


def _beside(scene: Scene, number: int) -> list[str]:
    """The very words beside the place, and how its name ends."""
    keys, around = scene.wording.keys, scene.vicinities[number]
    first, after = around.first, around.after
    left = keys[max(around.lowest, first - NEXT_TO) : first][::-1]
    right = keys[after : min(around.highest, after + NEXT_TO)]
    said = [f"l{away}={key}" for away, key in enumerate(left)] + [f"r{away}={key}" for away, key in enumerate(right)]
    if len(left) > 1:
        said.append(f"l={left[1]} {left[0]}")
    if len(right) > 1:
        said.append(f"r={right[0]} {right[1]}")
    said += [f"L={key[:STEM]}" for key in left] + [f"R={key[:STEM]}" for key in right]
    if first < after:
        said += [f"{scene.language} -{keys[after - 1][-length:]}" for length in (2, 3)]
    return said

"""What a place shows before any move is made: traits, by name, for the weights to weigh.

A trait is a short string such as `part=from,tie=arrow`. The names of senses are the same in all languages.
"""

from __future__ import annotations

import re

from nlp.routes.mention import Mention
from nlp.routes.scene import NEXT_TO, STEM, Scene

_WORDS = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d[\d.,\s]*")
_SEVERAL = re.compile(r"w(?:\s*w)+")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_LONGEST_GAP = 400  # code points; what stands further away is not looked at
_LONGEST_SHAPE = 8
_NEAR_PRICE = 25  # code points
_MARKS = (
    "waits", "own", "back", "choice", "unsure", "only", "also", "wish", "asker", "more", "stroke", "charged", "marked",
)  # fmt: skip
_TELLING = ("secret", "ticket", "other", "travel", "teller", "asked", "caught", "news", "goal", "boat")
#: Senses that say of a whole text what kind of text it is.
_OF_TEXT = (
    "sell", "job", "rent_out", "goods", "sport", "tourism", "timetable", "weather", "school", "news_word", "secret",
    "trust", "smuggle", "police", "catch", "driver", "i", "we", "tell", "hear", "seek", "ask", "want", "price", "each",
    "ticket", "find", "relative", "neighbour",
)  # fmt: skip


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
    said += [f"text:{label}={min(found.count(label), 2)}" for label in _TELLING]
    named_senses = {sense.name for sense in scene.senses}
    said += [f"text~{name}" for name in _OF_TEXT if name in named_senses]
    return said


def of_end(scene: Scene) -> list[str]:
    """Traits of the end of the text, where the moves are over."""
    together = [
        f"end~{sense.name}" for sense in scene.senses if sense.name in ("all", "and", "both", "direct", "stage")
    ]
    return ["end", *together]


def of_place(scene: Scene, number: int) -> list[str]:
    """Traits of mention `number`."""
    mentions = scene.mentions
    mention = mentions[number]
    before = mentions[number - 1] if number else None
    behind = mentions[number + 1] if number + 1 < len(mentions) else None
    return [
        "place",
        *_of_part(mention, before, behind),
        *_of_order(scene, number, before),
        *_of_gaps(scene, mention, before, behind),
        *_of_senses(scene, number),
        *_of_words(scene, number),
    ]


def _of_part(mention: Mention, before: Mention | None, behind: Mention | None) -> list[str]:
    part, tie, kind = mention.part, mention.tie, mention.place.kind
    part_before, part_behind = before.part if before else "^", behind.part if behind else "$"
    tie_behind = behind.tie if behind else "$"
    said = [
        f"part={part}",
        f"tie={tie}",
        f"part={part},tie={tie}",
        f"kind={kind}",
        f"part={part},kind={kind}",
        f"why={mention.why}",
        f"before={part_before}",
        f"behind={part_behind}",
        f"tie behind={tie_behind}",
        f"before={part_before},part={part},behind={part_behind}",
        f"part={part},tie={tie},behind={part_behind},{tie_behind}",
    ]
    shown = [mark for mark in _MARKS if getattr(mention, mark)]
    return said + shown + [f"{mark},part={part}" for mark in shown]


def _of_order(scene: Scene, number: int, before: Mention | None) -> list[str]:
    numbers, mention = scene.numbers, scene.mentions[number]
    left = len(numbers) - 1 - number
    said = [
        f"number={min(number, 3)}",
        f"left={min(left, 2)}",
        f"sentence={min(mention.sentence, 3)}",
        f"again={numbers[number] in numbers[:number]}",
        f"comes again={numbers[number] in numbers[number + 1 :]}",
    ]
    if before:
        said.append(f"sentences on={min(mention.sentence - before.sentence, 2)}")
        if before.place.country == mention.place.country:
            said.append("same country")
    return said


def _of_gaps(scene: Scene, mention: Mention, before: Mention | None, behind: Mention | None) -> list[str]:
    text, place = scene.text, mention.place
    start = max(before.place.end if before else 0, place.start - _LONGEST_GAP)
    end = min(behind.place.start if behind else len(text), place.end + _LONGEST_GAP)
    left, right = text[start : place.start], text[place.end : end]
    shape_left, shape_right = _shape(left), _shape(right)
    paid_before, paid_behind = scene.is_priced(start, place.start), scene.is_priced(place.end, end)
    near = scene.is_priced(place.end, min(end, place.end + _NEAR_PRICE))
    said = [
        f"left {shape_left}",
        f"right {shape_right}",
        f"between {shape_left[-3:]}|{shape_right[:3]}",
        f"paid={paid_before},{paid_behind}",
        f"paid near={near}",
        f"paid={paid_before},{paid_behind},part={mention.part}",
        f"paid={paid_before},{paid_behind},tie={mention.tie}",
    ]
    if "\n" in left:
        said.append("line before")
    if "\n" in right:
        said.append("line behind")
    return said


def _shape(gap: str) -> str:
    """What stands between two places: w for a word, W for several, 9 for a figure, and the signs."""
    shape = _FIGURES.sub("9", _WORDS.sub("w", gap.replace("\ufe0f", "")))
    shape = _BLANKS.sub(" ", _SEVERAL.sub("W", shape))
    half = _LONGEST_SHAPE // 2
    return shape if len(shape) <= _LONGEST_SHAPE else f"{shape[:half]}~{shape[-half:]}"


def _of_senses(scene: Scene, number: int) -> list[str]:
    mention, around = scene.mentions[number], scene.vicinities[number]
    first, after, left, right = around.first, around.after, around.left, around.right
    said: list[str] = []
    for sense in left:
        away = first - sense.after
        said.append(f"l~{sense.name}")
        if away < NEXT_TO:
            said += [f"l{away}~{sense.name}", f"l{away}~{sense.name},part={mention.part}"]
    for sense in right:
        away = sense.first - after
        said.append(f"r~{sense.name}")
        if away < NEXT_TO:
            said += [f"r{away}~{sense.name}", f"r{away}~{sense.name},part={mention.part}"]
    nearest_left, nearest_right = left[-1].name if left else "", right[0].name if right else ""
    said.append(f"lr~{nearest_left}|{nearest_right}")
    if len(left) > 1:
        said.append(f"ll~{left[-2].name} {nearest_left}")
    if len(right) > 1:
        said.append(f"rr~{nearest_right} {right[1].name}")
    start, end = scene.layout.sentence(min(first, len(scene.wording.keys) - 1))
    in_sentence = {sense.name for sense in scene.senses_in(start, end)}
    said += [f"s~{name}" for name in sorted(in_sentence)]
    return said


def _of_words(scene: Scene, number: int) -> list[str]:
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

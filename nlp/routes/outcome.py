"""What a whole reading of a text shows: how its journeys lie, what part each place plays in them in the end.

The moves (moves.py) are weighed one after the other, before it is known how the text goes on; here it is known. A trait
is a short string, as in traits.py.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from nlp.routes.moves import Numbers
from nlp.routes.scene import NEXT_TO, STEM, Scene
from waymark.records import Place

_BEHIND = (1.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0)  # in the measure of weights.tsv
_DISTANCES = (30.0, 120.0, 400.0, 1200.0, 2500.0)  # kilometres
_DETOURS = (1.02, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0)  # times the straight line
_BLUR = 30.0  # kilometres within which a detour is none
MOST_WAYS = 5  # that are looked at two by two
UNUSED = "-"


class OutcomeReader:
    """Of one text. An outcome is its lists of stops, each as numbers of places."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._first: dict[int, int] = {}
        for at, number in enumerate(scene.numbers):
            self._first.setdefault(number, at)
        self._told = f"told={scene.is_told}"
        self._paid = min(len(scene.prices), 4)
        self._cues = [_Cues(scene, at) for at in range(len(scene.numbers))]

    def of_whole(self, ways: Sequence[Numbers], behind: float, rank: int, last: str) -> list[str]:
        """Traits of the outcome: how far it is behind the likeliest by its moves, its rank, its last move."""
        scene, many, paid = self._scene, min(len(ways), 6), self._paid
        lengths = ",".join(str(min(len(way), 6)) for way in sorted(ways, key=len)[:MOST_WAYS])
        said = [
            f"behind={bisect(_BEHIND, behind)}",
            f"rank={min(rank, 5)}",
            f"end={last}",
            f"ways={many}",
            f"ways={many},paid={paid}",
            f"ways={many},amounts={min(len(scene.amounts), 5)}",
            f"ways={many},{self._told}",
            f"ways={min(many, 4)},lines={min(scene.text.count(chr(10)), 4)}",
            f"ways={min(many, 4)},choice={min(sum(mention.choice for mention in scene.mentions), 3)}",
            f"lengths={lengths}",
            f"lengths={lengths},{self._told}",
        ]
        if not ways:
            said += ["none", f"none,{self._told}", f"none,paid={paid}", f"none,places={min(len(scene.places), 4)}"]
        return said

    def parts(self, ways: Sequence[Numbers]) -> list[str]:
        """The part each mention plays: O where a way begins, V on a way, D where one ends, several, or none."""
        played: dict[int, set[str]] = {}
        for way in ways:
            for at, number in enumerate(way):
                part = "O" if at == 0 else "D" if at == len(way) - 1 else "V"
                played.setdefault(number, set()).add(part)
        return ["".join(sorted(played.get(number, UNUSED))) for number in self._scene.numbers]

    def of_mention(self, at: int, before: str, part: str, behind: str) -> list[str]:
        """Traits of mention `at`, with the parts that it and its neighbours play."""
        scene, cues = self._scene, self._cues[at]
        mention, number = scene.mentions[at], scene.numbers[at]
        pair = f"{before}>{part}"
        said = [
            f"{pair}>{behind}",
            f"{part}|part={mention.part}",
            f"{part}|tie={mention.tie}",
            f"{part}|part={mention.part},tie={mention.tie}",
            f"{part}|left={cues.left}",
            f"{part}|right={cues.right}",
            f"{part}|left={cues.left},right={cues.right}",
            f"{part}|kind={mention.place.kind}",
            f"{part}|charged={mention.charged},{mention.choice},{mention.more}",
            f"{part}|again={scene.numbers.index(number) < at}",
            f"{part}|{self._told},sentence={min(mention.sentence, 3)}",
            f"{pair}|tie={mention.tie}",
            f"{pair}|left={cues.left}",
            f"{pair}|part={mention.part}",
            f"{part}>{behind}|right={cues.right}",
            *(f"{part}|l={sense}" for sense in cues.all_left),
            *(f"{part}|r={sense}" for sense in cues.all_right),
        ]
        if at:
            one, other = scene.mentions[at - 1].place, mention.place
            said.append(f"{pair}|same={one.country == other.country},{one.kind[:2]},{other.kind[:2]}")
        return said

    def of_way(self, way: Numbers) -> list[str]:
        """Traits of one list of stops: its detours, its order beside that of the text, its steps."""
        places, length = self._scene.places, min(len(way), 5)
        stops = [places[number] for number in way]
        order = [self._first[number] for number in way]
        rising, bend = order == sorted(order), self._bend(way)
        kinds = "".join("C" if stop.kind == "country" else "c" for stop in stops)
        inside = sum(one.kind == "country" and one.country == other.country for one, other in pairwise(stops))
        headings = _headings(stops, order)
        said = [
            f"bend={bend}",
            f"bend={bend},long={length}",
            f"rising={rising},{order == sorted(order, reverse=True)}",
            f"rising={rising},long={length}",
            f"rising={rising},bend={bend}",
            f"ends={stops[0].country}>{stops[-1].country}",
            f"kinds={kinds[0]}{kinds[-1]}",
            f"all kinds={kinds[:6]}",
            f"country then town={min(inside, 2)}",
            f"headings={min(headings, 2)}",
            *self._of_unused(way),
        ]
        for one, other in pairwise(way):
            said += self._of_step(one, other, places[one], places[other])
        return said

    def of_two(self, one: Numbers, other: Numbers) -> list[str]:
        """Traits of two lists of stops beside each other."""
        how = _relation(one, other)
        return [f"two={how}", f"two={how},paid={self._paid}", f"two={how},{self._told}"]

    def traits(self, ways: Sequence[Numbers], behind: float, rank: int, last: str) -> Iterator[str]:
        """All of an outcome's traits."""
        yield from self.of_whole(ways, behind, rank, last)
        for way in ways:
            yield from self.of_way(way)
        for one, other in combinations(ways[:MOST_WAYS], 2):
            yield from self.of_two(one, other)
        for at, before, part, behind_it in self.played(ways):
            yield from self.of_mention(at, before, part, behind_it)

    def played(self, ways: Sequence[Numbers]) -> Iterator[tuple[int, str, str, str]]:
        """Each mention with the parts that the one before, it, and the one behind it play."""
        parts = ["^", *self.parts(ways), "$"]
        for at in range(len(self._scene.numbers)):
            yield at, parts[at], parts[at + 1], parts[at + 2]

    def _of_unused(self, way: Numbers) -> Iterator[str]:
        """Of the ends that are countries: what the text says of a town there that is no stop of the way."""
        scene = self._scene
        for where, number in (("from", way[0]), ("to", way[-1])):
            country = scene.places[number]
            if country.kind != "country":
                continue
            for at, other in enumerate(scene.numbers):
                town = scene.places[other]
                if town.country == country.country and town.kind != "country" and other not in way:
                    yield f"{where} a country, {scene.mentions[at].part} a town there"

    def _of_step(self, one: int, other: int, here: Place, there: Place) -> list[str]:
        first, second = self._first[one], self._first[other]
        mentions, on = self._scene.mentions, max(-3, min(3, second - first))
        return [
            f"step={on}",
            f"step={on},tie={mentions[max(first, second)].tie}",
            f"step={on},parts={mentions[first].part}>{mentions[second].part}",
            f"step={here.country}>{there.country}",
            f"step far={_far(self._scene.apart(one, other))},{here.kind == 'country'},{there.kind == 'country'}",
        ]

    def _bend(self, way: Numbers) -> str:
        """How much longer the way is than the straight line between its ends."""
        steps = [self._scene.apart(one, other) for one, other in pairwise(way)]
        straight = self._scene.apart(way[0], way[-1])
        known = [step for step in steps if step is not None]
        if straight is None or len(known) < len(steps):
            return "?"
        return str(bisect(_DETOURS, (sum(known) + _BLUR) / (straight + _BLUR)))


class _Cues:
    """The senses on either side of a mention, up to the next ones; of each side the nearest, or the very word."""

    def __init__(self, scene: Scene, at: int) -> None:
        keys, around = scene.wording.keys, scene.vicinities[at]
        left, right = around.left, around.right
        self.all_left, self.all_right = [sense.name for sense in left], [sense.name for sense in right]
        if left and around.first - left[-1].after < NEXT_TO:
            self.left = left[-1].name
        else:
            self.left = keys[around.first - 1][:STEM] if around.lowest < around.first else "^"
        if right and right[0].first - around.after < NEXT_TO:
            self.right = right[0].name
        else:
            self.right = keys[around.after][:STEM] if around.after < around.highest else "$"


def _headings(stops: Sequence[Place], order: Sequence[int]) -> int:
    """Countries named above a town of theirs that the way passes before them: "Libya → Italy, from Zuwara"."""
    return sum(
        any(
            town.kind != "country" and town.country == country.country and named > above
            for town, named in zip(stops[:at], order, strict=False)
        )
        for at, (country, above) in enumerate(zip(stops, order, strict=True))
        if country.kind == "country"
    )


def _relation(one: Numbers, other: Numbers) -> str:
    said = [
        name
        for name, holds in (
            ("start", one[0] == other[0]),
            ("end", one[-1] == other[-1]),
            ("chain", one[-1] == other[0] or other[-1] == one[0]),
            ("beginning", one == other[: len(one)] or other == one[: len(other)]),
            ("rest", one == other[-len(one) :] or other == one[-len(other) :]),
            ("within", set(one) < set(other) or set(other) < set(one)),
        )
        if holds
    ]
    return "+".join(said) or ("crossing" if set(one) & set(other) else "apart")


def _far(apart: float | None) -> str:
    return "?" if apart is None else str(bisect(_DISTANCES, apart))

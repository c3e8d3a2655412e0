"""Routes of a text: its journeys with stops, means of travel and price."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nlp.gazetteer import Gazetteer
from nlp.routes import second_look, weights
from nlp.routes.choice import Chooser, Reading, lists
from nlp.routes.endings import EndingReader
from nlp.routes.means import modes
from nlp.routes.mention import Mention
from nlp.routes.moves import Numbers
from nlp.routes.scene import Scene, scene
from waymark.records import Amount, Per, Place, PlaceKind, Price, Role, Route, Stop

_MOST_PLACES = 200  # of one text; it has no journeys that anybody would read
#: Code points. A longer text is a report: what it is about stands first, and who else met where comes after.
_LONG, _LEAD = 2500, 1500
_MOST_ROUTES = 30
_SHARE = 0.05  # of the dearest price; what costs less is no journey


class RouteFinder:
    """Reads texts with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._endings = EndingReader(gazetteer)
        self._chooser = Chooser(weights.load(), second_look.weights())

    def find(self, text: str, language: str, places: Sequence[Place], prices: Sequence[Price]) -> list[Route]:
        """The routes of `text`, in order, each once."""
        if len(text) > _LONG:
            text = text[:_LEAD]
            places = [place for place in places if place.end <= _LEAD]
            prices = [price for price in prices if price.end <= _LEAD]
        if not places or (len({place.id for place in places}) < 2 and not prices):
            return []
        seen = scene(text, language, places[:_MOST_PLACES], prices, self._endings)
        reading = self._chooser.read(seen)
        if reading is None:
            return []
        ways = (lists(reading) or _tariff(seen, reading))[:_MOST_ROUTES]
        by_what = modes(seen.text, seen.labels, seen.layout) if ways else ()
        return [
            Route(
                stops=_stops(seen, way, whole=len(way) > 1), modes=by_what, price=amount, rule=_rule(seen, reading, way)
            )
            for way, amount in zip(ways, _amounts(seen, ways), strict=True)
        ]


def _tariff(seen: Scene, reading: Reading) -> list[Numbers]:
    """Destinations with a price each, where no place to start from is told."""
    if not seen.prices:
        return []
    charged = {number for mention, number in zip(seen.mentions, seen.numbers, strict=True) if mention.charged}
    ends = (end for way in reading.state.ways if not way.starts and not way.via for end in way.ends)
    return [(end,) for end in dict.fromkeys(ends) if end in charged]


def _stops(seen: Scene, way: Numbers, *, whole: bool) -> tuple[Stop, ...]:
    last = len(way) - 1
    return tuple(
        _stop(seen.places[number], "destination" if at == last else "origin" if at == 0 and whole else "transit")
        for at, number in enumerate(way)
    )


def _stop(place: Place, role: Role) -> Stop:
    return _stop_of(place.id, place.name, place.kind, place.country, place.lat, place.lon, role)


@lru_cache(maxsize=16384)  # the same places are stops of many journeys
def _stop_of(
    identity: str, name: str, kind: PlaceKind, country: str, lat: float | None, lon: float | None, role: Role
) -> Stop:
    return Stop(id=identity, name=name, kind=kind, country=country, lat=lat, lon=lon, role=role)


def _amounts(seen: Scene, ways: Sequence[Numbers]) -> list[Amount | None]:
    """The price of each way: one for all, one each in order, or the nearest behind its destination."""
    usual = [price for price in seen.prices if price.per != "child"] or list(seen.prices)
    if not usual:
        return [None] * len(ways)
    if len(ways) == 1 or len(usual) == 1:
        return [_amount(_of_the_whole(usual))] * len(ways)
    if len(usual) == len(ways):
        return [_amount(price) for price in usual]
    return [_amount(min(usual, key=lambda price: _distance(price, _mentions(seen, way[-1])))) for way in ways]


def _of_the_whole(prices: Sequence[Price]) -> Price:
    """The first that may be a journey's; a bed for the night, a meal or the rest of a debt costs far less."""
    alike = [price for price in prices if price.currency == prices[0].currency]
    dear = max(_size(price) for price in alike)
    return next(price for price in alike if _size(price) >= dear * _SHARE)


def _size(price: Price) -> float:
    return price.max or price.min or 0.0


def _mentions(seen: Scene, number: int) -> list[Mention]:
    return [mention for mention, other in zip(seen.mentions, seen.numbers, strict=True) if other == number]


def _distance(price: Price, mentions: Sequence[Mention]) -> int:
    return min(
        price.start - mention.place.end
        if price.start >= mention.place.end
        else 2 * (mention.place.start - price.end) + 20
        for mention in mentions
    )


def _amount(price: Price) -> Amount:
    return _amount_of(price.min, price.max, price.currency, price.per)


@lru_cache(maxsize=4096)
def _amount_of(least: float | None, most: float | None, currency: str, per: Per | None) -> Amount:
    return Amount(min=least, max=most, currency=currency, per=per)


def _rule(seen: Scene, reading: Reading, way: Numbers) -> str:
    """Why each stop is one: the move it made, and the word or tie that speaks for its part."""
    why: dict[int, str] = {}
    for mention, number, move in zip(seen.mentions, seen.numbers, reading.moves, strict=False):
        if move != "skip" or number not in why:
            said = f"{mention.place.text} ({mention.why or mention.tie}, {move})"
            why[number] = said if move != "skip" else why.get(number, said)
    return "learned moves: " + ", ".join(why[number] for number in way if number in why)

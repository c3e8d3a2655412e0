"""Routes of a text: its journeys with stops, means of travel and price."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.directions.wording import Wording, word
from nlp.gazetteer import Gazetteer
from nlp.routes.journeys import Journey, JourneyReader
from nlp.routes.mentions import Mention, mentions
from nlp.routes.tables import means, regular, travel
from waymark.records import Amount, Place, Price, Role, Route, Stop

_PROSE = 500  # code points: in longer texts places are also named for other reasons than a journey
_REACH = 90  # code points around a journey's places where a word of travelling counts
_MOST_ROUTES = 30


class RouteFinder:
    """Reads texts with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def find(self, text: str, language: str, places: Sequence[Place], prices: Sequence[Price]) -> list[Route]:
        """The routes of `text`, in order, each once."""
        if len({place.id for place in places}) < 2:
            return []
        wording = word(text)
        if len(text) <= _PROSE and _is_regular(wording, language):
            return []
        journeys = [
            journey
            for journey in JourneyReader().read(mentions(wording, places, prices, language, self._gazetteer))
            if len(text) <= _PROSE or _travels(wording, journey, language, prices)
        ]
        ways = [(journey, end) for journey in journeys for end in journey.ends][:_MOST_ROUTES]
        amounts = _amounts(ways, prices)
        modes = _modes(wording, language, places)
        return _distinct(
            Route(stops=stops, modes=modes, price=amount, rule=_rule(journey))
            for (journey, end), amount in zip(ways, amounts, strict=True)
            if len(stops := _stops(journey, end)) > 1
        )


def _is_regular(wording: Wording, language: str) -> bool:
    """Whether the text tells of a bus line, a ferry or a lift, which is nobody's smuggling."""
    table = regular()
    return any(table.label_at(wording.keys, at, language) for at in range(len(wording.keys)))


def _travels(wording: Wording, journey: Journey, language: str, prices: Sequence[Price]) -> bool:
    spans = [(mention.place.start, mention.place.end) for mention in journey.all()]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    if end - start > 3 * _REACH or _is_border(wording, journey):
        return False
    if any(start - _REACH <= price.start <= end + _REACH for price in prices):
        return True
    near = range(wording.at_offset(max(0, start - _REACH)), wording.at_offset(end + _REACH // 2))
    return any(
        travel().label_at(wording.keys, at, language) or means().label_at(wording.keys, at, language) for at in near
    )


def _is_border(wording: Wording, journey: Journey) -> bool:
    """Two countries with a hyphen between them, as in Serbia-Hungary border."""
    stops = [mention.place for mention in journey.all()]
    if not journey.chained or len(stops) != 2 or any(stop.kind != "country" for stop in stops):
        return False
    return wording.text[stops[0].end : stops[1].start] in ("-", "–", "/")


def _modes(wording: Wording, language: str, places: Sequence[Place]) -> tuple[str, ...]:
    """All means of travel the text names, in order; Van, the city, is none."""
    table = means()
    named = {wording.at_offset(place.start) for place in places}
    found = (table.label_at(wording.keys, at, language) for at in range(len(wording.keys)) if at not in named)
    return tuple(dict.fromkeys(mode for mode in found if mode))


def _stops(journey: Journey, end: Mention) -> tuple[Stop, ...]:
    chosen = [*([journey.origin] if journey.origin else []), *journey.via, end]
    by_id = {mention.place.id: mention.place for mention in chosen}
    if journey.origin and journey.origin.place.id != end.place.id:
        by_id[end.place.id] = by_id.pop(end.place.id)  # a destination that was passed on the way stays the last
    places = list(by_id.values())
    return tuple(_stop(place, _role(number, len(places), journey)) for number, place in enumerate(places))


def _role(number: int, count: int, journey: Journey) -> Role:
    if number == count - 1:
        return "destination"
    return "origin" if number == 0 and journey.origin else "transit"


def _stop(place: Place, role: Role) -> Stop:
    return Stop(
        id=place.id, name=place.name, kind=place.kind, country=place.country, lat=place.lat, lon=place.lon, role=role
    )


def _amounts(ways: Sequence[tuple[Journey, Mention]], prices: Sequence[Price]) -> list[Amount | None]:
    """The price of each way: one for all, one each in order, or the nearest behind its destination."""
    usual = [price for price in prices if price.per != "child"] or list(prices)
    if not usual:
        return [None] * len(ways)
    if len(ways) == 1 or len(usual) == 1:
        return [_amount(usual[0])] * len(ways)
    if len(usual) == len(ways):
        return [_amount(price) for price in usual]
    return [_amount(min(usual, key=lambda price: _distance(price, end.place))) for _, end in ways]


def _distance(price: Price, place: Place) -> int:
    return price.start - place.end if price.start >= place.end else 2 * (place.start - price.end) + 20


def _amount(price: Price) -> Amount:
    return Amount(min=price.min, max=price.max, currency=price.currency, per=price.per)


def _rule(journey: Journey) -> str:
    return "arrows" if journey.chained else "words of direction"


def _distinct(routes: object) -> list[Route]:
    """Each way once; one that another tells with more stops between the same ends is left out."""
    kept: list[Route] = []
    for route in routes:  # type: ignore[attr-defined]
        ids = [stop.id for stop in route.stops]
        same = next((at for at, other in enumerate(kept) if _ends(other) == _ends(route)), None)
        if same is None:
            kept.append(route)
        elif len(ids) > len(kept[same].stops):
            kept[same] = route.model_copy(update={"price": route.price or kept[same].price})
    return kept


def _ends(route: Route) -> tuple[str, str]:
    return route.stops[0].id, route.stops[-1].id

"""Routes of a text: its journeys with stops, means of travel and price."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nlp.directions.wording import Wording, word
from nlp.gazetteer import Gazetteer
from nlp.routes.amounts import amounts
from nlp.routes.endings import EndingReader
from nlp.routes.innocence import is_innocent
from nlp.routes.journey import Journey
from nlp.routes.journeys import read_journeys
from nlp.routes.layout import Layout, layout
from nlp.routes.means import modes
from nlp.routes.mention import Mention
from nlp.routes.mentions import MentionReader
from nlp.routes.merging import merged
from nlp.routes.narrative import Narrative, is_told
from nlp.routes.tables import MODES, Labels, labels
from waymark.records import Amount, Per, Place, PlaceKind, Price, Role, Route, Stop

_PROSE = 500  # code points: in longer texts places are also named for other reasons than a journey
_REACH = 90  # code points around a journey's places where a word of travelling counts
_MOST_ROUTES = 30
_Way = tuple[Journey, Mention | None, Mention]


class RouteFinder:
    """Reads texts with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._endings = EndingReader(gazetteer)

    def find(self, text: str, language: str, places: Sequence[Place], prices: Sequence[Price]) -> list[Route]:
        """The routes of `text`, in order, each once."""
        if not places or (len({place.id for place in places}) < 2 and not prices):
            return []
        wording = word(text)
        found = labels(wording.keys, language, frozenset(wording.at_offset(place.start) for place in places))
        if len(text) <= _PROSE and is_innocent(found, prices):
            return []
        cut = layout(wording)
        paid = amounts(wording, places, prices)
        mentions = MentionReader(wording, language, found, cut, self._endings).read(places, paid)
        ways = _ways(_journeys(wording, mentions, found, cut, prices, len(paid)))
        by_what = modes(found, cut) if ways else ()
        return _distinct(
            [
                Route(stops=stops, modes=by_what, price=amount, rule=_rule(way))
                for way, amount in zip(ways, _amounts(ways, prices), strict=True)
                if len(stops := _stops(way)) > 1 or way[0].tariff
            ]
        )


def _journeys(
    wording: Wording,
    mentions: Sequence[Mention],
    found: Labels,
    cut: Layout,
    prices: Sequence[Price],
    amounts: int,
) -> list[Journey]:
    """A tip of many sentences tells one; anything else may offer several."""
    length = len(wording.text)
    if is_told(length, found, cut, prices):
        return Narrative(found, cut).read(mentions)
    evident = amounts > 0 or _is_evident(found)
    read = read_journeys(mentions, amounts, evident=evident, aboard=_is_aboard(found))
    return [
        journey
        for journey in merged(read[:_MOST_ROUTES], amounts)
        if (journey.whole() or (journey.tariff and _is_evident(found)))
        and (length <= _PROSE or _travels(wording, journey, found, prices))
    ]


def _ways(journeys: Sequence[Journey]) -> list[_Way]:
    """Each origin of a journey with each of its destinations."""
    ways: list[_Way] = []
    for journey in journeys:
        origins: list[Mention | None] = [*journey.origins()] or [None]
        ways.extend((journey, origin, end) for origin in origins for end in journey.ends)
    return ways[:_MOST_ROUTES]


def _is_evident(found: Labels) -> bool:
    return any(found.count(label) for label in ("secret", "travel", *MODES))


def _is_aboard(found: Labels) -> bool:
    return found.count("boat") + found.count("plane") > 0


def _travels(wording: Wording, journey: Journey, found: Labels, prices: Sequence[Price]) -> bool:
    spans = [(mention.place.start, mention.place.end) for mention in journey.all()]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    if end - start > 3 * _REACH or _is_border(wording, journey):
        return False
    if any(start - _REACH <= price.start <= end + _REACH for price in prices):
        return True
    near = (wording.at_offset(max(0, start - _REACH)), wording.at_offset(end + _REACH // 2))
    return any(found.any(label, *near) for label in ("travel", *MODES))


def _is_border(wording: Wording, journey: Journey) -> bool:
    """Two countries with a hyphen between them, as in Serbia-Hungary border."""
    stops = [mention.place for mention in journey.all()]
    if not journey.chained or len(stops) != 2 or any(stop.kind != "country" for stop in stops):
        return False
    return wording.text[stops[0].end : stops[1].start] in ("-", "–", "/")


def _stops(way: _Way) -> tuple[Stop, ...]:
    journey, origin, end = way
    chosen = [*([origin] if origin else []), *journey.via, end]
    by_name = {mention.place.name: mention.place for mention in chosen}  # a town and its district are one stop
    last = end.place.name
    if len(by_name) > 1 and next(iter(by_name)) != last:
        by_name[last] = by_name.pop(last)  # a destination that was passed on the way stays the last
    places = list(by_name.values())
    return tuple(_stop(place, _role(number, len(places), origin)) for number, place in enumerate(places))


def _role(number: int, count: int, origin: Mention | None) -> Role:
    if number == count - 1:
        return "destination"
    return "origin" if number == 0 and origin else "transit"


def _stop(place: Place, role: Role) -> Stop:
    return _stop_of(place.id, place.name, place.kind, place.country, place.lat, place.lon, role)


@lru_cache(maxsize=16384)  # the same places are stops of many journeys
def _stop_of(
    identity: str, name: str, kind: PlaceKind, country: str, lat: float | None, lon: float | None, role: Role
) -> Stop:
    return Stop(id=identity, name=name, kind=kind, country=country, lat=lat, lon=lon, role=role)


def _amounts(ways: Sequence[_Way], prices: Sequence[Price]) -> list[Amount | None]:
    """The price of each way: one for all, one each in order, or the nearest behind its destination."""
    usual = [price for price in prices if price.per != "child"] or list(prices)
    if not usual:
        return [None] * len(ways)
    if len(ways) == 1 or len(usual) == 1:
        return [_amount(usual[0])] * len(ways)
    if len(usual) == len(ways):
        return [_amount(price) for price in usual]
    return [_amount(min(usual, key=lambda price: _distance(price, end.place))) for _, _, end in ways]


def _distance(price: Price, place: Place) -> int:
    return price.start - place.end if price.start >= place.end else 2 * (place.start - price.end) + 20


def _amount(price: Price) -> Amount:
    return _amount_of(price.min, price.max, price.currency, price.per)


@lru_cache(maxsize=4096)
def _amount_of(least: float | None, most: float | None, currency: str, per: Per | None) -> Amount:
    return Amount(min=least, max=most, currency=currency, per=per)


def _rule(way: _Way) -> str:
    """How each stop's part was found: by which words, or by its place in a chain or list."""
    journey, origin, end = way
    chosen = [*([origin] if origin else []), *journey.via, end]
    by = "arrows" if journey.chained else "words of direction"
    return f"{by}: " + ", ".join(f"{mention.place.text} ({mention.why or mention.tie})" for mention in chosen)


def _distinct(routes: Sequence[Route]) -> list[Route]:
    """Each way once; one that another tells with more stops between the same ends is left out."""
    kept: list[Route] = []
    for route in routes:
        ids = [stop.id for stop in route.stops]
        same = next((at for at, other in enumerate(kept) if _ends(other) == _ends(route)), None)
        if same is None:
            kept.append(route)
        elif len(ids) > len(kept[same].stops):
            kept[same] = route.model_copy(update={"price": route.price or kept[same].price})
    return kept


def _ends(route: Route) -> tuple[str, str]:
    return route.stops[0].id, route.stops[-1].id

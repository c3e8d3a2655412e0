"""Ways that lead to where another begins: "from A to B 2500. Who is in C gets the bus to A"."""

from __future__ import annotations

from nlp.routes.journey import Journey


def with_feeders(journeys: list[Journey]) -> list[Journey]:
    """Prolongs what leads to the start of a way told before it by each of those ways."""
    found: list[Journey] = []
    for journey in journeys:
        fed = [way for way in found if _leads_to(journey, way)]
        found.extend([_over(journey, way) for way in fed] or [journey])
    return found


def _leads_to(feeder: Journey, way: Journey) -> bool:
    if feeder.origin is None or way.origin is None or len(feeder.ends) != 1 or feeder.either_way or feeder.others:
        return False
    if feeder.ends[0].place.id != way.origin.place.id or not way.whole():
        return False
    if feeder.ends[0].charged and not feeder.origin.also:
        return False  # a leg that is sold by itself
    return all(stop.place.id != feeder.origin.place.id for stop in way.all())


def _over(feeder: Journey, way: Journey) -> Journey:
    return Journey(
        origin=feeder.origin, via=[*feeder.via, *feeder.ends, *way.via], ends=list(way.ends), chained=way.chained
    )

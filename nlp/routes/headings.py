"""Countries that only head the stops below them."""

from __future__ import annotations

from nlp.routes.mention import Mention

_HEADING = ("arrow", "both", "bare", "list", "and", "line", "next")
_WIDE = ("country", "region")
_ARRIVED = ("arrow", "both", "bare", "line")


def without_heading(found: list[Mention]) -> list[Mention]:
    """ "🇹🇷➡🇮🇹 Izmir – Bari", "Germany! From Niš to Munich": without the countries, where cities in them follow."""
    heads = _leading_countries(found)
    below = found[heads:]
    if not heads or not below:
        return found
    last = found[heads - 1]
    if heads == 1 and (last.part not in ("to", "") or below[0].tie in ("arrow", "both") or not _is_goal(last, below)):
        return found
    if heads > 1 and not all(_has_place(below, country) for country in found[:heads]):
        return found
    below[0].tie = "break"
    return below


def _leading_countries(found: list[Mention]) -> int:
    number = 0
    for mention in found:
        if mention.place.kind not in _WIDE or (number and mention.tie not in _HEADING) or mention.charged:
            break
        number += 1
    return number


def _has_place(below: list[Mention], country: Mention) -> bool:
    return any(_lies_in(mention, country) and mention.part != "home" for mention in below)


def _is_goal(country: Mention, below: list[Mention]) -> bool:
    """Whether a place in the country is the end of what is told below."""
    inside = [mention for mention in below if _lies_in(mention, country)]
    return any(mention.part == "to" or (not mention.part and mention.tie in _ARRIVED) for mention in inside)


def _lies_in(mention: Mention, country: Mention) -> bool:
    return mention.place.kind not in _WIDE and mention.place.country == country.place.country

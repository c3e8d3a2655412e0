"""Lists of prices: places with what it costs to come there, one after the other."""

from __future__ import annotations

from nlp.routes.mention import Mention

#: Why a place of such a list is gone to, or set out from.
PRICE_LIST = "price list"
_LEAST = 2  # places with a price each
_CHAINED = ("arrow", "both", "bare", "then", "next")


def mark_price_lists(found: list[Mention]) -> None:
    """ "Preisliste ab Tuzla: Zagreb 1200, Villach 2400": each place with a price of its own is a destination."""
    lists: list[Mention] = []
    run: list[Mention] = []
    for mention in [*found, None]:
        if mention is not None and _is_entry(mention):
            run.append(mention)
            continue
        lists.extend(_marked(run))
        run = []
    if lists:
        _mark_start(found, lists)


def _is_entry(mention: Mention) -> bool:
    return mention.charged and mention.part in ("", "at", "to") and not mention.own and mention.tie not in _CHAINED


def _marked(run: list[Mention]) -> list[Mention]:
    if len(run) < _LEAST or all(mention.part == "to" for mention in run):
        return []
    for mention in run:
        mention.part, mention.waits, mention.unsure = "to", False, False
        mention.why = mention.why or PRICE_LIST
    for mention in run[1:]:
        mention.tie = "priced"
    return run


def _mark_start(found: list[Mention], entries: list[Mention]) -> None:
    """The only city that is named before a price list, where nothing is said of the start, is the start."""
    if any(mention.part in ("from", "gather") for mention in found):
        return
    earlier = [mention for mention in found if mention.first < entries[0].first and mention.place.kind != "country"]
    if len(earlier) == 1 and earlier[0].part in ("", "at", "to"):
        earlier[0].part = "from"


def mark_pairs(found: list[Mention]) -> None:
    """ "Athens / Idomeni 400", and in the next line "Idomeni / Belgrade 600": the stroke leads on."""
    pairs: list[Mention] = []
    for previous, mention, following in zip([None, *found], found, found[1:], strict=False):
        opens = previous is None or previous.sentence != mention.sentence
        plain = not (mention.part or mention.charged or following.part)
        if opens and plain and following.tie == "or" and following.charged and following.sentence == mention.sentence:
            pairs.append(following)
    if len(pairs) >= _LEAST:
        for one in pairs:
            one.tie, one.choice = "arrow", False


def mark_legs(found: list[Mention]) -> None:
    """ "Srebrenica, by boat to Tuzla: 200": a line of a price list that begins with where its leg does."""
    for previous, mention, following in zip([None, *found], found, found[1:], strict=False):
        opens = previous is None or (previous.sentence != mention.sentence and previous.charged)
        leads = following.sentence == mention.sentence and following.part == "to" and following.charged
        if opens and leads and not mention.part and not mention.charged and previous is not None:
            mention.part, mention.why = "from", PRICE_LIST

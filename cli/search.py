"""`waymark search`: finds leads by words, route, place, phone, price and time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from leads.query import SearchQuery
    from leads.search import Hit, Holdings, Results
    from nlp.gazetteer import Gazetteer
    from waymark.records import Route


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    app.command("search")(_search)


def _option(help_text: str, *names: str, **more: Any) -> Any:
    return typer.Option(*names, help=help_text, **more)


def _search(
    words: Annotated[
        list[str] | None,
        typer.Argument(help='All of these words; "in quotes" as they stand; komb* begins so; a place in any language'),
    ] = None,
    origin: Annotated[str | None, _option("Journeys that begin in this place or country", "--from")] = None,
    destination: Annotated[str | None, _option("Journeys that end in this place or country", "--to")] = None,
    via: Annotated[list[str] | None, _option("Journeys through these places, in this order (repeatable)")] = None,
    place: Annotated[str | None, _option("Leads that name this place, in whatever language")] = None,
    country: Annotated[
        str | None, _option("Leads that name a place in this country (code, or name in any language)")
    ] = None,
    near: Annotated[str | None, _option("Leads that name a place near this one, or near 46.1,19.67")] = None,
    radius: Annotated[str | None, _option("How near to --near: 50km where it is not given, 800m")] = None,
    language: Annotated[str | None, _option("Language by code or name: sq, Albanian; sr, hr and bs are one")] = None,
    kind: Annotated[str | None, _option("ad, tip or report")] = None,
    source: Annotated[str | None, _option("Where it comes from")] = None,
    phone: Annotated[str | None, _option("Any part of a number, three digits or more: 044123, +383 44")] = None,
    handle: Annotated[str | None, _option("A user's name in a messenger, whole: agimi")] = None,
    price_min: Annotated[float | None, _option("Lowest price")] = None,
    price_max: Annotated[float | None, _option("Highest price")] = None,
    currency: Annotated[
        str | None, _option("Currency of the prices asked for; EUR, where all are compared, if not given")
    ] = None,
    mode: Annotated[
        str | None, _option("Means of travel: car, van, truck, bus, train, boat, foot, plane, taxi")
    ] = None,
    since: Annotated[str | None, _option("Seen since: 30d, 12h, 2w, or 2026-11-01")] = None,
    until: Annotated[str | None, _option("First seen until, that day included")] = None,
    limit: Annotated[int, _option("Most leads shown", min=1, max=10_000)] = 20,
    as_json: Annotated[bool, _option("One JSON line a lead", "--json")] = False,
) -> None:
    """Finds leads. All that is given must hold; the best match comes first.

    Example: waymark search "kombi" --from Prishtina --to Wien --via Ungarn --price-max 3000 --since 30d --json
    """
    from leads.query import to_elasticsearch
    from leads.search import holdings, search
    from nlp.gazetteer import load
    from waymark.cluster import connect
    from waymark.progress import say
    from waymark.settings import settings

    query = _query(
        words=" ".join(words or ()),
        origin=origin,
        destination=destination,
        via=tuple(via or ()),
        place=place,
        country=country,
        near=near,
        radius=radius,
        language=language,
        kind=kind,
        source=source,
        phone=phone,
        handle=handle,
        price_min=price_min,
        price_max=price_max,
        currency=currency,
        mode=mode,
        since=since,
        until=until,
    )
    now = settings()
    gazetteer = load()
    to_elasticsearch(query, gazetteer)  # refuses what cannot be asked before a service is needed
    _say_places(query, gazetteer)
    with connect(now) as client:
        results = search(client, now, query, gazetteer, limit=limit)
        why = None if results.hits else _why_nothing(query, holdings(client, now))
    if why:
        say(why)
    if as_json:
        for hit in results.hits:
            print(json.dumps(hit.as_result(), ensure_ascii=False))
    elif results.hits:
        _show(results)
    elif not why:
        print("nothing found")


def _query(*, since: str | None, until: str | None, **given: Any) -> SearchQuery:
    from datetime import UTC, datetime

    from pydantic import ValidationError

    from leads import moments
    from leads.query import SearchQuery, option_of
    from waymark.errors import UsageError
    from waymark.records import fault

    for moment, value in (("--since", since), ("--until", until)):
        if value is not None and not value.strip():
            raise UsageError(f"{moment} is empty: give a time (30d, 2026-11-01), or leave it out")
    option = "--since"
    try:
        start = moments.since(since, datetime.now(UTC)) if since else None
        option = "--until"
        end = moments.end_of(until) if until else None
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error
    try:
        return SearchQuery(
            **{name: value for name, value in given.items() if value is not None}, since=start, until=end
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{option_of(str(first['loc'][0]))} {first['input']!r}: {fault(first)}") from error


def _say_places(query: SearchQuery, gazetteer: Gazetteer) -> None:
    """On standard error, for the person who asks: which place each name was taken for."""
    from leads.places_asked import described
    from leads.query import places_asked_for
    from waymark.progress import say

    for option, name, place in places_asked_for(query, gazetteer):
        say(f"{option} {name}: {described(place, gazetteer)}")


def _why_nothing(query: SearchQuery, there: Holdings) -> str | None:
    """What a person should know when nothing was found: nothing is there, or nothing from that source or language."""
    from leads.languages import ONE_LANGUAGE, code_of, name_of

    if not there.sources:
        return (
            "nothing was indexed yet: `waymark ingest FILE` takes in documents, and Airflow what it crawls; "
            "`waymark status` says what waits in the archive"
        )
    if query.source and query.source not in there.sources:
        return f"no lead comes from the source {query.source!r}; there are {', '.join(sorted(there.sources))}"
    code = code_of(query.language) if query.language else None
    if code and not {code, *(ONE_LANGUAGE if code in ONE_LANGUAGE else ())} & there.languages.keys():
        return f"no lead is in {name_of(code)}; there are leads in {', '.join(sorted(there.languages))}"
    return None


# -- for people ---------------------------------------------------------------------------------------------------


def _show(results: Results) -> None:
    from rich.table import Table
    from rich.text import Text

    from cli.tables import show
    from waymark.progress import printable

    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    for name in ("seen", "source", "lang", "route", "phones"):
        table.add_column(name, overflow="fold")
    table.add_column("text", overflow="fold", ratio=1)
    for hit in results.hits:
        table.add_row(*(Text(printable(cell)) for cell in _cells(hit)))
    show(table)
    print(f"{len(results.hits)} of {results.total} leads")


def _cells(hit: Hit) -> tuple[str, ...]:
    lead = hit.lead
    found = lead.extraction
    seen = f"{lead.last_seen:%Y-%m-%d}" + (f"\nseen {hit.duplicates + 1}×" if hit.duplicates else "")
    routes = "\n".join(_route(route) for route in found.routes[:3])
    phones = "\n".join(dict.fromkeys(phone.e164 for phone in found.phones[:4]))
    return seen, f"{lead.source}\n({lead.kind})", found.language.code, routes or "–", phones or "–", hit.snippet


def _route(route: Route) -> str:
    journey = " → ".join(stop.name for stop in route.stops)
    price = route.price
    if price is None:
        return journey
    bounds = [f"{bound:,.0f}" for bound in dict.fromkeys((price.min, price.max)) if bound is not None]
    return f"{journey}, {'–'.join(bounds)} {price.currency}"

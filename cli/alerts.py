"""`waymark alerts`: saved queries that tell their owner, once, when something new matches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import alerts_follow, alerts_saved
from cli.alerts_saved import opened, unsecured

if TYPE_CHECKING:
    from alerts.watching import Watched

_app = typer.Typer(
    help="Saved queries: asked of every lead that arrives or changes; who owns one is told once, as they wish.\n\n"
    "Example: waymark alerts add vans --query 'from:Prishtina to:Wien' --owner ana --inbox",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    app.add_typer(_app, name="alerts")


alerts_saved.register(_app)
alerts_follow.register(_app)


@_app.command("list")
def _list(
    owner: Annotated[str | None, typer.Option(help="Only those of this user")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a saved query")] = False,
) -> None:
    """Lists the saved queries: how each fares, when it was last asked, its hits, cost and delay.

    Example: waymark alerts list --json
    """
    from alerts.watching import watched

    with opened() as (client, now):
        found = [one for one in watched(client, now) if owner in (None, one.query.owner)]
    if as_json:
        for one in found:
            print(json.dumps(one.as_result(), ensure_ascii=False))
        return
    if not found:
        print(f"no query{'' if owner is None else f' of {owner}'} is saved: `waymark alerts add` saves one")
        return
    _table(
        ("id", "name", "owner", "query", "channels", "state", "last asked", "hits", "not told", "cost", "delay"),
        [_cells(one) for one in found],
    )


def _cells(one: Watched) -> tuple[str, ...]:
    query = one.query
    return (
        query.id,
        query.name,
        query.owner,
        query.box,
        ", ".join(channel.kind for channel in query.channels),
        f"failing: {one.failing}" if one.state == "failing" else one.state,
        f"{one.last_run:%Y-%m-%d %H:%M}" if one.last_run else "–",
        str(one.hits),
        f"{one.waiting}, {one.dead} given up" if one.dead else str(one.waiting),
        f"{one.cost_ms:.0f} ms" if one.cost_ms is not None else "–",
        f"{one.lag_s:.0f} s" if one.lag_s is not None else "–",
    )


def _table(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.table import Table
    from rich.text import Text

    from cli.tables import show
    from waymark.progress import printable

    table = Table(box=None)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    show(table)


@_app.command("run")
def _run(as_json: Annotated[bool, typer.Option("--json", help="One JSON line instead of a table")] = False) -> None:
    """Asks now whatever was not asked yet, and sends what is due; finds what any failure left.

    Example: waymark alerts run
    """
    from alerts.post_office import post_office
    from alerts.run import run
    from nlp.gazetteer import load
    from waymark.progress import say

    with opened() as (client, now):
        report = run(client, now, load(), post_office(client, now))
    unsecured(report.secured)
    for trouble in report.troubles:
        say(trouble)
    if as_json:
        print(json.dumps(report.as_result()))
    else:
        _table(tuple(report.counts()), [tuple(map(str, report.counts().values()))])
    if report.failing or report.dead:
        raise typer.Exit(1)


@_app.command("try")
def _try(
    name: Annotated[str | None, typer.Argument(help="A saved query, by name or id")] = None,
    query: Annotated[str | None, typer.Option(help="What would be typed into the box, before it is saved")] = None,
    owner: Annotated[str | None, typer.Option(help="Who would ask; yourself, where it is not given")] = None,
    days: Annotated[int, typer.Option(help="Days back from today", min=1, max=3650)] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line instead of a table")] = False,
) -> None:
    """Says what a query would have found, with counts a day, before it is saved or after.

    Example: waymark alerts try --query 'from:Prishtina to:Wien' --days 30
    """
    from datetime import UTC, datetime

    from alerts import access, store
    from alerts.compiling import Reader
    from alerts.trying import tried
    from nlp.gazetteer import load
    from waymark.errors import UsageError

    if (name is None) == (query is None):
        raise UsageError("give the name of a saved query, or --query with what to try")
    with opened() as (client, now):
        user = access.user_of(client, now)
        if name is not None:
            asked = store.named(client, now, name).query
        else:
            asked = store.fitting({"id": "try", "name": "try", "box": query, "owner": owner or user or "everybody"})
        reader = Reader(client, now, load(), datetime.now(UTC), user is not None)
        found = tried(client, now, asked, reader, days)
    unsecured(user is not None)
    if as_json:
        print(json.dumps({"total": found.total, "days": found.days, "newest": list(found.newest)}))
        return
    _table(("day", "leads"), [(day, str(leads)) for day, leads in found.days.items() if leads])
    print(f"{found.total} leads arrived in the last {days} days that match")


@_app.command("deliveries")
def _deliveries(
    name: Annotated[str | None, typer.Argument(help="Only of this saved query, by name or id")] = None,
    state: Annotated[
        str | None, typer.Option(help="Only pending, sending, retry, held, delivered, dropped or dead ones")
    ] = None,
    limit: Annotated[int, typer.Option(help="Most shown, the newest", min=1, max=10_000)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a delivery")] = False,
) -> None:
    """Lists what was told, or is to be told, to whom, and what became of it.

    Example: waymark alerts deliveries --state dead --json
    """
    from alerts import store
    from alerts.watching import STATES, deliveries
    from waymark.errors import UsageError

    if state is not None and state not in STATES:
        raise UsageError(f"--state {state!r}: there are {', '.join(STATES)}")
    with opened() as (client, now):
        query = store.named(client, now, name).query.id if name is not None else None
        found = deliveries(client, now, state=state, query=query, limit=limit)
    if as_json:
        for one in found:
            print(json.dumps(one, ensure_ascii=False))
        return
    names = ("delivery_id", "made_at", "alert", "owner", "channel", "about", "count", "state", "attempts", "detail")
    _table(names, [tuple(_cell(one[name]) for name in names) for one in found])


def _cell(value: Any) -> str:
    return "–" if value in (None, "") else str(value)


@_app.command("replay")
def _replay(
    delivery: Annotated[list[str] | None, typer.Argument(help="Ids of dead deliveries")] = None,
    every: Annotated[bool, typer.Option("--all", help="All dead deliveries")] = False,
) -> None:
    """Makes dead deliveries due again; the next run sends them, under the same id.

    Example: waymark alerts replay --all && waymark alerts run
    """
    from alerts.dead_letters import replay
    from waymark.errors import UsageError

    if bool(delivery) == every:
        raise UsageError("give the ids of dead deliveries, or --all")
    with opened() as (client, now):
        print(f"{replay(client, now, None if every else delivery)} deliveries are due again: `waymark alerts run`")

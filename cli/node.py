"""`waymark up | down | status`: the Elasticsearch that Waymark works with."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from waymark.node import Status
    from waymark.settings import Settings

_Json = Annotated[bool, typer.Option("--json", help="One JSON line instead of a table")]


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    app.command("up")(_up)
    app.command("down")(_down)
    app.command("status")(_status)


def _up(as_json: _Json = False) -> None:
    """Starts the private local Elasticsearch, or checks the one that ELASTICSEARCH_URL names.

    The first start fetches it (946 MB). Example: waymark up && waymark status
    """
    from tips.inbox import made
    from waymark.cluster import connect
    from waymark.node import status, up
    from waymark.settings import settings

    now = settings()
    made(now)
    if now.elasticsearch_url:
        connect(now).close()
    else:
        up(now)
    _show(status(now), as_json)


def _down(
    erase: Annotated[
        bool, typer.Option("--erase", help="Also remove the node's data and credentials; the archive stays")
    ] = False,
) -> None:
    """Ends the private local Elasticsearch, never another; its data stay for the next start.

    With --erase the index of leads goes, but not the archive they were made from: `waymark index archive --again`
    makes it anew. Example: waymark down --erase
    """
    from waymark import node
    from waymark.progress import say
    from waymark.settings import settings

    now = settings()
    if now.elasticsearch_url:
        say("the cluster of ELASTICSEARCH_URL goes on: this ends only the private local Elasticsearch")
    if not erase:
        ended = node.down(now)
        say("the private local Elasticsearch has ended" if ended else "no private local Elasticsearch is running")
    elif node.erase(now):
        say("the private local Elasticsearch has ended; its data are removed")
        _say_what_stays(now)
    else:
        say("there is no private local Elasticsearch, and no data of one")


def _say_what_stays(settings: Settings) -> None:
    from waymark.archive import Archive
    from waymark.progress import say

    files = len(Archive(settings.archive_url).refs("documents"))
    if files:
        say(
            f"the archive stays, with {files} files of documents noted as indexed: `waymark index archive --again` "
            f"makes their leads anew; to remove the archive too, delete {settings.archive_url}"
        )


def _status(as_json: _Json = False) -> None:
    """Says how Elasticsearch is, and what waits in the archive. Exit status 3 when it does not run.

    Example: waymark status --json
    """
    from waymark.node import status
    from waymark.settings import settings

    now = status(settings())
    _show(now, as_json)
    if not now.running:
        raise typer.Exit(3)


def _show(status: Status, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(status), default=str))
        return
    from rich.table import Table

    from cli.tables import show

    table = Table(show_header=False, box=None)
    for name, value in _rows(status):
        table.add_row(name, str(value))
    show(table)


def _rows(status: Status) -> list[tuple[str, Any]]:
    kind = "the local node" if status.kind == "local" else "given by ELASTICSEARCH_URL"
    running = "running" if status.running else f"not running: {status.reason}"
    rows = (
        ("Elasticsearch", f"{kind}, {running}"),
        ("version", status.version),
        ("address", status.url),
        ("sign-in", status.credentials and f"{status.credentials} (only its owner reads it)"),
        ("leads", status.documents if status.documents is not None or not status.running else "no index yet"),
        ("archive files not yet indexed", status.pending),
    )
    return [(name, value) for name, value in rows if value is not None]

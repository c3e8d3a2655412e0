"""`waymark console` and `waymark security apply`: the web pages, and who may see what."""

from __future__ import annotations

from typing import Annotated

import typer

_security = typer.Typer(
    help="Who may do what: the roles in Elasticsearch's own security.\n\nExample: waymark security apply",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    app.command("console")(_console)
    app.add_typer(_security, name="security")


def _console(
    port: Annotated[int, typer.Option(help="Port to listen on", min=1, max=65535)] = 8090,
    host: Annotated[str, typer.Option(help="Address to listen on; loopback unless you ask for another")] = "127.0.0.1",
) -> None:
    """Serves the console until Ctrl-C: people sign in with their user in Elasticsearch.

    Example: waymark security apply && waymark console --port 8090
    """
    from console.serve import serve
    from waymark.progress import say
    from waymark.settings import settings

    told = f"the console: http://{host}:{port}   Ctrl-C ends it"
    serve(settings(), host=host, port=port, ready=lambda: say(told))


@_security.command("apply")
def _apply() -> None:
    """Puts the roles analyst, operator, intake, auditor and service into Elasticsearch; again changes nothing.

    Example: waymark security apply
    """
    from rich.table import Table

    from cli.tables import show
    from search_mappings.roles import apply
    from waymark.cluster import connect
    from waymark.settings import settings

    now = settings()
    with connect(now) as client:
        applied = apply(client, now)
    table = Table("role", "for whom", box=None)
    for role in applied:
        table.add_row(role.name, role.description)
    show(table)

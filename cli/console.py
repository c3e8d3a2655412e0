"""`waymark console` and `waymark security`: the web pages, and who may see what."""

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


@_security.command("sign-out")
def _sign_out(
    user: Annotated[str | None, typer.Argument(help="Whose sessions of the console end")] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="All sessions of all users end")] = False,
) -> None:
    """Ends sessions of the console at once: after a user was removed, a role withdrawn, a password lost.

    A session keeps what its user might do when it began, for up to eight hours, even of a user who is gone.

    Example: waymark security sign-out ana
    """
    from search_mappings.signed_in import end
    from waymark.cluster import connect
    from waymark.errors import UsageError
    from waymark.settings import settings

    if (user is None) != everybody:
        raise UsageError("give the user whose sessions are to end, or --everybody")
    with connect(settings()) as client:
        ended = end(client, user)
    for name, count in sorted(ended.items()):
        print(f"{name}: {count} {'session' if count == 1 else 'sessions'} ended")
    if not ended:
        print("nobody was signed in" if everybody else f"{user} was not signed in")


@_security.command("apply")
def _apply() -> None:
    """Puts the roles into Elasticsearch, and makes the indices beside the leads; again changes nothing.

    Example: waymark security apply
    """
    from rich.table import Table

    from cli.tables import show
    from search_mappings import alerts
    from search_mappings.roles import apply
    from waymark.cluster import connect
    from waymark.settings import settings

    now = settings()
    with connect(now) as client:
        applied = apply(client, now)
        alerts.ensure(client, now)
    table = Table("role", "for whom", box=None)
    for role in applied:
        table.add_row(role.name, role.description)
    show(table)

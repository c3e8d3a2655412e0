"""`waymark demo`: the whole way, once, on fictitious sites and tips."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    app.command()(demo)


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="End by itself: 0 if leads from ads and tips were found.")
    ] = False,
) -> None:
    """Start Elasticsearch, Airflow and invented sites; have the scheduler find leads; show them.

    Runs until Ctrl-C and then ends every process it started.

    Example: waymark demo --once
    """
    from demo.run import run
    from waymark.settings import settings

    try:
        complete = run(settings(), once=once)
    except KeyboardInterrupt:
        raise typer.Exit(0 if not once else 130) from None
    if not complete:
        raise typer.Exit(1)

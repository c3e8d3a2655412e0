"""`waymark alerts follow`: a number, a handle, a place, a route or a source, saved as a query in one command."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import alerts_saved as saved


def register(app: typer.Typer) -> None:
    """Adds the command to the group."""
    app.command("follow")(_follow)


def _follow(
    kind: Annotated[str, typer.Argument(help="phone, handle, place, route or source", metavar="KIND")],
    value: Annotated[str, typer.Argument(help="+383 44 123 456, Wien, 'Prishtina>Wien', example-board")],
    owner: Annotated[str | None, typer.Option(help="User of Elasticsearch who asks; yourself, if not given")] = None,
    email: saved.EMAIL = None,
    webhook: saved.WEBHOOK = None,
    mattermost: saved.MATTERMOST = None,
    apprise: saved.APPRISE = None,
    inbox: saved.INBOX = False,
    level: saved.LEVEL = None,
    at_most: saved.AT_MOST = None,
    quiet: saved.QUIET = None,
    zone: saved.ZONE = None,
    expires: saved.EXPIRES = None,
    changes: saved.CHANGES = None,
    unit: saved.UNIT = None,
    language: saved.LANGUAGE = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line")] = False,
) -> None:
    """Follows a phone, handle, place, route or source: whatever arrives with it is told from now on.

    Example: waymark alerts follow route 'Prishtina>Wien' --owner ana --at-most 1h
    """
    from alerts.following import followed
    from nlp.gazetteer import load

    what = followed(kind, value, load())
    saved.add(
        name=what.name,
        query=what.box,
        owner=owner,
        email=email,
        webhook=webhook,
        mattermost=mattermost,
        apprise=apprise,
        inbox=inbox,
        level=level,
        at_most=at_most,
        quiet=quiet,
        zone=zone,
        expires=expires,
        changes=changes,
        unit=unit,
        language=language,
        as_json=as_json,
    )

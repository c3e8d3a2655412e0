"""`waymark audit`: the trail of who searched for what, and whether it is whole."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from waymark.audit import Head

_app = typer.Typer(
    help="Who searched for what, opened and exported; whether the trail is whole.\n\nExample: waymark audit verify",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    app.add_typer(_app, name="audit")


@_app.command("verify")
def _verify(
    head: Annotated[
        str | None, typer.Option(help="A head that you noted elsewhere (`waymark audit head`): 12:3fa9…")
    ] = None,
) -> None:
    """Says whether an entry was altered, removed or put between; exit status 1 if so.

    Example: waymark audit verify --head 12:3fa9…
    """
    from waymark.audit import Trail
    from waymark.progress import say
    from waymark.settings import settings

    trail = Trail(settings().audit)
    faults = list(trail.verify(_head(head) if head else None))
    for fault in faults:
        say(f"{fault.where}: {fault.what}")
    if faults:
        raise typer.Exit(1)
    print(f"the audit trail is whole: {trail.head().number} entries")


def _head(written: str) -> Head:
    from waymark.audit import Head
    from waymark.errors import UsageError

    found = re.fullmatch(r"(\d+):([0-9a-f]{64})", written.strip())
    if found is None:
        raise UsageError(f"--head {written!r}: give what `waymark audit head` printed, number:SHA-256")
    return Head(int(found[1]), found[2])


@_app.command("head")
def _print_head() -> None:
    """Prints the last entry's number and SHA-256, to be noted where nobody who writes the trail can change it.

    Example: waymark audit head >> /media/usb/waymark-heads.txt
    """
    from waymark.audit import Trail
    from waymark.settings import settings

    last = Trail(settings().audit).head()
    print(f"{last.number}:{last.sha256}")


@_app.command("list")
def _list(
    user: Annotated[str | None, typer.Option(help="Only what this user did")] = None,
    limit: Annotated[int, typer.Option(help="Most entries shown, the newest", min=1)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line an entry")] = False,
) -> None:
    """Lists the newest entries.

    Example: waymark audit list --user ana --json
    """
    from collections import deque

    from rich.table import Table
    from rich.text import Text

    from cli.tables import show
    from waymark.audit import Trail
    from waymark.progress import printable
    from waymark.settings import settings

    trail = Trail(settings().audit)
    newest = deque((entry for entry in trail.entries() if user in (None, entry.user)), maxlen=limit)
    if as_json:
        for entry in newest:
            print(json.dumps(entry.model_dump(mode="json"), ensure_ascii=False))
        return
    table = Table("number", "at", "user", "action", "details", box=None)
    for entry in newest:
        details = ", ".join(f"{name}: {value}" for name, value in entry.details.items())
        cells = (str(entry.number), f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.user, entry.action, details)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    show(table)

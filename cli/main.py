"""Entry point of `waymark`: gathers the command groups and turns errors into one line and an exit status.

Exit status: 0 done; 1 some items failed, the rest was done; 2 the command cannot be read; 3 a service is not there;
4 a setting, source or table is wrong.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

import typer

from cli import alerts, audit, console, demo, extract, index, ingest, node, retention, search, sources
from waymark.errors import WaymarkError
from waymark.progress import printable

app = typer.Typer(
    help="Turns public advertisements of migrant smugglers and tips from the public into searchable leads.\n\n"
    "Example: waymark up && waymark ingest bulletin.jsonl && waymark search --from Prishtina --to Wien",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for group in (extract, ingest, search, node, demo, sources, index, retention, console, audit, alerts):
    group.register(app)


def _ended(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM ends a command as Ctrl-C does: what it holds is put right first (a block on writing, half a file)."""
    sys.exit(128 + signal.SIGTERM)


def run() -> None:
    """Runs the command given on the command line; never shows a traceback for a user's mistake."""
    signal.signal(signal.SIGTERM, _ended)
    try:
        app()
    except WaymarkError as error:
        print(f"waymark: {printable(str(error))}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # `waymark search … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    run()

"""`waymark sources check`: which sources can be read, and what is wrong with the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from crawlers.registry import Problem
    from crawlers.source import Source


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    group = typer.Typer(help="The public sources that are crawled.", no_args_is_help=True)
    group.command()(check)
    group.callback()(lambda: None)
    app.add_typer(group, name="sources")


def check(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders with source files; WAYMARK_SOURCES where none is given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a source file.")] = False,
) -> None:
    """Check every source file against the schema; exit status 4 when one of them cannot be read.

    Example: waymark sources check crawlers/sources
    """
    from crawlers.registry import load
    from waymark.settings import settings

    sources, problems = load(folders or settings().source_folders)
    (_print_json if as_json else _print_table)(sources, problems)
    if problems:
        raise typer.Exit(4)


def _print_json(sources: list[Source], problems: list[Problem]) -> None:
    for source in sources:
        print(json.dumps({"ok": True, **source.model_dump(mode="json")}, ensure_ascii=False))
    for problem in problems:
        print(json.dumps({"ok": False, "file": str(problem.file), "problem": problem.reason}, ensure_ascii=False))


def _print_table(sources: list[Source], problems: list[Problem]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(soft_wrap=True)
    table = Table("source", "kind", "jurisdiction", "authorised by", "kept for", box=None, pad_edge=False)
    for source in sources:
        days = f"{source.retention_days} days"
        table.add_row(source.id, source.kind, source.jurisdiction, source.authority.authorised_by, days)
    if sources:
        console.print(table)
    console.print(f"{len(sources)} sources can be read, {len(problems)} files have problems.", highlight=False)
    for problem in problems:
        console.print(str(problem), style="red", markup=False, highlight=False)

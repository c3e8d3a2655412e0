"""What the command line says to somebody who does not know it yet."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from rich.table import Table
from typer.testing import CliRunner

from cli.main import app
from cli.tables import show

WAYMARK = str(Path(sys.executable).with_name("waymark"))


@pytest.mark.parametrize("group", ["", "sources", "index", "retention", "security", "audit"])
def test_every_groups_help_has_an_example(group: str) -> None:
    shown = CliRunner().invoke(app, [*group.split(), "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert f"Example: waymark {group}".rstrip() in shown.output


def test_retention_does_not_promise_a_deletion_it_does_not_do() -> None:
    shown = CliRunner().invoke(app, ["retention", "--help"], env={"COLUMNS": "200"}).output
    (line,) = [line for line in shown.splitlines() if " apply " in line and "Example" not in line]
    assert "Says which leads and files are past" in line
    assert "with --yes, deletes them" in line


def test_the_console_says_its_address_only_once_it_can_have_it(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [WAYMARK, "console", "--port", port],
            env={**os.environ, "WAYMARK_STATE": str(tmp_path)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith(f"waymark: 127.0.0.1:{port} cannot be listened on")
    assert done.stderr.count("\n") == 1


def test_a_table_in_a_pipe_has_tabs_between_its_cells_and_a_line_for_each_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = Table("source", "text")
    table.add_row("board", "two\nlines\tand a tab")
    table.add_row("a much longer name of a source", "")
    show(table)
    assert capsys.readouterr().out == ("source\ttext\nboard\ttwo lines and a tab\na much longer name of a source\t\n")


def test_what_is_wrong_in_a_line_to_extract_is_said_in_words_of_json() -> None:
    given = '{"id": "1", "text": null}\n{"id": "2", "text": "kombi", "country": 5}\n'
    answers = CliRunner().invoke(app, ["extract"], input=given).output
    assert '\\"text\\" must be a text in quotes, not null' in answers
    assert '\\"country\\" must be a code in quotes, such as \\"RS\\", not a number' in answers

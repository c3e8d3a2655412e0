"""The documents say what is: commands, options, files, settings, dependencies they name exist, and none is missing."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperArgument, TyperGroup

from cli.main import app
from waymark.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TOP = {path.name for path in ROOT.iterdir()}
#: Folders whose contents a run makes: named in the documents, not in the checkout.
MADE = (
    ".waymark/",
    "receipts/",
    "rejects/",
    "captures/",
    "documents/",
    "archive/",
    "tips-inbox/",
    "elasticsearch/node.json",
)


def names(document: Path) -> str:
    return str(document.relative_to(ROOT))


def spans(text: str) -> Iterator[str]:
    """What stands as code in a document: lines of fenced blocks, and inline spans."""
    fence = re.compile(r"^```.*?^```", re.M | re.S)
    for block in fence.findall(text):
        yield from block.splitlines()[1:-1]
    yield from re.findall(r"`([^`\n]+)`", fence.sub("", text))


def commands(text: str) -> Iterator[list[str]]:
    """Every `waymark …` command, as words; commands of Python modules and prose are none."""
    for span in spans(text):
        for found in re.finditer(r"(?:^|\s|/|run --rm )waymark((?: [^|#…`]+)+)", span):
            words = shlex.split(found[1].split(" && ")[0].split("    ")[0].rstrip(";,:."))
            if words and re.fullmatch(r"[a-z]+", words[0]):
                yield words


def resolve(words: list[str]) -> None:
    """Fails when the command or one of its options does not exist."""
    command: Any = typer.main.get_command(app)
    while isinstance(command, TyperGroup) and words:
        name, *words = words
        assert name in command.commands, f"no such command: {name}"
        command = command.commands[name]
    assert not isinstance(command, TyperGroup), "names a group, no command"
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] in known, f"no such option: {word}"
    if not [parameter for parameter in command.params if isinstance(parameter, TyperArgument)]:
        values = {word for before, word in pairwise(words) if before.startswith("--")}
        assert not [word for word in words if not word.startswith("--") and word not in values], words


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_every_command_in_a_document_exists(document: Path) -> None:
    for words in commands(document.read_text("utf-8")):
        resolve(words)


def test_the_readme_shows_every_command() -> None:
    shown = {words[0] for words in commands((ROOT / "README.md").read_text("utf-8"))}
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    assert set(group.commands) - {"demo"} <= shown  # the demo is shown as make demo


@pytest.mark.parametrize("words", [["serch"], ["search", "--form", "x"], ["index"], ["status", "now"]], ids=" ".join)
def test_the_check_of_commands_refuses_what_does_not_exist(words: list[str]) -> None:
    with pytest.raises(AssertionError):
        resolve(words)


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_every_file_a_document_names_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?://)([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), f"link to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, target
    for span in spans(text):
        for word in re.findall(r"(?<![\w/.<$~-])[\w.-]+/[\w./-]*", span):
            if word.startswith(MADE) or word.split("/")[0] not in TOP:
                continue
            assert (ROOT / word.rstrip(".")).exists(), f"{names(document)} names {word}"


def test_every_setting_is_documented_with_its_meaning_and_no_other() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8").split("## Settings")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", text, re.M))
    expected: dict[str, object] = {}
    for field, info in Settings.model_fields.items():
        aliases = getattr(info.validation_alias, "choices", None) or [f"WAYMARK_{field.upper()}"]
        expected[str(aliases[0])] = info.default
    assert set(rows) == set(expected)
    for name, default in expected.items():
        if isinstance(default, int | str) and default and not str(default).startswith("/"):
            assert f"`{default}`" in rows[name], f"{name}: the default is {default}"


def test_every_dependency_has_its_reason_and_no_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted += re.findall(r"^[a-z].*$", (ROOT / "deploy" / "requirements.in").read_text("utf-8"), re.M)
    text = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8")
    entries = re.findall(r"^- (.+?): \S", text, re.M)
    reasons = {name for entry in entries for name in re.findall(r"\*\*([a-z0-9-]+)\*\*", entry)}
    assert reasons == {re.split(r"[^a-z0-9-]", line.lower())[0] for line in wanted}


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = "make test"
    assert f"\n{command} " in (ROOT / "README.md").read_text("utf-8")
    assert f"\n{command} " in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_layers_in_the_documents_are_those_that_are_held() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    rooms = set(project["tool"]["importlinter"]["root_packages"])
    rows = set(re.findall(r"^\| `([a-z_]+)/` \|", (ROOT / "docs" / "architecture.md").read_text("utf-8"), re.M))
    assert rooms <= rows

"""The sources there are: every YAML file of the folders, each good or with the reason why it is not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from crawlers.source import Source
from waymark.errors import ConfigurationError
from waymark.records import fault

#: What is missing, said with the way out, for the fields people forget.
_WAY_OUT = {
    "authority": "say who authorised the reading and on what ground; without it the source is not read",
    "jurisdiction": "name the country whose law the reading follows (ISO 3166-1)",
    "retention_days": "say after how many days what was read must go",
}


@dataclass(frozen=True)
class Problem:
    """A source file that is not read, and why."""

    file: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


def load(folders: Iterable[Path]) -> tuple[list[Source], list[Problem]]:
    """All sources of `folders` (*.yml, *.yaml), sorted by id, and the problems of the files that are not read."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for folder in folders:
        if not folder.is_dir():
            problems.append(Problem(folder, "no such folder: check WAYMARK_SOURCES"))
        for file in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
            try:
                source = read(file)
            except ConfigurationError as error:
                problems.append(Problem(file, str(error)))
                continue
            if source.id in sources:
                problems.append(Problem(file, f"id: {source.id} is taken by another file: choose another"))
            sources.setdefault(source.id, source)
    return [sources[name] for name in sorted(sources)], problems


def read(file: Path) -> Source:
    """The source in one file. ConfigurationError: what is wrong in it, and what to do."""
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot be read: {error}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date such as 2026-02-31
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        what = " ".join(str(getattr(error, "problem", None) or error).split())
        raise ConfigurationError(f"{where}cannot be read as YAML: {what}: mend the file") from error
    if not isinstance(content, dict):
        raise ConfigurationError("holds no fields (id, title, kind …): see crawlers/sources/README.md")
    try:
        return Source.model_validate(content)
    except ValidationError as error:
        raise ConfigurationError("; ".join(_said(dict(problem)) for problem in error.errors())) from error


def refuse_problems(folders: Iterable[Path]) -> None:
    """ConfigurationError naming every source file that is not read; nothing when there is none."""
    problems = load(folders)[1]
    if problems:
        raise ConfigurationError("; ".join(str(problem) for problem in problems))


def named(source_id: str, folders: Iterable[Path]) -> Source:
    """The source with this id. ConfigurationError when there is none that can be read."""
    sources, problems = load(folders)
    for source in sources:
        if source.id == source_id:
            return source
    there = f"there are {', '.join(source.id for source in sources)}" if sources else "there is none"
    bad = f"; {len(problems)} files have problems: `waymark sources check` names them" if problems else ""
    raise ConfigurationError(f"source {source_id}: not among those that can be read: {there}{bad}")


def _said(problem: dict[str, object]) -> str:
    place = [str(part) for part in problem["loc"] if part != "body"]  # type: ignore[attr-defined]
    field = ".".join(place) or "file"
    match problem["type"]:
        case "missing":
            return f"{field}: is missing: {_WAY_OUT.get(field, 'add it')}"
        case "extra_forbidden":
            return f"{field}: is not known: remove it, or see crawlers/sources/README.md for the fields there are"
    return f"{field}: {fault(problem)}"

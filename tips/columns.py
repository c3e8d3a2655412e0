"""Which column of an export holds what: the table of names in `columns.yml`, and a header matched against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import yaml
from pydantic import TypeAdapter, ValidationError

from tips.names import folded
from waymark.errors import ConfigurationError, WaymarkError
from waymark.progress import printable

TABLE = Path(__file__).parent / "columns.yml"
ColumnRole = Literal["id", "text", "title", "detail", "date", "agency", "country", "reporter", "desk"]
_Rows = TypeAdapter(dict[ColumnRole, list[str]])
_LONGEST_NAME = 40  # of an unknown column in a message


class MissingColumnError(WaymarkError):
    """The export has no column that is known to hold the tip's text."""


@dataclass(frozen=True)
class Columns:
    """A header, matched: which of its columns have which role, in the order of the table's names."""

    by_role: Mapping[ColumnRole, tuple[str, ...]]
    unknown: tuple[str, ...]

    def of(self, role: ColumnRole) -> tuple[str, ...]:
        return self.by_role.get(role, ())

    @property
    def known(self) -> int:
        """How many columns of the header are known."""
        return sum(len(names) for names in self.by_role.values())


def load(table: Path = TABLE) -> dict[str, ColumnRole]:
    """Reads the table: folded name → role. ConfigurationError where a name stands under two roles."""
    try:
        rows = _Rows.validate_python(yaml.safe_load(table.read_text("utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{table.name}: cannot be read: {' '.join(str(error).split())}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(f"{table.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    if missing := set(get_args(ColumnRole)) - rows.keys():
        raise ConfigurationError(f"{table.name}: {', '.join(sorted(missing))}: no names given")
    roles: dict[str, ColumnRole] = {}
    for role, names in rows.items():
        for name in names:
            if roles.setdefault(folded(name), role) != role:
                raise ConfigurationError(f"{table.name}: {name}: stands under {roles[folded(name)]} and {role}")
    return roles


@lru_cache(maxsize=1)
def known_roles() -> Mapping[str, ColumnRole]:
    """The table that ships with Waymark, read once."""
    return load()


@lru_cache(maxsize=256)
def match(header: tuple[str, ...]) -> Columns:
    """Matches the names of a header; a column without a name is nobody's."""
    roles = known_roles()
    order = {name: place for place, name in enumerate(roles)}
    by_role: dict[ColumnRole, list[str]] = {}
    unknown: list[str] = []
    for name in header:
        role = roles.get(folded(name))
        if role:
            by_role.setdefault(role, []).append(name)
        elif name.strip():
            unknown.append(name)
    in_order = {
        role: tuple(sorted(names, key=lambda name: order[folded(name)]) if role != "detail" else names)
        for role, names in by_role.items()
    }
    return Columns(in_order, tuple(unknown))


def require_text(columns: Columns) -> None:
    """Refuses an export without a text column. Says no name of its header: a headless file begins with a tip."""
    if not columns.of("text"):
        raise MissingColumnError(
            "no column with the tip's text (such as text, opis, përshkrimi, hinweis): rename the column, "
            "or add its name under text in tips/columns.yml"
        )


def left_out(file: str, unknown: Sequence[str]) -> str:
    """The note that says which columns were not read."""
    names = ", ".join(_short(name) for name in unknown)
    return f"{file}: not read, because tips/columns.yml does not know them: {names}"


def _short(name: str) -> str:
    """A name out of a foreign file, fit for one line of a message."""
    shown = " ".join(printable(name).split())
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"

"""Tables of one figure a name: `name<TAB>figure`, lines with # left out."""

from __future__ import annotations

import math
from pathlib import Path

from waymark.errors import ConfigurationError


def read_figures(table: Path) -> dict[str, float]:
    """The figures by name. ConfigurationError names a faulty line."""
    known: dict[str, float] = {}
    for number, line in enumerate(table.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        name, _, figure = line.partition("\t")
        try:
            known[name] = float(figure)
        except ValueError as error:
            raise ConfigurationError(f"{table.name}, line {number}: {figure!r} is no number") from error
        if not math.isfinite(known[name]):
            raise ConfigurationError(f"{table.name}, line {number}: {figure!r} is no number that can be added")
    return known


_PARTS = 1024.0


def exact(figure: float) -> float:
    """The next 1024th: such figures are added without a rest, so that a sum is the same in whatever order."""
    return round(figure * _PARTS) / _PARTS

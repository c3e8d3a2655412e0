"""A network of one hidden layer over traits: it weighs what several of them say together, which a sum of weights cannot
(a price of two hundred euro beside words of a holiday, or beside words of a forest at night)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.routes.figures import exact
from waymark.errors import ConfigurationError

_SCALE = 100.0  # the table holds hundredths, without a point
_BIAS, _OUT = "bias", "out"
_ANEW = "write the table anew: python -m bench.moves --occasion"

Figures = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """A row a trait, a column a hidden unit; `out` weighs the units and ends with a constant."""

    rows: dict[str, int]
    weights: Figures
    bias: Figures
    out: Figures

    def odds(self, said: Iterable[str]) -> float:
        """Log odds of what is asked; the same in whatever order `said` comes. Unknown traits say nothing."""
        known = [row for row in map(self.rows.get, said) if row is not None]
        hidden = np.maximum(self.weights.take(known, axis=0).sum(axis=0) + self.bias, 0.0)
        return float(hidden @ self.out[:-1]) + float(self.out[-1])


def read(table: Path) -> Network:
    """Reads what `written` wrote. ConfigurationError names a faulty line."""
    lines: dict[str, list[float]] = {}
    units = 0
    for number, line in enumerate(table.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        name, _, figures = line.partition("\t")
        try:
            lines[name] = [exact(int(figure) / _SCALE) for figure in figures.split()]
        except ValueError:
            raise ConfigurationError(f"{table.name}, line {number}: {figures!r} are no figures; {_ANEW}") from None
        units = units or len(lines[name])
        if len(lines[name]) != units + (name == _OUT):
            raise ConfigurationError(f"{table.name}, line {number}: {units} figures expected; {_ANEW}")
    if not lines.keys() >= {_BIAS, _OUT}:
        raise ConfigurationError(f"{table.name}: the lines {_BIAS} and {_OUT} are missing; {_ANEW}")
    bias, out = np.array(lines.pop(_BIAS)), np.array(lines.pop(_OUT))
    return Network({name: row for row, name in enumerate(lines)}, np.array(list(lines.values())), bias, out)


def written(network: Network) -> Iterator[str]:
    """The lines of the table."""
    yield "# A network of one hidden layer (network.py): of each trait what it gives to each unit, in hundredths."
    yield "# Written by python -m bench.moves: change texts or traits and run it again."
    yield _line(_BIAS, network.bias)
    yield _line(_OUT, network.out)
    for name, row in sorted(network.rows.items()):
        yield _line(name, network.weights[row])


def _line(name: str, figures: Figures) -> str:
    return f"{name}\t{' '.join(str(round(float(figure) * _SCALE)) for figure in figures)}"

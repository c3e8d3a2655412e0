"""What an amount is in euro, roughly: for finding prices by size whatever the currency they were written in."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from waymark.errors import ConfigurationError

_TABLE = Path(__file__).with_name("rates.tsv")


class Rate(BaseModel):
    """One row of rates.tsv."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    per_euro: float = Field(gt=0)
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    source: str = Field(min_length=3)


@lru_cache(maxsize=1)
def rates() -> Mapping[str, Rate]:
    """The table by currency. Raises ConfigurationError naming the row that is wrong."""
    lines = [line for line in _TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    table: dict[str, Rate] = {}
    for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), 1):
        try:
            rate = Rate.model_validate(row)
        except ValidationError as error:
            raise ConfigurationError(f"leads/rates.tsv, row {number}: {error.errors()[0]['msg']}") from error
        if rate.currency in table:
            raise ConfigurationError(f"leads/rates.tsv, row {number}: {rate.currency} is there twice")
        table[rate.currency] = rate
    return table


def in_euro(amount: float, currency: str) -> float | None:
    """`amount` in euro and cents, or None for a currency that the table does not have."""
    rate = rates().get(currency)
    return round(amount / rate.per_euro, 2) if rate else None

"""A span of days and the one just as long before it, as the search box writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from leads.moments import end_of, moment
from leads.query import SearchQuery


@dataclass(frozen=True)
class Period:
    """From one day to another, both included."""

    start: date
    end: date

    @property
    def written(self) -> str:
        """As the value of `seen:` in the box."""
        return f"{self.start}..{self.end}"

    def of(self, query: SearchQuery) -> SearchQuery:
        """The question, about leads that were there in this period: what `seen:` in the box asks."""
        return query.model_copy(update={"since": moment(self.start.isoformat()), "until": end_of(self.end.isoformat())})


def periods(days: int, today: date) -> tuple[Period, Period]:
    """The last `days` days, today the last of them, and those before."""
    start = today - timedelta(days=days - 1)
    return Period(start, today), Period(start - timedelta(days=days), start - timedelta(days=1))

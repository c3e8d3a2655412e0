"""What holds for a lead at present, out of all that was said about it, in whatever order it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from leads.work.events import STARRED, STATUSES, Event


@dataclass(frozen=True)
class Said:
    """A value, and who said it when; `number` is its place among what was said of its kind."""

    value: str
    by: str
    at: datetime
    number: int


@dataclass(frozen=True)
class State:
    """The present state of one lead. Reading an event twice changes nothing."""

    status_said: Said | None = None
    grade_said: Said | None = None
    stars_said: tuple[Said, ...] = ()  #: the last of each user, also "off"
    notes: frozenset[str] = frozenset()  #: ids

    @property
    def status(self) -> str:
        return self.status_said.value if self.status_said else next(iter(STATUSES))

    @property
    def grade(self) -> str | None:
        return (self.grade_said.value or None) if self.grade_said else None

    @property
    def stars(self) -> tuple[str, ...]:
        """The users who have starred it."""
        return tuple(sorted(said.by for said in self.stars_said if said.value == STARRED))

    @property
    def changed(self) -> datetime | None:
        """When status, grade or stars were last changed."""
        return max((said.at for said in self._said()), default=None)

    def number(self, kind: str, user: str) -> int:
        """The number of what was said last of that kind; of stars, by that user. 0: nothing yet."""
        last = {"status": self.status_said, "grade": self.grade_said, "star": self._star(user)}.get(kind)
        return last.number if last else 0

    def with_event(self, event: Event) -> State:
        said = Said(event.value, event.by, event.at, event.number)
        match event.kind:
            case "status":
                return replace(self, status_said=_later(self.status_said, said))
            case "grade":
                return replace(self, grade_said=_later(self.grade_said, said))
            case "star":
                others = tuple(one for one in self.stars_said if one.by != event.by)
                return replace(self, stars_said=(*others, _later(self._star(event.by), said)))
            case _:
                return replace(self, notes=self.notes | {event.id})

    def as_result(self) -> dict[str, Any]:
        """In a JSON line."""
        return {
            "status": self.status,
            "status_by": self.status_said.by if self.status_said else None,
            "grade": self.grade,
            "grade_by": self.grade_said.by if self.grade and self.grade_said else None,
            "stars": list(self.stars),
        }

    def _star(self, user: str) -> Said | None:
        return next((said for said in self.stars_said if said.by == user), None)

    def _said(self) -> Iterable[Said]:
        return (said for said in (self.status_said, self.grade_said, *self.stars_said) if said)


def _later(one: Said | None, other: Said) -> Said:
    return other if one is None or (other.number, other.at) > (one.number, one.at) else one


NOTHING_SAID = State()


def state_of(events: Iterable[Event]) -> State:
    """The state that these events make."""
    state = NOTHING_SAID
    for one in events:
        state = state.with_event(one)
    return state

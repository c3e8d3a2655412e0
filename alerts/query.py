"""A saved query: what is asked, for whom, and how they want to be told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from alerts.notice import Channel
from waymark.errors import UsageError
from waymark.records import Moment

#: Which news of a lead that matches is told: each new wording; only numbers and prices that moved; only the first time.
Changes = Literal["any", "material", "first"]
_SPAN = re.compile(r"^(\d{1,6})\s*([smhdw])$", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_QUIET = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)$")
LONGEST_NAME = 200
_LONGEST_LANGUAGE = 35  # characters (RFC 5646, 4.4.1)
#: What a header can carry: queries are asked as their owner by one, and one that cannot be sent would stop all.
_OWNER = re.compile(r"[!-~\xa1-\xff]([ -~\xa1-\xff]*[!-~\xa1-\xff])?")


class SavedQuery(BaseModel):
    """One saved query, as its owner last left it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Ids of documents are made of it; Elasticsearch refuses long ones, and all that is written with them.
    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    box: str = Field(min_length=1)  #: what was typed into the box
    owner: str = Field(min_length=1)
    channels: tuple[Channel, ...] = ()
    at_most_s: int = Field(default=0, ge=0)  #: seconds that lie at least between two notices
    quiet: tuple[int, int] | None = None  #: minutes of the day from when until when nothing is told
    zone: str = "UTC"
    expires: Moment | None = None
    paused: bool = False
    changes: Changes = "any"
    unit: str | None = None  #: whom it is shared with
    language: str = Field(default="en", max_length=_LONGEST_LANGUAGE)
    removed: bool = False

    @model_validator(mode="after")
    def _zone_is_one(self) -> Self:
        time_zone(self.zone)
        return self

    @field_validator("owner")
    @classmethod
    def _owner_can_be_asked_as(cls, owner: str) -> str:
        if not _OWNER.fullmatch(owner):
            raise ValueError(f"{owner[:60]!r} cannot be asked as: give a user's name in Latin letters, no space around")
        return owner

    def active(self, now: datetime) -> bool:
        """Whether it is asked at that moment."""
        return not (self.paused or self.removed or (self.expires is not None and self.expires <= now))

    def is_quiet(self, now: datetime) -> bool:
        """Whether its owner does not want to be disturbed at that moment."""
        if self.quiet is None:
            return False
        local = now.astimezone(time_zone(self.zone))
        start, end = self.quiet
        minute = local.hour * 60 + local.minute
        return start <= minute < end if start <= end else minute >= start or minute < end


def time_zone(name: str) -> ZoneInfo:
    """Raises UsageError for what is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"{name!r} is no time zone: give one such as Europe/Belgrade") from error


def span(written: str) -> timedelta:
    """How long: 90s, 15m, 1h, 90d, 2w. Raises ValueError."""
    found = _SPAN.match(written.strip())
    if found is None:
        raise ValueError(f"{written!r} is no span of time: give 15m, 1h, 90d or 2w")
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2].lower()])


def quiet_hours(written: str) -> tuple[int, int]:
    """Two minutes of the day, out of 22:00-06:00. Raises ValueError."""
    found = _QUIET.match(written.strip())
    if found is None:
        raise ValueError(f"{written!r} are no hours of the day: give them as 22:00-06:00")
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if start == end:
        raise ValueError(f"{written!r} begins when it ends: leave it out, or pause the query")
    return start, end


def hours(quiet: tuple[int, int]) -> str:
    """The hours as people write them."""
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in quiet)


def expiry(written: str, now: datetime) -> datetime:
    """When it ends: after 90d, or on a date. Raises ValueError."""
    from leads.moments import end_of

    try:
        end = now + span(written)
    except (ValueError, OverflowError):
        try:
            end = end_of(written)
        except ValueError as error:
            raise ValueError(f"{written!r} is neither how long (90d) nor a date (2027-03-01)") from error
    if end <= now:
        raise ValueError(f"{written!r} is past")
    return end.astimezone(UTC)

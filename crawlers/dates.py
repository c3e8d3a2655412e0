"""When an ad was posted: the ways sites write a moment, to UTC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, ConfigDict, field_validator, model_validator

_WORD = re.compile(r"([^\W\d_]+)\.?")  # with the dot of an abbreviation


class Dates(BaseModel):
    """How a source writes its dates. ISO 8601 and RFC 5322 are always understood."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str | None = None  #: as strptime wants it; names of months count as their numbers (%m)
    locale: str | None = None  #: whose names the months have (CLDR), such as sq or sr-Cyrl
    timezone: str = "UTC"  #: of dates that do not say theirs

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is no time zone: write it like Europe/Belgrade") from None
        return name

    @field_validator("locale")
    @classmethod
    def _is_a_locale(cls, name: str | None) -> str | None:
        if name:
            try:
                Locale.parse(name, sep="-")
            except (UnknownLocaleError, ValueError):
                raise ValueError(f"{name!r} is no locale: write it like sq or sr-Cyrl") from None
        return name

    @model_validator(mode="after")
    def _format_can_be_read_back(self) -> Self:
        if self.format:
            try:
                datetime.strptime(datetime(2026, 11, 24, 20, 15).strftime(self.format), self.format)
            except ValueError as error:
                raise ValueError(f"format: {error}") from None
        return self

    def moment(self, values: Iterable[str]) -> datetime | None:
        """The first of `values` that can be read, in UTC; None where none can."""
        for value in values:
            if moment := self._read(value.strip()):
                return moment
        return None

    def _read(self, value: str) -> datetime | None:
        for read in (self._by_format, datetime.fromisoformat, parsedate_to_datetime):
            try:
                moment = read(value)
                aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.timezone))
                return aware.astimezone(UTC)
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
        return None

    def _by_format(self, value: str) -> datetime:
        if not self.format:
            raise ValueError("no format given")
        digits = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in value)
        months = _months(self.locale) if self.locale else {}
        text = _WORD.sub(lambda word: months.get(word[1].casefold(), word[0]), digits)
        return datetime.strptime(text, self.format)


@lru_cache(maxsize=64)
def _months(locale: str) -> dict[str, str]:
    """Names of months, alone and in dates, whole and short, to their numbers."""
    months = Locale.parse(locale, sep="-").months
    return {
        name.casefold().rstrip("."): f"{number:02}"
        for use in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in months[use][width].items()
        if not name.isdigit()
    }

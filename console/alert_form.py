"""The form of a saved query: what is typed into it, read into the fields of one, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar, get_args

from alerts import query as reading
from alerts.channels.fitting import EXAMPLES, unfit
from alerts.notice import Channel, ChannelKind, Level
from alerts.query import LONGEST_NAME, Changes, SavedQuery
from waymark.errors import UsageError
from waymark.settings import Settings

_Value = TypeVar("_Value")
_MOST_ADDRESSES = 10
#: What is offered; a query made on the command line may have others, and keeps them.
AT_MOST = {"0s": "at once", "15m": "every 15 minutes", "1h": "every hour", "6h": "every 6 hours", "1d": "every day"}
CHANGES = {
    "any": "each new wording",
    "material": "only other numbers or prices",
    "first": "nothing more: each lead once",
}
LEVELS = {"count": "how many leads", "ids": "also which", "summary": "also what they say, in a line"}
LANGUAGES = {
    "en": "English",
    "de": "German",
    "el": "Greek",
    "fr": "French",
    "hr": "Croatian",
    "hu": "Hungarian",
    "ro": "Romanian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sr-Latn": "Serbian in Latin letters",
}
#: Kinds of channels that have an address, what the field is called, and an example of one.
_TITLES = {"email": "E-mail", "webhook": "Webhook", "mattermost": "Mattermost or Slack", "apprise": "Apprise"}
ADDRESSED: dict[ChannelKind, tuple[str, str]] = {kind: (_TITLES[kind], one) for kind, one in EXAMPLES.items()}


@dataclass(frozen=True)
class Typed:
    """What stands in the form's fields, as it is typed."""

    name: str = ""
    q: str = ""
    inbox: str = ""
    email: str = ""
    webhook: str = ""
    mattermost: str = ""
    apprise: str = ""
    level: str = ""
    at_most: str = "0s"
    quiet_from: str = ""
    quiet_until: str = ""
    zone: str = ""
    expires: str = ""
    changes: str = "any"
    unit: str = ""
    language: str = "en"


def given(form: Mapping[str, Any]) -> Typed:
    """What was sent."""
    return Typed(**{one.name: str(form.get(one.name, "")).strip() for one in fields(Typed)})


def new(box: str, name: str, zone: str) -> Typed:
    """The form for a search that is to be saved."""
    return Typed(name=(name or box)[:LONGEST_NAME], q=box, inbox="on", zone=zone)


def of(query: SavedQuery) -> Typed:
    """The form of a query that is there."""
    quiet = reading.hours(query.quiet).split("-") if query.quiet else ("", "")
    return Typed(
        name=query.name,
        q=query.box,
        inbox="on" if any(one.kind == "inbox" for one in query.channels) else "",
        **{kind: "\n".join(one.address for one in query.channels if one.kind == kind) for kind in ADDRESSED},
        at_most=_span(query.at_most_s),
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        zone=query.zone,
        expires=f"{query.expires:%Y-%m-%d}" if query.expires else "",
        changes=query.changes,
        unit=query.unit or "",
        language=query.language,
    )


def _span(seconds: int) -> str:
    """As the form offers it, or in seconds."""
    same = (one for one in AT_MOST if reading.span(one).total_seconds() == seconds)
    return next(same, f"{seconds}s")


def read(
    typed: Typed, owner: str, units: tuple[str, ...], before: SavedQuery | None, now: datetime, settings: Settings
) -> dict[str, Any]:
    """The fields of the query; `before`: as it is, where it is there. Raises UsageError naming the field."""
    if not typed.q:
        raise UsageError("Search: it is empty and would find everything; say what to look for")
    if not typed.name:
        raise UsageError("Name: give one, by which you know the search when you are told")
    known = before.unit if before else None
    if typed.unit and typed.unit not in (*units, known):
        raise UsageError("Shared with: you do not belong to that unit")
    if typed.changes not in get_args(Changes):
        raise UsageError("Leads that change: this is no form of the console, load the page again")
    return {
        "name": typed.name,
        "box": typed.q,
        "channels": tuple(_channels(typed, owner, before, settings)),
        "at_most_s": _named("At most", lambda: int(reading.span(typed.at_most).total_seconds())),
        "quiet": _quiet(typed),
        "zone": typed.zone or "UTC",
        "expires": _expires(typed, before, now),
        "changes": typed.changes,
        "unit": typed.unit or None,
        "language": typed.language or "en",
    }


def _quiet(typed: Typed) -> tuple[int, int] | None:
    if not typed.quiet_from and not typed.quiet_until:
        return None
    return _named("Quiet hours", lambda: reading.quiet_hours(f"{typed.quiet_from}-{typed.quiet_until}"))


def _expires(typed: Typed, before: SavedQuery | None, now: datetime) -> datetime | None:
    if not typed.expires:
        return None
    if before and before.expires and f"{before.expires:%Y-%m-%d}" == typed.expires:
        return before.expires
    return _named("Ends on", lambda: reading.expiry(typed.expires, now))


def _named(field: str, value: Callable[[], _Value]) -> _Value:
    try:
        return value()
    except ValueError as error:
        raise UsageError(f"{field}: {error}") from error


def _channels(typed: Typed, owner: str, before: SavedQuery | None, settings: Settings) -> Iterator[Channel]:
    level = typed.level or None
    if level not in (None, *get_args(Level)):
        raise UsageError("What may be said: this is no form of the console, load the page again")
    levels: dict[tuple[str, str], Level] = (
        {(one.kind, one.address): one.level for one in before.channels} if before else {}
    )
    found: list[tuple[ChannelKind, str]] = [("inbox", owner)] if typed.inbox else []
    found += [(kind, address) for kind in ADDRESSED for address in dict.fromkeys(getattr(typed, kind).split())]
    if not found:
        raise UsageError("Where: choose the inbox, or give an address: a search that tells nobody is of no use")
    if len(found) > _MOST_ADDRESSES:
        raise UsageError(f"Where: {len(found)} addresses; there may be {_MOST_ADDRESSES}")
    for kind, address in found:
        if (kind, address) not in levels:  # what was taken before is not looked at again
            _check(kind, address, settings)
        usual = "ids" if kind == "webhook" else "count"
        yield Channel.model_validate(
            {"kind": kind, "address": address, "level": level or levels.get((kind, address)) or usual}
        )


def _check(kind: ChannelKind, address: str, settings: Settings) -> None:
    """Raises UsageError for what is no address of its kind, or may never be sent to."""
    if why := unfit(kind, address, settings):
        raise UsageError(f"{ADDRESSED[kind][0]}: {why}")

"""`waymark alerts add | edit | pause | resume | transfer | remove`: what is saved, and for whom."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from alerts.notice import Channel
    from alerts.query import SavedQuery
    from waymark.settings import Settings

_NAME = Annotated[str, typer.Argument(help="A saved query, by name or id", metavar="NAME")]
EMAIL = Annotated[list[str] | None, typer.Option("--email", help="Address that is written to (repeatable)")]
WEBHOOK = Annotated[list[str] | None, typer.Option("--webhook", help="URL that is posted to, signed (repeatable)")]
MATTERMOST = Annotated[list[str] | None, typer.Option("--mattermost", help="Incoming webhook of Mattermost or Slack")]
APPRISE = Annotated[list[str] | None, typer.Option("--apprise", help="Any address that Apprise knows (repeatable)")]
INBOX = Annotated[bool, typer.Option("--inbox", help="In the console; where no channel is given too")]
LEVEL = Annotated[
    str | None,
    typer.Option(help="What channels may carry: count, ids or summary. Webhooks carry ids, others the count"),
]
AT_MOST = Annotated[str | None, typer.Option("--at-most", help="At most once in 15m, 1h, 1d; 0s: at once")]
QUIET = Annotated[str | None, typer.Option(help="Hours in which nothing is told: 22:00-06:00; none: no such hours")]
ZONE = Annotated[str | None, typer.Option(help="Time zone of the quiet hours, such as Europe/Belgrade")]
EXPIRES = Annotated[str | None, typer.Option(help="When it ends: 90d, 2027-03-01; never. A reminder comes before")]
CHANGES = Annotated[
    str | None,
    typer.Option(help="Of leads that changed: any new wording; material: numbers or prices; first: no lead twice"),
]
UNIT = Annotated[str | None, typer.Option(help="Unit that it is shared with")]
LANGUAGE = Annotated[str | None, typer.Option(help="The reader's language: en, de, sq …")]


def register(app: typer.Typer) -> None:
    """Adds these commands to the group."""
    app.command("add")(add)
    app.command("edit")(_edit)
    app.command("pause")(_pause)
    app.command("resume")(_resume)
    app.command("transfer")(_transfer)
    app.command("remove")(_remove)


@contextmanager
def opened() -> Iterator[tuple[Elasticsearch, Settings]]:
    """A client and the settings of this process."""
    from waymark.cluster import connect
    from waymark.settings import settings

    with connect(settings()) as client:
        yield client, settings()


def unsecured(secured: bool) -> None:
    """Says so where nobody's permissions can be asked for."""
    from waymark.progress import say

    if not secured:
        say("security is off in this Elasticsearch: saved queries are not asked as their owners, everybody sees all")


def add(
    name: Annotated[str, typer.Argument(help="What the owner calls it")],
    query: Annotated[str, typer.Option(help="What would be typed into the box of the console")],
    owner: Annotated[str | None, typer.Option(help="User of Elasticsearch who asks; yourself, if not given")] = None,
    email: EMAIL = None,
    webhook: WEBHOOK = None,
    mattermost: MATTERMOST = None,
    apprise: APPRISE = None,
    inbox: INBOX = False,
    level: LEVEL = None,
    at_most: AT_MOST = None,
    quiet: QUIET = None,
    zone: ZONE = None,
    expires: EXPIRES = None,
    changes: CHANGES = None,
    unit: UNIT = None,
    language: LANGUAGE = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line")] = False,
) -> None:
    """Saves a query. What arrives or changes from now on and matches is told to its owner.

    Example: waymark alerts add vans --query 'from:Prishtina to:Wien' --owner ana --webhook https://desk.example/hook
    """
    from alerts import access, store

    with opened() as (client, now):
        user = access.user_of(client, now)
        whose = owner or user or "everybody"
        timing = _timing(at_most, quiet, zone, expires)
        more = {"changes": changes, "unit": unit, "language": language}
        channels = _channels(now, level, email=email, webhook=webhook, mattermost=mattermost, apprise=apprise)
        if inbox or not channels:
            channels += _channels(now, level, inbox=[whose])
        given = {"id": store.new_id(), "name": name, "box": query, "owner": whose, "channels": channels}
        given |= {"zone": now.alerts_zone, **timing} | {field: one for field, one in more.items() if one is not None}
        saved = store.fitting(given)
        _check(client, now, saved, secured=user is not None)
        store.add(client, now, saved)
    unsecured(user is not None)
    if as_json:
        print(json.dumps({"id": saved.id, "name": saved.name, "owner": saved.owner}, ensure_ascii=False))
    else:
        print(f"saved as {saved.id}: {saved.owner} is told by {', '.join(one.kind for one in saved.channels)}")


def _check(client: Elasticsearch, now: Settings, query: SavedQuery, *, secured: bool) -> None:
    """Raises UsageError for a query that could not be asked."""
    from datetime import UTC, datetime

    from alerts import access
    from alerts.compiling import Reader
    from nlp.gazetteer import load
    from waymark.errors import UsageError

    if not query.box.strip():
        raise UsageError("--query is empty: it would find everything; say what to look for")
    if not query.name.strip():
        raise UsageError("the name is empty: give one, by which its owner knows it when told")
    if secured and (why := access.refusal(client, now, query.owner)):
        raise UsageError(
            f"{why}; give a user with the role {now.index_prefix}waymark-analyst (`waymark security apply`)"
        )
    Reader(client, now, load(), datetime.now(UTC), secured).clause(query)


def _channels(now: Settings, level: str | None, **addresses: list[str] | None) -> list[Channel]:
    """Raises UsageError for a level that is none, and for addresses that nothing could ever be sent to."""
    from pydantic import ValidationError

    from alerts.channels.fitting import unfit
    from alerts.notice import Channel
    from waymark.errors import UsageError

    found: list[Channel] = []
    for kind, given in addresses.items():
        for address in given or ():
            if not address.strip():
                raise UsageError(f"--{kind} is empty: give an address, or leave it out")
            fields = {"kind": kind, "address": address, "level": level or ("ids" if kind == "webhook" else "count")}
            try:
                channel = Channel.model_validate(fields)
            except ValidationError as error:
                raise UsageError(f"--level {level!r}: there are count, ids and summary") from error
            if why := unfit(channel.kind, channel.address, now):
                raise UsageError(f"--{kind}: {why}")
            found.append(channel)
    return found


def _timing(at_most: str | None, quiet: str | None, zone: str | None, expires: str | None) -> dict[str, Any]:
    """What is given of when to tell, as fields. Raises UsageError naming the option."""
    from datetime import UTC, datetime

    from alerts import query
    from waymark.errors import UsageError

    readers: dict[str, tuple[str, str | None, Callable[[str], Any]]] = {
        "at_most_s": ("--at-most", at_most, lambda given: int(query.span(given).total_seconds())),
        "quiet": ("--quiet", quiet, lambda given: None if given == "none" else query.quiet_hours(given)),
        "zone": ("--zone", zone, str),
        "expires": (
            "--expires",
            expires,
            lambda given: None if given == "never" else query.expiry(given, datetime.now(UTC)),
        ),
    }
    fields: dict[str, Any] = {}
    for field, (option, given, read) in readers.items():
        if given is not None:
            try:
                fields[field] = read(given)
            except ValueError as error:
                raise UsageError(f"{option}: {error}") from error
    return fields


def _edit(
    name: _NAME,
    query: Annotated[str | None, typer.Option(help="What is asked")] = None,
    rename: Annotated[str | None, typer.Option(help="What it is called")] = None,
    email: EMAIL = None,
    webhook: WEBHOOK = None,
    mattermost: MATTERMOST = None,
    apprise: APPRISE = None,
    inbox: INBOX = False,
    level: LEVEL = None,
    at_most: AT_MOST = None,
    quiet: QUIET = None,
    zone: ZONE = None,
    expires: EXPIRES = None,
    changes: CHANGES = None,
    unit: UNIT = None,
    language: LANGUAGE = None,
) -> None:
    """Changes what is given of a saved query; channels that are given stand for all it had.

    Example: waymark alerts edit vans --query 'from:Prishtina to:Wien price:<3000' --at-most 1h
    """
    from waymark.errors import UsageError

    more = {"box": query, "name": rename, "changes": changes, "unit": unit, "language": language}
    fields = {field: value for field, value in more.items() if value is not None}
    fields |= _timing(at_most, quiet, zone, expires)
    given = {"email": email, "webhook": webhook, "mattermost": mattermost, "apprise": apprise}
    told = inbox or any(given.values())
    if not fields and not told:
        raise UsageError("nothing is given that could be changed: `waymark alerts edit --help` names what can be")

    def with_channels(now: Settings, saved: SavedQuery) -> dict[str, Any]:
        inboxes = [saved.owner] if inbox else None
        return fields | ({"channels": _channels(now, level, **given, inbox=inboxes)} if told else {})

    _change(name, with_channels, "changed")


def _pause(name: _NAME) -> None:
    """Stops a saved query: what arrives meanwhile is not told later, what was found before waits until it goes on.

    Example: waymark alerts pause vans
    """
    _change(name, lambda *_: {"paused": True}, "paused: what waits to be told is told when it goes on")


def _resume(name: _NAME) -> None:
    """Goes on with a saved query that was paused.

    Example: waymark alerts resume vans
    """
    _change(name, lambda *_: {"paused": False}, "resumed")


def _transfer(name: _NAME, owner: Annotated[str, typer.Argument(help="Who owns it from now on")]) -> None:
    """Gives a saved query to another owner, with whose permissions it is asked from now on. Their inbox takes the place
    of the one before, for what is not told yet too; other channels stay: look at them.

    Example: waymark alerts transfer vans berta
    """

    def given(_: Settings, saved: SavedQuery) -> dict[str, Any]:
        moved = [
            channel.model_copy(update={"address": owner}) if channel.kind == "inbox" else channel
            for channel in saved.channels
        ]
        return {"owner": owner, "channels": moved}

    _change(name, given, f"given to {owner}")


def _remove(name: _NAME) -> None:
    """Removes a saved query; what it told stays on record, what it had still to tell is dropped.

    Example: waymark alerts remove vans
    """
    _change(name, lambda *_: {"removed": True}, "removed")


def _change(name: str, fields: Callable[[Settings, SavedQuery], dict[str, Any]], done: str) -> None:
    """Keeps the query with these fields, and says what was `done`."""
    from alerts import access, store

    with opened() as (client, now):
        kept = store.named(client, now, name)
        given = fields(now, kept.query)
        saved = store.changed(kept.query, **given)
        secured = access.user_of(client, now) is not None
        if {"box", "name", "owner"} & given.keys():
            _check(client, now, saved, secured=secured)
        store.save(client, now, saved, kept.revision)
    unsecured(secured)
    print(f"{saved.name}: {done}")

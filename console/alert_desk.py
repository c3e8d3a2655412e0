"""Which saved queries a user of the console may see, and in whose name they may change one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from elasticsearch import ApiError, Elasticsearch, TransportError

from alerts.access import may_ask_as, refusal
from alerts.authority import Kept
from alerts.compiling import Reader
from alerts.query import SavedQuery
from alerts.trying import Tried, tried
from alerts.watching import Watched, watched
from console.desk import Desk
from console.sessions import Session
from console.signin import basic
from search_mappings.alerts import exist
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError, UsageError

TRIED_DAYS = 30


@dataclass(frozen=True)
class Seen:
    """A saved query as a user may see it."""

    kept: Kept
    is_mine: bool
    others_may: bool  #: the user is an operator, who may act for its owner


def concerns(query: SavedQuery, session: Session) -> bool:
    """Whether it is the user's own, or shared with a unit of theirs."""
    return query.owner == session.user or query.unit in session.units


def may_see(query: SavedQuery, session: Session) -> bool:
    """Whom it concerns, and operators."""
    return concerns(query, session) or session.has("operator")


def every(at: Desk) -> tuple[Kept, ...]:
    """All saved queries: what of them is shown is up to `may_see`."""
    with at.own() as client:
        return at.kept.every(client, at.settings)


def seen(kept: Iterable[Kept], identity: str, session: Session) -> Seen | None:
    """The query of that id; None where there is none that the user may see."""
    for one in kept:
        if one.query.id == identity and may_see(one.query, session):
            return Seen(one, one.query.owner == session.user, session.has("operator"))
    return None


def acting(at: Desk, session: Session, query: SavedQuery, password: str | None) -> Elasticsearch:
    """The way to Elasticsearch by which a change to `query` counts.

    Its owner's key is enough. Who acts for another gives the password once more: a key has no roles, by which
    Elasticsearch would know an operator. Raises UsageError.
    """
    if query.owner == session.user and password is None:
        return at.as_user(session)
    if not session.has("operator"):
        raise UsageError("it is another's: only its owner or an operator may change it")
    if not password:
        raise UsageError("who acts for another gives the own password once more")
    name = session.user.casefold()
    if wait := at.names.attempt(name):
        raise UsageError(f"too many wrong passwords: try again in {int(wait) + 1} s")
    client = at.client.options(headers={"authorization": f"Basic {basic(session.user, password)}"})
    try:
        client.security.authenticate()
    except TransportError as error:
        at.names.took_back(name)
        raise ServiceError(f"Elasticsearch does not answer: {error.message}") from error
    except ApiError as error:
        raise UsageError("this is not your password: nothing was changed") from error
    at.names.succeeded(name)
    return client


def fares(at: Desk, kept: Kept) -> Watched:
    """How the query fares, as *My alerts* shows it."""
    with at.own() as client:
        return watched(client, at.settings, [kept])[0]


@dataclass(frozen=True)
class Trying:
    """What a query would have found; or, of another's, why its owner would be told nothing."""

    found: Tried | None = None
    refused: str | None = None
    as_owner: bool = True  #: or with the rights of who looks at it, who may not ask as its owner


def trying(at: Desk, session: Session, query: SavedQuery, how: Watched | None) -> Trying:
    """Asks as its owner, where this user may; `how` it fares says whether its owner could ask when it was asked last.

    Raises UsageError for a box that cannot be read."""
    client, now = at.as_user(session), datetime.now(UTC)
    is_another = query.owner != session.user
    as_owner = is_another and may_ask_as(client, at.settings, query.owner)
    why = refusal(client, at.settings, query.owner) if as_owner else how.failing if is_another and how else None
    if why:
        return Trying(refused=why)
    reader = Reader(client, at.settings, at.gazetteer, now, secured=as_owner)  # else it is the user who asks
    return Trying(tried(client, at.settings, query, reader, TRIED_DAYS), as_owner=as_owner or not is_another)


def check(at: Desk, session: Session, query: SavedQuery) -> None:
    """Raises UsageError where the box cannot be read, asks what the user may not see, or nothing can be saved yet."""
    with at.own() as own, failures_in_one_line(at.settings):
        if not exist(own, at.settings):
            raise UsageError("there is no index of saved searches yet: an operator runs `waymark security apply`")
    client = at.as_user(session)
    with failures_in_one_line(at.settings):
        Reader(client, at.settings, at.gazetteer, datetime.now(UTC), secured=False).clause(query)

"""What the pages of one console share: settings, the gazetteer, the way to Elasticsearch, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass, field

from elasticsearch import Elasticsearch
from starlette.requests import Request

from alerts.kept import KeptQueries
from console.divisions import Divisions
from console.own import Own
from console.sessions import Session, Sessions
from console.throttle import Throttle
from console.unread import Unread
from leads.work.board import Board
from nlp.gazetteer import Gazetteer
from waymark.audit import Trail
from waymark.settings import Settings

_OF_AN_ADDRESS = 30  # failed sign-ins before it has to wait: a whole unit may come from one


@dataclass(frozen=True)
class Desk:
    """`client` is signed in as nobody: every use of it names whose key it asks with; `own` is the console's."""

    settings: Settings
    gazetteer: Gazetteer
    client: Elasticsearch
    own: Own
    unread: Unread
    sessions: Sessions = field(default_factory=Sessions)
    names: Throttle = field(default_factory=Throttle)
    addresses: Throttle = field(default_factory=lambda: Throttle(free=_OF_AN_ADDRESS))
    divisions: Divisions = field(default_factory=Divisions)
    board: Board = field(default_factory=Board)
    kept: KeptQueries = field(default_factory=KeptQueries)

    @property
    def trail(self) -> Trail:
        """Where what people do is noted before they see anything."""
        return Trail(self.settings.audit)

    def as_user(self, session: Session) -> Elasticsearch:
        """The way to Elasticsearch with what this user may do, and no more."""
        return self.client.options(api_key=session.key)


def desk(request: Request) -> Desk:
    """The desk of the application that got the request."""
    found: Desk = request.app.state.desk
    return found

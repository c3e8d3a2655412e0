"""Who is signed in: sessions with the API key that Elasticsearch gave the user, kept in memory and nowhere else.

The console holds no power over leads of its own: what a page shows of them is what the user's own key may read. What
no analyst's role reads, the inbox and the saved queries, it reads with its own key (`console.own`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

#: After this long a session ends, and the key with it; an hour without a page ends it as well.
LASTS = timedelta(hours=8)
IDLE = timedelta(hours=1)
_MOST = 10_000
_UNIT = "unit-"


@dataclass
class Session:
    """One sign-in.

    `roles` are those of this Waymark, by their short names; `key` is the API key in the form a header takes (base64 of
    id and key).
    """

    user: str
    roles: tuple[str, ...]
    key_id: str
    key: str = field(repr=False)
    began: datetime
    used: datetime
    last_visit: datetime | None = None  #: when the user was here before this session
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)  #: names it in the cookie
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)  #: stands in every form

    def has(self, role: str) -> bool:
        """Whether the user has a role of this Waymark, such as auditor."""
        return role in self.roles

    @property
    def units(self) -> tuple[str, ...]:
        """The units the user belongs to: roles waymark-unit-NAME, which need to allow nothing."""
        return tuple(role.removeprefix(_UNIT) for role in self.roles if role.startswith(_UNIT))

    def ended(self, now: datetime) -> bool:
        return now - self.began >= LASTS or now - self.used >= IDLE


class Sessions:
    """All sessions of this process; safe between threads."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now, self._lock = now, Lock()
        self._open: dict[str, Session] = {}

    def begin(
        self, user: str, roles: tuple[str, ...], key_id: str, key: str, last_visit: datetime | None = None
    ) -> Session:
        """A new session; the ones that have ended are forgotten."""
        now = self._now()
        session = Session(user, roles, key_id, key, now, now, last_visit)
        with self._lock:
            self._open = {token: one for token, one in self._open.items() if not one.ended(now)}
            while len(self._open) >= _MOST:
                del self._open[min(self._open, key=lambda token: self._open[token].used)]
            self._open[session.token] = session
        return session

    def find(self, token: str | None) -> Session | None:
        """The session of a cookie, if it has not ended; it counts as used."""
        now = self._now()
        with self._lock:
            session = self._open.get(token or "")
            if session is None or session.ended(now):
                self._open.pop(token or "", None)
                return None
            session.used = now
            return session

    def end(self, session: Session) -> None:
        with self._lock:
            self._open.pop(session.token, None)

"""What a channel is given to deliver, and what it answers. Channels know nothing of queries or of Elasticsearch."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ChannelKind = Literal["inbox", "email", "webhook", "mattermost", "apprise"]
#: What a channel may carry: how many leads; also which (ids, links); also what they say in a line.
Level = Literal["count", "ids", "summary"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Channel(_Frozen):
    """Where an owner wants to be told, and how much may be said there."""

    kind: ChannelKind
    address: str  #: e-mail address or URL; of the inbox the user's name
    level: Level = "count"


class NoticedLead(_Frozen):
    """One lead that a notice tells of; `url` is its page in the console."""

    id: str
    version: int = Field(ge=1)
    url: str | None = None
    summary: str | None = None


class Notice(_Frozen):
    """One delivery: what a saved query found, for one channel. Repeating it keeps its `delivery_id`."""

    delivery_id: str
    alert_id: str
    alert: str  #: the query's name
    owner: str
    language: str  #: the reader's, as in BCP 47
    count: int = Field(ge=0)
    leads: tuple[NoticedLead, ...] = ()
    link: str  #: into the console: the hits
    made_at: datetime
    message: str = ""  #: what is told instead of hits: that the query fails, or that it soon ends


class Outcome(_Frozen):
    """What became of a delivery: `retry` may succeed later (not before `retry_after_s`), `failed` never will."""

    status: Literal["delivered", "retry", "failed"]
    detail: str = ""
    retry_after_s: float | None = Field(default=None, ge=0)

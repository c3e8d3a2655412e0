"""The ways a notice travels to its reader: inbox, e-mail, webhook, Mattermost and Slack, and what Apprise knows.

`deliver` strips the notice to what the channel may carry (`carried`) before the channel's own module sees it.
docs/decisions/channels.md says why it is done so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from elasticsearch import Elasticsearch

from alerts.channels import apprise, inbox, mail, mattermost, webhook
from alerts.channels.carried import carried
from alerts.notice import Channel, ChannelKind, Notice, Outcome
from waymark.errors import WaymarkError
from waymark.settings import Settings
from waymark.settings import settings as of_this_process

_Sender = Callable[[Channel, Notice, Settings], Outcome]
_SENDERS: Mapping[ChannelKind, _Sender] = {
    "email": mail.send,
    "webhook": webhook.send,
    "mattermost": mattermost.send,
    "apprise": apprise.send,
}


def deliver(
    channel: Channel, notice: Notice, *, settings: Settings | None = None, client: Elasticsearch | None = None
) -> Outcome:
    """Delivers the notice, once; whether to try again is in the outcome, which never holds the channel's address.

    Without `settings` those of this process are taken; without `client` the inbox connects by itself. A fault of our
    own (a missing mail server, a secret that others may read, Elasticsearch away) is an outcome too: `retry`.
    """
    try:
        at = settings or of_this_process()
        stripped = carried(channel, notice)
        if channel.kind == "inbox":
            return inbox.send(channel, stripped, at, client)
        return _SENDERS[channel.kind](channel, stripped, at)
    except WaymarkError as error:
        return Outcome(status="retry", detail=str(error))


def deliver_to_inboxes(
    sent: Sequence[tuple[Channel, Notice]], *, settings: Settings, client: Elasticsearch
) -> list[Outcome]:
    """Delivers many notices to inboxes, as `deliver` does each, in few requests; an outcome each, in their order."""
    try:
        return inbox.send_all([(channel, carried(channel, notice)) for channel, notice in sent], settings, client)
    except WaymarkError as error:
        return [Outcome(status="retry", detail=str(error))] * len(sent)

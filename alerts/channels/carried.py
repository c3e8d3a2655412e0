"""What a channel may carry of a notice: the rest is taken away before the channel sees it."""

from __future__ import annotations

from alerts.channels.names import neutral
from alerts.channels.one_line import one_line
from alerts.notice import Channel, Notice, NoticedLead

_LONGEST_NAME = 200
_LONGEST_SUMMARY = 500
_LONGEST_MESSAGE = 1000


def carried(channel: Channel, notice: Notice) -> Notice:
    """The notice at the channel's level, its words in one line each.

    Ids and versions of leads stay at every level: they say nothing by themselves. Whether a channel writes them is its
    own affair (`listed`). Of numbers and handles in words that people gave only so much stays as tells searches apart:
    the name of a followed number is the number. In the inbox, where its owner reads it, it stays whole.
    """
    whole = channel.kind == "inbox" or channel.level == "summary"
    leads = tuple(_lead(channel, lead) for lead in notice.leads)
    words = {
        "alert": _words(notice.alert, _LONGEST_NAME, whole=whole),
        "message": _words(notice.message, _LONGEST_MESSAGE, whole=whole),
    }
    return notice.model_copy(update={**words, "leads": leads})


def listed(channel: Channel, notice: Notice) -> tuple[NoticedLead, ...]:
    """The leads that a message for people names: none at the level `count`."""
    return () if channel.level == "count" else notice.leads


def _words(given: str, longest: int, *, whole: bool) -> str:
    """In one line; shortened last, or half a number might stand at the end of what is cut."""
    return one_line(given if whole else neutral(one_line(given, len(given))), longest)


def _lead(channel: Channel, lead: NoticedLead) -> NoticedLead:
    url = lead.url if channel.level != "count" else None
    summary = one_line(lead.summary, _LONGEST_SUMMARY) if lead.summary and channel.level == "summary" else None
    same = lead.url == url and lead.summary == summary  # thousands of copies for nothing, at the level `count`
    return lead if same else lead.model_copy(update={"url": url, "summary": summary})

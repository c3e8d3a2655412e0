"""Incoming webhooks of Mattermost and Slack: `{"text": …}`, in the few signs that both read the same way."""

from __future__ import annotations

import json

from alerts.channels import posting
from alerts.channels.carried import listed
from alerts.channels.wording import Wording, wording
from alerts.notice import Channel, Notice, Outcome
from waymark.settings import Settings

_MOST_LISTED = 20
#: Words of others stand as code, where neither links, pictures nor calls to everybody (@all, <!channel>) work.
_HARMLESS = str.maketrans({"`": "'", "<": "‹", ">": "›", "@": "@\u2060"})


def send(channel: Channel, notice: Notice, settings: Settings) -> Outcome:
    """Posts the notice to the channel's address."""
    url = posting.url_of(channel.address)
    if url is None:
        return Outcome(status="failed", detail="the incoming webhook's address is no address of the web: https://…")
    content = json.dumps({"text": text(channel, notice)}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": notice.delivery_id}
    return posting.post(url, content, headers, settings)


def text(channel: Channel, notice: Notice) -> str:
    """The message, in the reader's language."""
    say = wording(notice.language)
    shown = listed(channel, notice)
    lines = [_code(notice.message) if notice.message else say.headline(_code(notice.alert), notice.count)]
    lines += [_line(say, lead.id, lead.url, lead.summary) for lead in shown[:_MOST_LISTED]]
    if shown and notice.count > _MOST_LISTED:
        lines.append(say.more(notice.count - len(shown[:_MOST_LISTED])))
    lines.append(_link(notice.link, say.words.open))
    return "\n".join(lines)


def _line(say: Wording, identity: str, url: str | None, summary: str | None) -> str:
    name = f"{say.words.lead} {identity[:12]}"
    return f"- {_link(url, name) if url else name}" + (f": {_code(summary)}" if summary else "")


def _code(words: str) -> str:
    return f"`{words.translate(_HARMLESS)}`"


def _link(url: str, name: str) -> str:
    return f"<{url.replace('|', '%7C').replace('>', '%3E').replace('<', '%3C').replace(' ', '%20')}|{name}>"

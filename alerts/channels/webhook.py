"""Webhooks: JSON by POST, signed, with a key by which the receiver knows a repeat."""

from __future__ import annotations

import json
import time
from datetime import UTC
from typing import Any

from alerts.channels import posting, signing
from alerts.notice import Channel, Notice, Outcome
from waymark.settings import Settings


def send(channel: Channel, notice: Notice, settings: Settings) -> Outcome:
    """Posts the notice to the channel's address."""
    url = posting.url_of(channel.address)
    if url is None:
        return Outcome(status="failed", detail="the webhook's address is no address of the web: https://host/path")
    content = json.dumps(body(notice), ensure_ascii=False, separators=(",", ":")).encode()
    secret = signing.secret_for(url.host, settings)
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": notice.delivery_id,
        signing.HEADER: signing.sign(secret, content, int(time.time())),
    }
    return posting.post(url, content, headers, settings)


def body(notice: Notice) -> dict[str, Any]:
    """What a webhook is told; docs/operations.md has it for receivers. Whose query it is, is not told."""
    about_the_query = {"message": notice.message} if notice.message else {}
    return {
        "alert": notice.alert,
        "alert_id": notice.alert_id,
        "count": notice.count,
        "delivery_id": notice.delivery_id,
        "leads": [lead.model_dump(exclude_none=True) for lead in notice.leads],
        "link": notice.link,
        "made_at": notice.made_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        **about_the_query,
    }

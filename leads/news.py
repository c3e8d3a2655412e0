"""What is new about a lead: which state of it saved queries are to be asked about, marked in the very write.

A lead that is new, has another wording or a number it did not have, carries the mark of the batch it was written in
until the saved queries were asked about it. The mark is a field of the lead, so there is no moment between the lead and
its mark. `wording` names the state by what it is, so writing or asking twice makes no second state; `basis` names the
wording with which numbers or prices last moved.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from leads.euro import in_euro
from leads.identity import text_sha256
from search_mappings.alerts import index_of
from waymark.records import Amount, Lead, Price
from waymark.settings import Settings

_LENGTH = 32  # hexadecimal digits of a state's name


@dataclass(frozen=True)
class Marking:
    """The mark of one batch; None where nobody has saved a query, and marks would only pile up."""

    mark: str | None
    price_share: float = 0.1  #: prices that moved by less have not moved


UNMARKED = Marking(None)


def marking(client: Elasticsearch, settings: Settings) -> Marking:
    """A mark that no other batch has. Where it cannot be known whether queries are saved, there is one."""
    try:
        answer = client.options(ignore_status=404).count(index=index_of(settings, "queries"), terminate_after=1)
        saved = int(answer.get("count", 0)) > 0
    except ApiError:
        saved = True
    return Marking(secrets.token_hex(8) if saved else None, settings.alerts_price_share)


def of(lead: Lead, before: Lead | None, known: Mapping[str, Any] | None, marking: Marking) -> dict[str, Any]:
    """The field `news` of a lead that was `before`, with the field `known`, and is written now."""
    text = text_sha256(lead.text)
    known = known or {}
    state = {"version": _number(lead, text), "captured_at": max(one.captured_at for one in lead.versions).isoformat()}
    if before is None:
        return _marked({**state, "wording": _named(text, _phones(lead)), "basis": _named(text, ())}, marking)
    fresh = bool(_phones(lead) - _phones(before))
    moved = fresh or _moved(_earlier_prices(before, known), lead.extraction.prices, marking.price_share)
    basis = _named(text, ()) if moved else known.get("basis", _named(text_sha256(before.text), ()))
    if not moved and text == text_sha256(before.text):
        return {**known, "basis": basis} if known else {}
    return _marked({**known, **state, "wording": _named(text, _phones(lead)), "basis": basis}, marking)


def _marked(fields: dict[str, Any], marking: Marking) -> dict[str, Any]:
    return {**fields, "due": marking.mark} if marking.mark else fields


def _named(text: str, phones: Iterable[str]) -> str:
    return hashlib.sha256("\n".join((text, *sorted(phones))).encode()).hexdigest()[:_LENGTH]


def _number(lead: Lead, text: str) -> int:
    """Which of the lead's versions its text is, counted from 1."""
    numbers = {version.sha256: number for number, version in enumerate(lead.versions, 1)}
    return numbers.get(text, len(lead.versions))


def _phones(lead: Lead) -> set[str]:
    return {phone.e164 for phone in lead.extraction.phones}


def _earlier_prices(before: Lead, known: Mapping[str, Any]) -> tuple[Amount | Price, ...]:
    """The prices of the wording they last moved with: many small steps are a large one."""
    basis = known.get("basis")
    earlier = next((one for one in before.versions if basis and _named(one.sha256, ()) == basis), None)
    return earlier.prices if earlier else before.extraction.prices


def _moved(before: Iterable[Amount | Price], now: Iterable[Amount | Price], share: float) -> bool:
    old, new = _ends(before), _ends(now)
    if old is None or new is None:
        return old is not new
    return any(abs(b - a) > share * a for a, b in zip(old, new, strict=True))


def _ends(prices: Iterable[Amount | Price]) -> tuple[float, float] | None:
    """The lowest and the highest price in euro."""
    bounds = [
        euro
        for price in prices
        for bound in (price.min, price.max)
        if bound is not None and (euro := in_euro(bound, price.currency)) is not None
    ]
    return (min(bounds), max(bounds)) if bounds else None

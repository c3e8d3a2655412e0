"""One tip as read from an export, before it becomes a document: what was seen, never who saw it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tips.decoding import is_clean
from tips.tipsters import anonymous
from waymark.records import LONGEST_TEXT, Document, Reject

_LONGEST_ID = 200  # an agency's own number is shorter; what is longer is hashed
_LONGEST_SOURCE = 200


class UnfitError(ValueError):
    """A tip that cannot be taken in: the reason, and what of it is kept with the reason."""

    def __init__(self, reason: str, content: str = "") -> None:
        super().__init__(reason)
        self.content = content


@dataclass(frozen=True)
class Tip:
    """A tip with its text already free of the tipster."""

    text: str
    number: str = ""  #: the agency's own; empty: the content gives the id
    agency: str = ""
    country: str | None = None
    published_at: datetime | None = None

    def document(self, agency: str, now: datetime) -> Document:
        """The document of this tip; `agency` is used where the tip names none."""
        return Document(
            id=self._id(),
            kind="tip",
            text=self.text,
            source=(self.agency or agency)[:_LONGEST_SOURCE],
            country=self.country,
            published_at=self.published_at,
            captured_at=now,
        )

    def _id(self) -> str:
        return self.number if 0 < len(self.number) <= _LONGEST_ID else content_id(self.number or self.text)


@dataclass(frozen=True)
class Reading:
    """What one file gave: its tips, what could not be read of it, and what the reader has to say about it."""

    tips: Sequence[Tip] = ()
    rejects: Sequence[Reject] = ()
    notes: Sequence[str] = ()


def content_id(content: str) -> str:
    """A stable id where there is none: the same content has the same one."""
    return f"sha256-{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def fit_text(text: str, above: Sequence[str] = (), below: Sequence[str] = ()) -> str:
    """The text without its author, between the lines that belong above and below it.

    Raises UnfitError where nothing is left of it, and where it is longer than any tip is.
    """
    body = anonymous(text.replace("\0", ""))
    fit = "\n".join((*above, body, *below)) if body else ""
    if not is_clean(fit):
        raise UnfitError("undecodable bytes in its text", fit.encode("utf-8", "replace").decode("utf-8"))
    if len(fit) > LONGEST_TEXT:
        raise UnfitError(f"too long: {len(fit):,} characters, at most {LONGEST_TEXT:,}", fit)
    if not fit:
        raise UnfitError("no text")
    return fit


def rejected(item: str, unfit: UnfitError) -> Reject:
    """What is kept of a tip that cannot be taken in."""
    return Reject(item=item, reason=str(unfit), content=unfit.content)

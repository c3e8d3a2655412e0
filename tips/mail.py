"""A tip as a letter (.eml, RFC 5322 and MIME). Of its headers only date and subject are read."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import datetime
from email.message import EmailMessage, MIMEPart

from tips.dates import moment
from tips.decoding import UndecodableError, decode
from tips.html_text import text_of_html
from tips.tip import Reading, Tip, UnfitError, fit_text, rejected
from tips.tipsters import subject

_LONGEST_SUBJECT = 300
_MOST_MULTIPARTS = 100  # parsing takes time with the square of their depth; letters have three
_HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]")  # RFC 5322, section 2.2: a header, or a folded one's next line
#: What the standard library's parsers of headers raise on headers that nobody meant them to read.
_BROKEN_HEADER = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def read(content: bytes, file: str) -> Reading:
    """The tip of one letter: plain text before HTML, no attachments. Its content gives its id."""
    try:
        if content.lower().count(b"multipart/") > _MOST_MULTIPARTS:
            raise UnfitError(f"more than {_MOST_MULTIPARTS} nested parts: no letter")
        message = email.message_from_bytes(_mended(content), policy=email.policy.default)
        text = _text(message)
        attached = sum(1 for _ in message.iter_attachments())
    except UnfitError as unfit:
        return Reading(rejects=[rejected(file, unfit)])
    except UndecodableError as error:
        return Reading(rejects=[rejected(file, UnfitError(str(error)))])
    except _BROKEN_HEADER as error:
        return Reading(rejects=[rejected(file, UnfitError(f"broken MIME: {type(error).__name__}"))])
    notes = [f"{file}: attachments left out: {attached}"] if attached else []
    return Reading([Tip(text, published_at=_date(message))], notes=notes)


def _mended(content: bytes) -> bytes:
    """`content` without lines of its head that are no headers: behind one the parser takes From: for the body."""
    head, blank, body = _HEAD_END.sub(b"\n\n", content, count=1).partition(b"\n\n")
    headers = [line for line in head.splitlines() if _HEADER.match(line)]
    if not any(not line[:1].isspace() for line in headers):
        return content  # no head at all
    return b"\n".join(headers) + blank + body


def _text(message: EmailMessage) -> str:
    """Subject and body. A letter without a body is none, whatever its subject says."""
    for part in _bodies(message):
        body = _decoded(part)
        if part.get_content_subtype() == "html":
            body = text_of_html(body)
        if body.strip():
            above = _subject(message)
            return fit_text(body, above=[above] if above and not body.lstrip().startswith(above) else [])
    raise UnfitError("no text in the letter")


def _bodies(message: EmailMessage) -> list[MIMEPart]:
    """The parts that may hold the text, plain before HTML."""
    found = (message.get_body((kind,)) for kind in ("plain", "html"))
    return [part for part in found if part is not None]


def _decoded(part: MIMEPart) -> str:
    """The part's text: in the encoding it declares, or, where that is unknown or wrong, in the one it is written in."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        return decode(raw)


def _subject(message: EmailMessage) -> str:
    try:
        return subject(str(message["Subject"] or ""))[:_LONGEST_SUBJECT]
    except _BROKEN_HEADER:
        return ""


def _date(message: EmailMessage) -> datetime | None:
    try:
        return moment(str(message["Date"] or ""))
    except _BROKEN_HEADER:
        return None

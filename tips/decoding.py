"""Bytes of an export as text: byte order marks, UTF-8 with a few broken bytes, UTF-16, and the code pages of the route.

Bytes that are nobody's letters become lone surrogates (PEP 383), so that only the row they stand in is rejected.
"""

from __future__ import annotations

import codecs

import charset_normalizer

from waymark.errors import WaymarkError

#: What spreadsheets and mail programs along the route still write beside Unicode.
CODE_PAGES = ["cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1256"]
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 50_000  # bytes of lines beyond ASCII that are looked at to tell code pages apart
_LEAST_DISORDER = 0.3  # charset_normalizer: share of implausible letters above which it is no text


class UndecodableError(WaymarkError):
    """The bytes are no text in any encoding that is known here."""


def decode(content: bytes) -> str:
    """`content` as text, without a byte order mark. Raises UndecodableError for what is no text at all."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    if b"\0" in content:
        return _unmarked_utf16(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _broken_or_older(content)


def is_clean(text: str) -> bool:
    """Whether every letter of `text` is one: no bytes that could not be decoded, no half of a surrogate pair."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\ufffd" not in text


def _unmarked_utf16(content: bytes) -> str:
    """UTF-16 without its mark: in a table every second byte of separators, digits and line breaks is zero."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or min(even, odd) * 10 > max(even, odd):
        raise UndecodableError("zero bytes in it: no text file")
    return text


def _broken_or_older(content: bytes) -> str:
    """UTF-8 with some broken bytes where most letters beyond ASCII are whole; a code page otherwise."""
    text = content.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= letter <= "\udcff" for letter in text)
    whole = sum(letter > "\x7f" for letter in text) - broken
    if whole > broken:
        return text
    best = charset_normalizer.from_bytes(
        _sample(content), cp_isolation=CODE_PAGES, threshold=_LEAST_DISORDER, enable_fallback=False
    ).best()
    if best is None:
        raise UndecodableError("no text in UTF-8, UTF-16 or a Windows code page: export it as UTF-8")
    return _with_escapes(content, best.encoding)


def _sample(content: bytes) -> bytes:
    """Lines with bytes beyond ASCII: the rest says nothing about the code page."""
    lines: list[bytes] = []
    size = 0
    for line in content.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:_SAMPLE])
            size += len(lines[-1])
            if size >= _SAMPLE:
                break
    return b"".join(lines)


def _with_escapes(content: bytes, encoding: str) -> str:
    """Decodes in a code page; bytes it leaves undefined become lone surrogates."""
    return content.decode(encoding, "surrogateescape")

"""Takes out of a text who wrote it: signatures, headers of quoted letters, the writer's own number.

A phone number that stays in a tip becomes a lead: the number of the person who called must not. What nobody can find
by such rules (a name in the middle of a sentence) stays; docs/privacy.md says so to those who run a tip line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from tips.letter_heads import bare, without_form_contacts, without_heads
from tips.wordings import begins_with, plain, wordings

LEFT_OUT = "[…]"  #: stands for a number or address of the writer
_SIGNATURE_LINE = 60  # characters; longer lines say something
_SIGNATURE_LINES = 8
_SIGNATURE_MARK = re.compile(r"--\s*|_{8,}\s*")  # RFC 3676, section 4.3; and what older programs draw
_ADDRESS = re.compile(r"[^\s@<>(),;:\[\]]{1,64}@[\w-]+(?:\.[\w-]+)+")  # of mail; a channel's @name is none
_NUMBER = re.compile(r"(?:\+|00)?\(?\d[\d\s()/.\-]{4,30}\d")
_SENTENCE_END = re.compile(r"[.!?;؟。](?=\s|$)|\n")
_REPLY = re.compile(
    r"(?:(?:re|fwd?|fw|aw|wg|odg|prosl|ynt|ilt|vs|απ|πρθ|továbbítás) ?(?:\[\d+\])? ?: ?)+", re.IGNORECASE
)


def anonymous(text: str) -> str:
    """`text` (of a row or a letter) without signatures, heads of letters, addresses and the writer's own numbers.

    Every mail address is left out: smugglers are reached by phone and channel, so it is almost always the writer's.
    """
    lines = unicodedata.normalize("NFC", text).splitlines()
    kept = _without_signature(without_form_contacts(without_heads(lines)))
    return _ADDRESS.sub(LEFT_OUT, _without_own_number("\n".join(kept))).strip()


def subject(written: str) -> str:
    """The subject of a letter without Re: and Fwd:; empty where it names the sender."""
    said = " ".join(unicodedata.normalize("NFC", written).split())
    said = said[found.end() :] if (found := _REPLY.match(said)) else said
    words = re.findall(r"\w+", plain(said))
    return "" if "@" in said or not set(wordings().named_subjects).isdisjoint(words) else said


def _without_signature(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    left = 0  # how many more short lines belong to the signature
    for line in lines:
        said = bare(line)
        if left and (len(said) > _SIGNATURE_LINE or begins_with(said, wordings().postscripts)):
            left = 0
        if left:
            left -= bool(said)
        elif _SIGNATURE_MARK.fullmatch(said) or _is_sign_off(said, after=kept):
            left = _SIGNATURE_LINES
        else:
            kept.append(line)
    return kept


def _is_sign_off(line: str, after: Sequence[str]) -> bool:
    """Whether it is a short line that ends a letter. "Pozdrav," as the first words is a greeting."""
    return (
        len(line) <= _SIGNATURE_LINE
        and begins_with(line, wordings().sign_offs)
        and any(earlier.strip() for earlier in after)
    )


def _without_own_number(text: str) -> str:
    parts: list[str] = []
    done = 0
    for found in _own_contact().finditer(plain(text)):
        if found.end() < done:
            continue
        stop = _SENTENCE_END.search(text, found.end())
        end = stop.start() if stop else len(text)
        parts += [text[done : found.end()], _NUMBER.sub(LEFT_OUT, text[found.end() : end])]
        done = end
    return "".join(parts) + text[done:]


@lru_cache(maxsize=1)
def _own_contact() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(wordings().own_contact, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")

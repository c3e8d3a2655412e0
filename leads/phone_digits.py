"""The digits under which a phone number can be found, and how a fragment given by an analyst is read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import phonenumbers

from waymark.errors import UsageError
from waymark.records import Phone

#: Shortest fragment that is looked up; two digits are in almost every number.
SHORTEST = 3


def digits(phone: Phone) -> list[str]:
    """The number and the others the same words may mean, each international (+383 44 …) and national (044 …)."""
    numbers = dict.fromkeys((phone.e164, *phone.candidates))
    return list(dict.fromkeys(form for number in numbers for form in (number.lstrip("+"), _national(number)) if form))


def _national(e164: str) -> str:
    """As it is dialled inside the country, with its trunk prefix (phonenumbers: Kosovo 0, Hungary 06, Italy none)."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(char for char in written if char.isdigit())


@dataclass(frozen=True)
class Fragment:
    """A part of a number: these digits in a row, or an E.164 number that begins like this; either will do."""

    digits: str | None
    beginning: str | None


def fragment(given: str) -> Fragment:
    """Reads a fragment as people write it: spaces, brackets, digits of any script, +383 or 00383.

    Raises UsageError when it is shorter than three digits or holds anything else than a number.
    """
    plain = unicodedata.normalize("NFKC", given).replace("(0)", "")
    kept = [char for char in plain if not (char.isspace() or char in "-–—./()+" or unicodedata.category(char) == "Cf")]
    if not all(char.isdecimal() for char in kept):
        raise UsageError(f"--phone {given!r}: only digits, spaces and + - / . ( ) make a number")
    row = "".join(str(unicodedata.decimal(char)) for char in kept)
    if row and plain.strip().startswith("+"):
        return Fragment(None, f"+{row}")
    if len(row) < SHORTEST:
        raise UsageError(f"--phone {given!r}: give at least {SHORTEST} digits of the number")
    if row.startswith("00") and len(row) > SHORTEST + 1:
        return Fragment(row, f"+{row[2:]}")
    return Fragment(row, None)


def fits(part: Fragment, e164: str) -> bool:
    """Whether the number has this part, in either of the forms it is dialled in."""
    forms = (e164.lstrip("+"), _national(e164))
    begins = part.beginning is not None and e164.startswith(part.beginning)
    return begins or (part.digits is not None and any(part.digits in form for form in forms))

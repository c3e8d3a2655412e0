"""The language an analyst asks for, by its code or by its name in English or in itself (names: CLDR, through Babel)."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from nlp.gazetteer.folding import fold
from waymark.errors import UsageError

#: Told apart near chance in short texts, so asking for one finds them all.
ONE_LANGUAGE = ("sr", "hr", "bs", "sh")
_UNSURE = "und"


def code_of(given: str) -> str:
    """The code of the language that is `given` as sq, Albanian or shqip.

    Raises UsageError naming the languages that are read, where it is none.
    """
    code = given.strip().lower()
    if code == _UNSURE or code in _english():
        return code
    wanted = fold(given)
    for code, name in _english().items():
        if fold(name) == wanted:
            return code
    for code in _read():
        if fold(_own_name(code) or "") == wanted:
            return code
    known = ", ".join(f"{code} ({name_of(code)})" for code in _read())
    raise UsageError(f"--language {given!r}: no such language; Waymark reads {known}; {_UNSURE} finds what is unsure")


def name_of(code: str) -> str:
    """The language's name in English; the code where it has none."""
    return _english().get(code, code)


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    return {code: str(name) for code, name in Locale("en").languages.items() if "_" not in code}


def _own_name(code: str) -> str | None:
    try:
        return Locale(code).get_language_name()
    except UnknownLocaleError:
        return None


@lru_cache(maxsize=1)
def _read() -> tuple[str, ...]:
    """The languages that the pipeline tells apart, by code."""
    from nlp.language.tables import scripts  # a second, and only for what the codes do not settle

    found = {code for script in scripts().values() for code in (script.sole, *script.candidates) if code}
    codes = {code.partition("-")[0] for code in found}
    return tuple(sorted(codes - {"sh"} | ({"sr", "hr", "bs"} if "sh" in codes else set())))

from __future__ import annotations

import pytest

from leads.languages import code_of, name_of
from waymark.errors import UsageError


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("sq", "sq"),
        ("SQ", "sq"),
        ("albanian", "sq"),
        ("shqip", "sq"),
        ("српски", "sr"),
        ("Srpski", "sr"),
        ("Türkçe", "tr"),
        ("turkce", "tr"),
        ("Central Kurdish", "ckb"),
        ("ckb", "ckb"),
        ("und", "und"),
    ],
)
def test_a_language_is_known_by_code_and_name(given: str, code: str) -> None:
    assert code_of(given) == code


@pytest.mark.parametrize("given", ["xx", "Klingonisch", "", "sq sr"])
def test_what_is_no_language_is_refused_with_those_there_are(given: str) -> None:
    with pytest.raises(UsageError, match=r"no such language; Waymark reads .*sq \(Albanian\), sr \(Serbian\)"):
        code_of(given)


def test_a_language_has_its_name() -> None:
    assert (name_of("sq"), name_of("zzz")) == ("Albanian", "zzz")

"""unknown_places.tsv is what it says: names no gazetteer has, in enough languages, each marked once."""

from __future__ import annotations

import pytest

from bench.trained_places import UnknownText, read_unknown
from nlp import gazetteer

_TEXTS = read_unknown()


def test_there_are_enough_of_them() -> None:
    assert sum(len(one.unknown) for one in _TEXTS) >= 60
    assert len({one.language for one in _TEXTS}) >= 12
    assert len({one.text for one in _TEXTS}) == len(_TEXTS)


@pytest.mark.parametrize("one", _TEXTS, ids=lambda one: f"{one.language}-{one.unknown[0][0]}")
def test_its_names_are_marked_and_unknown(one: UnknownText) -> None:
    assert one.unknown and not set(one.text) & set("{}[]\t")
    for span in (*one.unknown, *one.known):
        name = one.text[slice(*span)]
        assert name == name.strip() and name
    assert [one.text[slice(*span)] for span in one.unknown if gazetteer.load().named(one.text[slice(*span)])] == []

"""Words made of a place's name, and first names, that are no places."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one


@pytest.mark.parametrize(
    ("country", "text", "places"),
    [
        ("HU", "A szabadkai embercsempész Bécsbe viszi az embereket.", ["Vienna"]),
        ("HU", "Szabadkáról Bécsbe viszünk, budapesti telefonszám", ["Subotica", "Vienna"]),
        ("HU", "A győri, szegedi, belgrádi és berlini kocsi", []),
        ("RU", "Знаю Рустама, он возит из Минска в Берлин", ["Minsk", "Berlin"]),
    ],
)
def test_they_are_no_places(country: str, text: str, places: list[str]) -> None:
    assert [place.name for place in extract_one(text, country).places] == places

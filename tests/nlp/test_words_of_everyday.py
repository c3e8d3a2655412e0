"""Everyday words that are called like places somewhere stay words; the places stay places where they are meant."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one


@pytest.mark.parametrize(
    ("text", "country", "meant"),
    [
        ("Mi ha detto che lì non ci sono controlli e che li portano a Milano.", "IT", ["Milan"]),
        ("Non so com'è andata, ma cos'è successo a Milano?", "IT", ["Milan"]),
        ("La barca è partita da Sfax, e la barca affondava", "IT", ["Sfax"]),
        ("Ils connaissent le passage par la montagne, la chapelle et la gare de Lyon.", "FR", ["Lyon"]),
        ("Стояли на трассе, рядом того человека с визой, семей много", "RU", []),
        ("Karakolda bekledik, limandan bahçeye, ışıklara; Çarşamba günü İzmir'de", "TR", ["İzmir"]),
        ("Karakol'dan Bişkek'e, sonra Çarşamba'dan Samsun'a", "TR", ["Karakol", "Bishkek", "Çarşamba", "Samsun"]),
        ("Na carini v Kopru so nas ustavili, cisterne so stale", "SI", ["Koper"]),
        ("I was a receptionist on Kos and later on Rhodes", "GB", ["Kos", "Rhodes"]),
        ("ένα φυλάκιο, μοναστήρι, μιλάω με την Κατερίνα, κυπαρίσσια", "GR", []),
        ("Από το Φυλάκιο Ορεστιάδας", "GR", ["Fylakio", "Orestiáda"]),
        ("Из Того в Гану", "RU", ["Togo", "Ghana"]),
    ],
)
def test_a_word_stays_a_word_and_a_place_a_place(text: str, country: str, meant: list[str]) -> None:
    assert [place.name for place in extract_one(text, country).places] == meant

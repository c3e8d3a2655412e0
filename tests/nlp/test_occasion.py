"""Whether a text is about a journey at all; texts are invented, and none of them was learned from."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one


@pytest.mark.parametrize(
    "text",
    [
        "Wohnung in Graz zu vermieten, 60 m2, 780 Euro warm, ab sofort, Nähe Bahnhof",
        "Prodajem kauč u Nišu, 120 evra, dostava do Leskovca moguća",
        "Shitet banesë në Prishtinë, 85.000 euro, kati i tretë",
    ],
)
def test_what_is_sold_or_let_is_no_journey(text: str) -> None:
    assert extract_one(text).routes == ()


@pytest.mark.parametrize(
    "text",
    [
        "Suche Mitfahrgelegenheit von Wien nach Graz am Freitag Nachmittag, teile gern den Sprit",
        "Redovna autobuska linija Novi Pazar - Sarajevo, polazak svakog dana u 7h sa perona 4, karta 25 evra",
        "Umre programı İstanbul - Medine - Mekke, 14 gece otel, 1.950 dolar, kayıt müftülükte",
        "Envoi de colis Paris - Bamako chaque samedi, 4 € le kilo, fret aérien, dépôt à Montreuil",
        "Mia nonna è nata a Gorizia, poi ha vissuto a Trieste e oggi compie novant'anni, auguri!",
        "Închiriez microbuz 8+1 cu șofer pentru nunți, Timișoara și Arad, 600 lei pe zi",
    ],
)
def test_ordinary_life_is_no_journey(text: str) -> None:
    assert extract_one(text).routes == ()


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("Nocoj vozim Bihać – Trst, še dve mesti, 1800 evrov na osebo", ["Bihać", "Trieste"]),
        ("Kombi svakog utorka, Subotica - Beč, klima, 1500 evra po osobi, deca upola cene", ["Subotica", "Vienna"]),
        ("Yarın gece Edirne'den Filibe'ye, rahat araç, kişi 1200 euro", ["Edirne", "Plovdiv"]),
        ("Viaggio comodo in furgone da Trieste a Milano, nessun documento, 700 euro a testa", ["Trieste", "Milan"]),
    ],
)
def test_a_journey_is_one_however_plain_its_words(text: str, stops: list[str]) -> None:
    assert [stop.name for route in extract_one(text).routes for stop in route.stops] == stops

"""What a journey costs, by what, and for whom, where a text says it in passing; texts are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.extraction import extract_one
from nlp.routes import means
from waymark.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("Пешком через лес из Беларуси в Польшу, дальше на микроавтобусе до Берлина, 2500 евро", ("foot", "van")),
        ("З Хуста в Румунію пішки, 1500 євро з людини", ("foot",)),
        ("Z Białegostoku do Berlina samochodem, 1500 euro od osoby, bez papierów", ("car",)),
        ("🚐 Niš - Beč 2000e bez papira", ("van",)),
        ("Kombijem Niš - Beč 2000e bez papira 🚗🚗", ("van",)),
        ("Sarajevo - Trst 1900 € na osebo, otroci do 10 let 900 €, brez papirjev", ()),
    ],
)
def test_means_are_said_or_shown(text: str, modes: tuple[str, ...]) -> None:
    (route,) = extract_one(text).routes
    assert route.modes == modes


def test_a_faulty_line_of_pictures_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "pictures.tsv"
    table.write_text("# pictures\nhorse\t🐎\n", "utf-8")
    monkeypatch.setattr(means, "PICTURES", table)
    means.shown.cache_clear()
    with pytest.raises(ConfigurationError, match=r"pictures\.tsv, line 2"):
        means.shown()
    means.shown.cache_clear()


def test_a_bed_for_the_night_is_no_journey() -> None:
    text = "Gazda izdaje sobe po 50 evra noć, a zet iz Šida noću vozi za Trst bez papira. Cena je 3500 evra po čoveku."
    (route,) = extract_one(text, "RS").routes
    assert route.price is not None
    assert route.price.max == 3500


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Fahrten von Graz nach München, 1.200,- bis 1.500,- Euro p.P.", [(1200, 1500)]),
        ("Österreich - Deutschland Preis 1.200,- bis 1.500,- p.P.", [(1200, 1500)]),
        ("Shes krevat, dyshek 160x200, 180 euro", [(180, 180)]),
        ("Из Бреста в Варшаву 3500$ с человека, тел +375 29 000 00", [(3500, 3500)]),
        ("yunan se italy truck mein, 2 din ka rasta, rate 3500 euro", [(3500, 3500)]),
        ("Chiede 300 euro fino a Mestre e 900 fino a Nizza.", [(300, 300), (900, 900)]),
        ("bratislava nach berlin über prag, 650 pro person, 1000 für zwei", [(650, 650), (1000, 1000)]),
        ("Transport Volos 7.800€, Chalkida + 200.", [(7800, 7800), (200, 200)]),
    ],
)
def test_figures_that_are_money(text: str, amounts: list[tuple[float, float]]) -> None:
    assert [(price.min, price.max) for price in extract_one(text).prices] == amounts


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Od Horgoša do Beča, po glavi 1700e, dvoje 3000e.", ["person", "group"]),
        ("650 Euro pro Person nach Wien, 1000 Euro für zwei", ["person", "group"]),
        ("EDİRNE’DEN SOFYA’YA KİŞİ BAŞI 2.000 €, BELGRAD 3.500 €.", ["person", "person"]),
        ("Gümülcine'ye 1.800, Atina'ya kişi başı 3.000 euro dediler", [None, "person"]),
    ],
)
def test_whom_they_are_for(text: str, per: list[str | None]) -> None:
    assert [price.per for price in extract_one(text).prices] == per


@pytest.mark.parametrize(
    ("text", "rials"),
    [
        ("از تهران تا ارومیه نفری ۷ تومن، تا وان ۱۲ تومن", [70_000_000, 120_000_000]),
        ("نفری ۲۰ تا ۲۵ تومن از ارومیه تا وان", [250_000_000]),
        ("از مشهد به تهران هر نفر ۷ میلیون", [70_000_000]),
        ("بنزین لیتری ۳۰۰۰ تومان", [30_000]),
    ],
)
def test_few_tomans_are_millions(text: str, rials: list[float]) -> None:
    """Nobody is brought anywhere for seven tomans, a ten-thousandth of a dollar."""
    found = extract_one(text).prices
    assert [(price.max, price.currency) for price in found] == [(one, "IRR") for one in rials]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("until his family paid $3,800, crossed to Lampedusa", None),
        ("Seine Familie hat 6000 Euro bezahlt, von Wien nach Berlin", None),
        ("porodica mu je platila 3500 evra od Niša do Beča", None),
        ("Wien - Berlin, Familie 6000 Euro", "family"),
        ("ہر لڑکے سے 28 لاکھ روپے لیتے ہیں، لاہور سے اٹلی", "person"),
    ],
)
def test_a_family_that_pays_is_not_whom_the_price_is_for(text: str, per: str | None) -> None:
    assert [price.per for price in extract_one(text).prices] == [per]


def test_thousands_beside_a_place_are_euros_wherever_they_stand() -> None:
    found = extract_one("saloniki münchen 3,8k oder saloniki wien 4k").prices
    assert [(price.max, price.currency) for price in found] == [(3800, "EUR"), (4000, "EUR")]

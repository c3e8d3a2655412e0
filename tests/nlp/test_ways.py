"""ways.tsv read on the real pipeline; denied means, innocent texts, long tips, and why each stop is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.directions import cases
from nlp.extraction import extract, extract_one
from nlp.routes import innocence
from waymark.errors import ConfigurationError
from waymark.records import Route

TEXTS = Path(__file__).parent / "journeys" / "ways.tsv"
LEAST_F1 = 0.95  # what the reader reached when the table was written; it may rise, not fall


def ways(routes: tuple[Route, ...]) -> set[str]:
    return {" > ".join(stop.name for stop in route.stops) for route in routes}


def texts() -> list[tuple[str, set[str]]]:
    found = []
    for line in TEXTS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, told = line.partition("\t")
            found.append((text.replace("\\n", "\n"), {way for way in told.split(" | ") if way}))
    return found


def test_ways_are_read_in_every_language_as_well_as_before() -> None:
    wanted = texts()
    read = [ways(found.routes) for found in extract((text, None) for text, _ in wanted)]
    right = sum(len(one & told) for one, (_, told) in zip(read, wanted, strict=True))
    named = sum(len(one) + len(told) for one, (_, told) in zip(read, wanted, strict=True))
    misses = [text for one, (text, told) in zip(read, wanted, strict=True) if one != told]
    assert 2 * right / named >= LEAST_F1, misses


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("From Izmir to Athens, not by boat, by plane, 5000 euro", ("plane",)),
        ("Iz Bihaća u Trst kombijem, bez pešačenja, 3000 eura", ("van",)),
        ("Edirne'den Sofya'ya arabayla, yürüyüş yok, 2000 euro", ("car",)),
        ("Szabadkáról Bécsbe kocsival, gyaloglás nélkül, 2500 euró", ("car",)),
        ("Von Patras nach Bari im LKW, kein Boot, 4000 Euro", ("truck",)),
        ("Ich fahre von Wien nach Passau, 500 Euro", ()),
    ],
)
def test_means_that_are_denied_or_only_look_like_one_are_none(text: str, modes: tuple[str, ...]) -> None:
    (route,) = extract_one(text).routes
    assert route.modes == modes


@pytest.mark.parametrize(
    "text",
    [
        "Potrebni vozači za Nemačku i Austriju, plata 2200 evra, ugovor, prijave u Nišu",
        "Pakete von Stuttgart nach Pristina, 2 Euro pro Kilo",
        "Bus Belgrade to Vienna, tickets from 45 euro, passport required",
        "Malina iz Arilja u Beograd, 4 evra po kilogramu",
        "From Niš to Vienna, 12 euro, every day",
        "Burri i hallës jeton në Vjenë e vëllai në Graz. Përshëndetje nga Suhareka",
    ],
)
def test_wares_work_and_tickets_are_no_journeys(text: str) -> None:
    assert extract_one(text).routes == ()


def test_a_ticket_that_costs_what_none_does_is_a_journey() -> None:
    assert ways(extract_one("Ticket from Kos to Athens with an ID of somebody else, 1800 euro").routes) == {
        "Kos > Athens"
    }


def test_what_a_tip_tells_over_many_sentences_is_one_way() -> None:
    text = (
        "I want to report a man who lives in Graz and has a shop there. Every week he sends people on. They start in "
        "Belgrade, where they are told to wait. From Belgrade a van takes them to Subotica. Then they walk to Szeged. "
        "A car brings them to Vienna. My neighbour saw it too. He asks 3000 euro of each. The money is paid in "
        "Istanbul. I am afraid of him, please do not tell my name. I live in Linz."
    )
    assert ways(extract_one(text).routes) == {"Belgrade > Subotica > Szeged > Vienna"}


def test_each_stop_says_by_which_words_it_is_one() -> None:
    (route,) = extract_one("Iz Niša u Beč preko Subotice, 3000 evra").routes
    assert all(reason in route.rule for reason in ("Niša (iz, new)", "Beč (u, next)", "Subotice (preko, on the way)"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Brat je u Nišu, vozi ga u Beč, 2000 evra", {"Niš > Vienna"}),
        ("Idemo noću iz Niša u Suboticu, 400 evra po glavi", {"Niš > Subotica"}),
        ("Idemo iz Niša, spavamo u Subotici, 400 evra", set()),
    ],
)
def test_the_case_behind_a_preposition_tells_to_from_in(text: str, told: set[str]) -> None:
    assert ways(extract_one(text).routes) == told


@pytest.mark.parametrize(("line", "fault"), [("sr\tu\ta", "3 fields"), ("sr\tu\ta\tby", "to or at")])
def test_a_faulty_line_of_the_cases_is_named(tmp_path: Path, line: str, fault: str) -> None:
    table = tmp_path / "cases.tsv"
    table.write_text(line, "utf-8")
    with pytest.raises(ConfigurationError, match=rf"cases\.tsv, line 1: .*{fault}"):
        cases.read(table)


def test_a_faulty_line_of_the_worth_of_currencies_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "worth.tsv"
    table.write_text("EUR\tmuch", "utf-8")
    monkeypatch.setattr(innocence, "TABLE", table)
    with pytest.raises(ConfigurationError, match=r"worth\.tsv, line 1: 'much'"):
        innocence.worth.__wrapped__()

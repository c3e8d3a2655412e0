"""The writer's own place, told by "here": it is read as a mention of the place; texts are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp import gazetteer
from nlp.extraction import extract_one
from nlp.routes import hither
from nlp.routes.endings import EndingReader
from nlp.routes.scene import Scene, scene
from waymark.errors import ConfigurationError


def seen(text: str) -> Scene:
    found = extract_one(text)
    return scene(text, found.language.code, found.places, found.prices, EndingReader(gazetteer.load()))


@pytest.mark.parametrize(
    ("text", "pointed"),
    [
        (
            "I work at a guesthouse in Mae Sot. They land at Bangkok, a minivan brings them here, then to Myawaddy.",
            [("here", "at", "Mae Sot")],
        ),
        (
            "Ich wohne in Passau. Die Leute werden in Subotica eingeladen und hierher gebracht, dann nach Köln.",
            [("hierher", "to", "Passau")],
        ),
        (
            "Edirne'de oturuyorum. İnsanları İstanbul'dan buraya getiriyorlar, buradan Bulgaristan'a gidiyorlar.",
            [("buraya", "to", "Edirne"), ("buradan", "from", "Edirne")],
        ),
        ("Živim u Rumi. Vode ih iz Preševa do ovde, pa za Šid.", [("do ovde", "to", "Ruma")]),
        ("Here in Oulx it is cold. I live in Turin.", []),
        ("Ljudi čekaju ovde, cena 300 evra.", []),
    ],
)
def test_here_is_a_mention_of_the_writers_place(text: str, pointed: list[tuple[str, str, str]]) -> None:
    mentions = seen(text).mentions
    assert [(one.place.text, one.part, one.place.name) for one in mentions if one.hither] == pointed


def test_the_place_that_is_told_again_is_known_as_such() -> None:
    one = seen("I work in Passau. They come from Subotica, a van brings them here, then on to Cologne.")
    assert [mention.later for mention in one.mentions] == [True, False, False, False]
    assert one.numbers[0] == one.numbers[2]


@pytest.mark.parametrize("line", ["over\ten\there", "at\tklingon\there", "at\ten\there||", "at\ten"])
def test_a_faulty_line_is_named(line: str, tmp_path: Path) -> None:
    table = tmp_path / "hither.tsv"
    table.write_text(f"# words\n{line}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"hither\.tsv, line 2"):
        hither.read(table)

"""The measurement of the trained model: what counts as seen, as placed, as a false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language as Pipeline

from bench.gold import GoldPlace, GoldText
from bench.trained_places import Readers, UnknownText, by_contract, main, meets, on_unknown
from nlp.extraction import extract_one

_TEXT = "Idu iz Trnovlača na Vranje, vozač Dragan"


@pytest.fixture(scope="module")
def readers() -> Readers:
    """A model that takes these words for places, two of them rightly."""
    model: Pipeline = spacy.blank("xx")
    ruler = model.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "LOC", "pattern": name} for name in ("Trnovlača", "Vranje", "Dragan")])  # type: ignore[attr-defined]
    return Readers(model)


@pytest.mark.parametrize(
    ("found", "seen"), [((7, 16), True), ((7, 13), True), ((7, 10), False), ((0, 40), False), ((20, 26), False)]
)
def test_a_name_is_seen_where_most_of_both_is_shared(found: tuple[int, int], seen: bool) -> None:
    assert meets([found], (7, 16)) is seen


def test_only_what_the_gazetteer_can_place_counts_by_the_contract(readers: Readers) -> None:
    assert [place.name for place in readers.alone(_TEXT) if place.text == "Vranje"] == ["Vranje"]
    assert not [place for place in readers.alone(_TEXT) if place.text == "Trnovlača"]
    places = extract_one(_TEXT).places
    added, unplaced = readers.added(_TEXT, places)
    assert [_TEXT[slice(*span)] for span in unplaced if span[0] == 7] == ["Trnovlača"]
    assert "Vranje" not in {place.text for place in added}


def test_the_union_counts_what_the_gazetteer_found_and_what_the_model_adds(readers: Readers) -> None:
    gold = GoldText("sr-b-99", _TEXT, "RS", frozenset({"sr"}), (), (), (GoldPlace("Vranje", "RS", 42.55, 21.9),), ())
    sums, only_model = by_contract([gold], readers)
    gazetteer, union = sums["sr"]["gazetteer"], sums["sr"]["union"]
    assert (gazetteer.right, gazetteer.wanted) == (1, 1)
    assert union.right == 1 and union.found >= gazetteer.found
    assert any(line == "sr-b-99\tTrnovlača\t–" for line in only_model)


def test_of_unknown_names_what_is_seen_and_what_is_none(readers: Readers) -> None:
    seen, known_by_now = on_unknown([UnknownText("sr", _TEXT, ((7, 16),), ((20, 26),))], readers)
    assert (seen["all"].wanted, seen["all"].by_model, seen["all"].wrong_of_model) == (1, 1, 1)
    assert not known_by_now
    assert on_unknown([UnknownText("sr", _TEXT, ((20, 26),), ())], readers)[1] == ["Vranje"]


def test_what_is_held_back_is_not_shown(readers: Readers, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readers.model.to_disk(tmp_path)
    with pytest.raises(SystemExit):
        main([str(tmp_path), "held", "--spans"])
    assert "held back" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([str(tmp_path / "none")])
    assert "no model there" in capsys.readouterr().err

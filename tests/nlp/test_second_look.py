"""The second look at whole readings; texts are invented."""

from __future__ import annotations

import pytest

from bench import second_look as learned_look
from bench.second_look import Candidates
from nlp import gazetteer
from nlp.extraction import extract_one
from nlp.routes import second_look
from nlp.routes.endings import EndingReader
from nlp.routes.outcome import OutcomeReader
from nlp.routes.scene import Scene, scene
from nlp.routes.second_look import Outcome, weighed

THERE, BACK = ((0, 1, 2),), ((2, 1, 0),)


@pytest.fixture(scope="module")
def seen() -> Scene:
    text = "Taxi from Niš over Subotica to Vienna, 1500 euro each, leaving tonight"
    found = extract_one(text)
    assert [place.name for place in found.places] == ["Niš", "Subotica", "Vienna"]
    return scene(text, "en", found.places, found.prices, EndingReader(gazetteer.load()))


def test_parts_are_those_that_places_play_in_the_end(seen: Scene) -> None:
    reader = OutcomeReader(seen)
    assert reader.parts([(0, 1, 2)]) == ["O", "V", "D"]
    assert reader.parts([(0, 1), (1, 2)]) == ["O", "DO", "D"]
    assert reader.parts([]) == ["-", "-", "-"]


def test_what_is_summed_piece_by_piece_is_all_that_an_outcome_shows(seen: Scene) -> None:
    outcomes = [Outcome(THERE, 9.0, "stop"), Outcome(((0, 1), (1, 2)), 7.5, "whole"), Outcome((), 1.0, "stop")]
    reader = OutcomeReader(seen)
    shown = [
        list(reader.traits(one.ways, outcomes[0].weight - one.weight, rank, one.last))
        for rank, one in enumerate(outcomes)
    ]
    known = {trait: float(len(trait)) for traits in shown for trait in traits} | {second_look.BEHIND: -2.0}
    expected = [
        sum(known[trait] for trait in traits) - 2.0 * (9.0 - one.weight)
        for traits, one in zip(shown, outcomes, strict=True)
    ]
    assert weighed(seen, outcomes, known) == pytest.approx(expected)


def test_an_order_that_was_learned_is_chosen_though_its_moves_weigh_less(seen: Scene) -> None:
    lesson = Candidates(seen, (Outcome(BACK, 5.0, "stop"), Outcome(THERE, 4.0, "stop")), THERE)
    known = learned_look.learned([lesson] * 4)
    backwards, forwards = weighed(seen, lesson.outcomes, known)
    assert forwards > backwards

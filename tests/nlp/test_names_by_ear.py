"""Names of foreign places written by ear: what is no spelling of the gazetteer, and yet that place."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp import gazetteer
from nlp.gazetteer import languages
from nlp.gazetteer.echo import Echoes, alike, readings
from nlp.gazetteer.echo import read as read_echoes
from nlp.gazetteer.folding import fold
from nlp.gazetteer.sound import distance, read_letters, sketches, sketches_of_written, sounds
from nlp.places.finder import PlaceFinder
from waymark.errors import ConfigurationError

PLACES = gazetteer.load()
FINDER = PlaceFinder(PLACES)


@pytest.mark.parametrize(
    ("name", "language", "written"),
    [
        ("Wolverhampton", "en", "وولفرهامبتون"),
        ("Eskilstuna", "sv", "ئێسکیلستونا"),
        ("Valladolid", "es", "بایادولید"),
        ("Novska", "hr", "نوفسكا"),
        ("Szombathely", "hu", "سومباتهیلی"),
        ("Schwandorf", "de", "شفاندورف"),
        ("Civitavecchia", "it", "تشيفيتافيكيا"),
        ("Bydgoszcz", "pl", "بيدغوشتش"),
    ],
)
def test_what_one_hears_is_near_the_sound_of_the_name_and_shares_its_sketch(
    name: str, language: str, written: str
) -> None:
    word = fold(written)
    ways = sounds(name, language)
    assert any(distance(sound, word, 0.1 * len(sound)) is not None for sound in ways), ways
    assert {sketch for sound in ways for sketch in sketches(sound)} & set(sketches_of_written(word))


@pytest.mark.parametrize("written", ["مستشفى", "سيارة", "خانواده", "دۆلار", "ٹیلیفون"])
def test_common_words_are_no_place_by_their_sound(written: str) -> None:
    path = PLACES.names.first(fold(written), "ar")
    assert path is None or path.match is None or not any(one.heard for one in path.match.candidates)


def test_a_town_that_is_written_by_ear_is_found_where_a_word_of_direction_leads_to_it() -> None:
    (place,) = FINDER.find("من اسطنبول الى كاسيرتا", "ar", None)[1:]
    assert (place.name, place.country) == ("Caserta", "IT")
    assert "by its sound" in place.rule


def test_a_name_in_other_letters_than_latin_has_no_sound_of_its_own() -> None:
    assert sounds("Москва", "ru") == sounds("Moskva", "ru")  # folded
    assert sounds("مشهد", "fa") == ()


def test_only_letters_that_are_known_sounds_stand_in_the_table() -> None:
    for _, letters, choices in read_letters():
        assert choices and letters.strip("^$"), letters


@pytest.mark.parametrize(
    ("line", "wrong"),
    [("sq\tsq", "fields"), ("SQ\tsq\tAL", "ISO 639"), ("sq\tsq\tAlbania", "ISO 3166")],
)
def test_a_wrong_line_of_the_languages_is_named(line: str, wrong: str, tmp_path: Path) -> None:
    table = tmp_path / "languages.tsv"
    table.write_text(f"# languages\n{line}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=rf"languages.tsv, line 2: .*{wrong}"):
        languages.read(table)


def test_every_language_that_shares_endings_has_them_in_their_table() -> None:
    from nlp.gazetteer import endings

    known = {ending.language for ending in endings.read()}
    without = {"it", "fr", "ur"}  # inflect no names
    assert {one for language in languages.read() for one in language.endings} - without <= known


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("από Σόφια μέχρι Σφίστοφ και Σβίλενγκραντ", "el", "Svilengrad"),
        ("από Κωνσταντινούπολη προς Στρούμιτσα", "el", "Strumica"),
        ("nga Tirana në Vinterthur", "sq", "Winterthur"),
    ],
)
def test_a_town_is_found_as_the_spelling_of_the_texts_language_writes_it(text: str, language: str, place: str) -> None:
    found = {one.name for one in FINDER.find(text, language, None)}
    assert place in found


@pytest.mark.parametrize(
    ("word", "language"), [("σήμερα", "el"), ("хорошо", "ru"), ("shtëpia", "sq"), ("zarokan", "ku")]
)
def test_a_common_word_echoes_no_town(word: str, language: str) -> None:
    assert Echoes().places(fold(word), language) == ()


def test_what_no_ear_tells_apart_is_one_sound_and_a_word_is_read_in_each_way_of_its_language() -> None:
    assert alike("bihaC") == alike("bihats") == "bihac"
    assert "bihac" in readings(fold("Μπιχάτς"), "el")
    assert list(readings("xhenova", "sq")) == ["jenova"]


def test_a_faulty_line_of_the_echoes_is_named(tmp_path: Path) -> None:
    table = tmp_path / "echoes.tsv"
    table.write_text("el\tmp\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"echoes\.tsv, line 1: 2 fields, 3 expected"):
        read_echoes(table)

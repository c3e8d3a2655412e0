"""The gold set is what its README says: its form, valid numbers, routes of its own places, enough of it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import phonenumbers
import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from waymark.records import Per

_HERE = Path(__file__).parent
_FILES = sorted(_HERE.glob("*/*.yml"))
_HALVES = {"build": "b", "held": "h"}
_FOLDERS = {**_HALVES, "more": "m", "held2": "k", "wide": "w"}

Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Money = Annotated[float, Field(gt=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class GoldPrice(_Strict):
    min: Money | None
    max: Money | None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    per: Per | None

    @model_validator(mode="after")
    def _some_amount(self) -> GoldPrice:
        if self.min is None and self.max is None:
            raise ValueError("neither min nor max")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min above max")
        return self


class GoldPlace(_Strict):
    name: Annotated[str, Field(min_length=2)]
    country: Country
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> GoldPlace:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat without lon or lon without lat")
        return self


class GoldText(_Strict):
    id: Annotated[str, Field(pattern=r"^[a-z]{2,3}-[bhmkw]-\d{2}$")]
    text: Annotated[str, Field(min_length=1)]
    country: Country | None = None
    language: Code | Annotated[list[Code], Field(min_length=2)]
    phones: list[Annotated[str, Field(pattern=r"^\+\d{6,15}$")]]
    prices: list[GoldPrice]
    places: list[GoldPlace]
    routes: list[Annotated[list[str], Field(min_length=1)]]
    folder: Literal["build", "held", "more", "held2", "wide"]


_TEXTS = TypeAdapter(list[GoldText])


@cache
def _read(path: Path) -> list[GoldText]:
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return _TEXTS.validate_python([{**entry, "folder": path.parent.name} for entry in entries])


def _all() -> list[GoldText]:
    return [entry for path in _FILES for entry in _read(path)]


def _languages(entry: GoldText) -> list[str]:
    return [entry.language] if isinstance(entry.language, str) else entry.language


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_file_is_well_formed(path: Path) -> None:
    for entry in _read(path):
        assert entry.id.startswith(f"{path.stem}-{_FOLDERS[entry.folder]}-"), entry.id
        assert entry.text == entry.text.strip(), entry.id
        assert len(set(entry.phones)) == len(entry.phones), entry.id


def test_ids_and_texts_are_unique() -> None:
    assert [id_ for id_, times in Counter(entry.id for entry in _all()).items() if times > 1] == []
    texts = Counter(re.sub(r"\W+", " ", entry.text).casefold() for entry in _all() if len(entry.text) > 20)
    assert [text for text, times in texts.items() if times > 1] == []


def test_phones_are_possible_and_valid() -> None:
    for entry in _all():
        for phone in entry.phones:
            number = phonenumbers.parse(phone)
            assert phonenumbers.is_possible_number(number), (entry.id, phone)
            assert phonenumbers.is_valid_number(number), (entry.id, phone)
            assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == phone, entry.id


def test_routes_run_through_the_places_without_doubles() -> None:
    for entry in _all():
        names = [place.name for place in entry.places]
        assert len(set(names)) == len(names), entry.id
        for route in entry.routes:
            assert set(route) <= set(names), entry.id
            assert len(set(route)) == len(route), entry.id


def test_a_place_is_the_same_everywhere() -> None:
    seen: dict[tuple[str, str], GoldPlace] = {}
    for entry in _all():
        for place in entry.places:
            assert seen.setdefault((place.name, place.country), place) == place, entry.id


def test_there_is_enough_of_it() -> None:
    texts = _all()
    assert len(texts) >= 400
    assert len({language for entry in texts for language in _languages(entry)} - {"und"}) >= 18
    halves = [entry for entry in texts if entry.folder in _HALVES]
    assert 0.3 <= sum(not entry.routes for entry in halves) / len(halves) <= 0.45
    assert sum(len(entry.text.split()) >= 100 for entry in texts) >= 20


def test_the_halves_have_the_same_files_and_sizes() -> None:
    sizes = {half: {path.stem: len(_read(path)) for path in _FILES if path.parent.name == half} for half in _HALVES}
    assert sizes["build"] == sizes["held"]


def test_the_second_held_back_set_has_six_texts_for_every_file_of_the_halves() -> None:
    sizes = {path.stem: len(_read(path)) for path in _FILES if path.parent.name == "held2"}
    assert sizes == {path.stem: 6 for path in _FILES if path.parent.name == "held"}

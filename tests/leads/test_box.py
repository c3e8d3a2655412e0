"""The box an analyst types into."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads import box
from leads.box import UnreadableQuestionError, read
from nlp import gazetteer

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLACES = gazetteer.load()


def asked(written: str) -> dict[str, object]:
    return read(written, PLACES, NOW).query.model_dump(exclude_defaults=True)


def test_words_phrases_and_fields_are_told_apart() -> None:
    found = asked(
        'kombi "bez pasosa" from:Prishtina to:Wien via:Ungarn via:"Novi Sad" price:<3000 lang:albanian kind:ad'
    )
    assert found == {
        "words": 'kombi "bez pasosa"',
        "origin": "Prishtina",
        "destination": "Wien",
        "via": ("Ungarn", "Novi Sad"),
        "price_max": 3000.0,
        "language": "sq",
        "kind": "ad",
    }


@pytest.mark.parametrize("written", ["Prishtina>Wien", '"Prishtina → Wien"', "Prishtina->Wien"])
def test_a_route_is_both_its_ends(written: str) -> None:
    question = read(f"route:{written}", PLACES, NOW)
    assert (question.query.origin, question.query.destination) == ("Prishtina", "Wien")
    assert question.understood[0].meaning == "going from Pristina (city, Kosovo) to Vienna (city, Austria)"


@pytest.mark.parametrize(
    "written", ["Prishtina", ">Wien", "Prishtina>", "a>b>c", "Prishtina>Xyzzyx", '"Niš>Wien" from:Niš']
)
def test_what_is_no_route_is_refused(written: str) -> None:
    with pytest.raises(UnreadableQuestionError):
        read(f"route:{written}", PLACES, NOW)


@pytest.mark.parametrize("written", ["044 123", "044-123", "٠٤٤ ١٢٣", "+383 44 123 456"])
def test_a_number_alone_is_a_telephone_number(written: str) -> None:
    assert asked(written) == {"phone": written}


def test_a_small_number_is_a_word() -> None:
    assert asked("za 500 evra") == {"words": "za 500 evra"}


@pytest.mark.parametrize("name", ["Vienna", "Wien", "Beç", "Bécs", "فيينا", "Виена"])
def test_a_place_is_understood_in_the_analysts_spelling(name: str) -> None:
    (understood,) = read(f"to:{name}", PLACES, NOW).understood
    assert understood.meaning == "ending in Vienna (city, Austria)"


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ("price:<3000", {"price_max": 3000.0}),
        ("price:>500", {"price_min": 500.0}),
        ("price:1000-2500", {"price_min": 1000.0, "price_max": 2500.0}),
        ("price:900", {"price_min": 900.0, "price_max": 900.0}),
        ("price:<9000ron", {"price_max": 9000.0, "currency": "RON"}),
    ],
)
def test_prices(written: str, bounds: dict[str, object]) -> None:
    assert asked(written) == bounds


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    assert asked("last:..2026-11-10 seen:2026-11-09") == {
        "last_until": datetime(2026, 11, 11, tzinfo=UTC) - timedelta(microseconds=1),
        "since": datetime(2026, 11, 9, tzinfo=UTC),
    }
    for field in ("seen", "last"):
        with pytest.raises(UnreadableQuestionError, match="ends before it begins"):
            asked(f"{field}:2026-11-10..2026-11-01")


def test_seen_takes_ages_dates_and_spans() -> None:
    assert asked("seen:7d") == {"since": datetime(2026, 11, 18, 12, tzinfo=UTC)}
    span = asked("seen:2026-11-01..2026-11-10")
    assert span["since"] == datetime(2026, 11, 1, tzinfo=UTC)
    assert span["until"] == datetime(2026, 11, 10, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "wrong", "said"),
    [
        ("kombi fro:Nis", "fro:Nis", "fro: is no field"),
        ("kombi price:cheap x", "price:cheap", "is no price"),
        ("to:Wien lang:klingonish", "lang:klingonish", "no such language"),
        ("from:", "from:", "missing"),
        ("from:Nis from:Wien", "from:Wien", "given twice"),
        ("phone:12", "phone:12", "at least 3 digits"),
        ("seen:yesterday", "seen:yesterday", "neither how long ago"),
        ("near:Austria", "near:Austria", "whole country"),
        ("mode:rocket", "mode:rocket", "rocket"),
        ("seen:..", "seen:..", "neither"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(written: str, wrong: str, said: str) -> None:
    with pytest.raises(UnreadableQuestionError, match=said) as raised:
        read(written, PLACES, NOW)
    assert written[raised.value.start : raised.value.end] == wrong
    assert "--" not in str(raised.value)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_its_place(written: str) -> None:
    try:
        understood = read(written, PLACES, NOW).understood
    except UnreadableQuestionError as error:
        assert 0 <= error.start <= error.end <= len(written)
    else:
        assert all(0 <= part.start < part.end <= len(written) for part in understood)


def test_a_click_replaces_the_term_of_its_field_and_keeps_the_rest() -> None:
    assert box.with_term('kombi lang:sq to:"Novi Sad"', "lang", "sr") == 'kombi to:"Novi Sad" lang:sr'
    assert box.with_term("kombi", "to", "Novi Sad") == 'kombi to:"Novi Sad"'
    assert box.without('kombi to:"Novi Sad" 044', "to") == "kombi 044"


@pytest.mark.parametrize("written", ["phone:044 123 456", "PHONE:044 123 456", "phone:044 123 456 kombi"])
def test_groups_of_digits_behind_the_field_are_one_number(written: str) -> None:
    assert asked(written)["phone"] == "044 123 456"
    assert box.without(written, "phone") == written[17:].strip()


@pytest.mark.parametrize("written", ["“bez pasosa” kombi", "„bez pasosa“ kombi", "«bez pasosa» kombi"])
def test_quotation_marks_of_the_region_are_quotation_marks(written: str) -> None:
    assert asked(written) == {"words": '"bez pasosa" kombi'}


def test_a_name_of_several_words_is_never_read_as_another_place() -> None:
    with pytest.raises(UnreadableQuestionError, match='to:"Novi Sad"') as refused:
        read("kombi to:Novi Sad lang:sr", PLACES, NOW)
    assert (refused.value.start, refused.value.end) == (6, 17)
    assert asked("from:Prishtina kombi")["words"] == "kombi"


@pytest.mark.parametrize("written", ['kombi "bez pasosa', 'kombi to:"Novi Sad', "kombi “bez pasosa"])
def test_a_quotation_mark_that_is_not_closed_is_refused(written: str) -> None:
    with pytest.raises(UnreadableQuestionError, match="not closed") as refused:
        read(written, PLACES, NOW)
    assert (refused.value.start, refused.value.end) == (6, len(written))


def test_a_value_with_blanks_is_written_in_quotation_marks() -> None:
    assert box.with_term("kombi", "source", "Linja Rajonale") == 'kombi source:"Linja Rajonale"'

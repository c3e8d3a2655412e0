"""How a text is read: plain letters and digits, with the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.reading import fold, read


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Për Vjenë ÇMIMI", "per vjene cmimi"),
        ("İstanbul IĞDIR ı", "istanbul igdir i"),
        ("Đorđe Straße Łódź", "dorde strase lodz"),
        ("Йордан Ѓорче", "йордан горче"),
        ("Τηλέφωνο ΆΝΘΡΩΠΟΣ", "τηλεφωνο ανθρωποσ"),
        ("٠٤٤ ۰۹۱ ０４４ ①② 𝟎𝟏", "044 091 044 12 01"),
        ("0️⃣4️⃣4️⃣", "044"),
        ("0\u200b4\u20604", "044"),
        ("كيف می‌رویم", "کیف میرویم"),
        ("2–3 — 4\u00a0km", "2-3 - 4 km"),
    ],
)
def test_case_marks_scripts_and_invisible_characters_do_not_hide_a_word(written: str, plain: str) -> None:
    assert read(written).plain == plain
    assert fold(written) == plain


def test_a_span_of_the_reading_leads_back_to_the_words_as_written() -> None:
    reading = read("tel\u200b 0️⃣4️⃣ fund")
    start = reading.plain.index("04")
    first, last = reading.span(start, start + 2)
    assert reading.given[first:last] == "0️⃣4️⃣"


@given(st.text())
def test_every_character_of_any_reading_has_its_place_in_the_text(text: str) -> None:
    reading = read(text)
    for at in range(len(reading.plain)):
        first, last = reading.span(at, at + 1)
        assert 0 <= first < last <= len(text)

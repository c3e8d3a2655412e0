"""The time between tries, and what a receiver may ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.one_line import one_line
from alerts.channels.pace import FIRST, LONGEST, asked_for, wait_s

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_waits_grow_to_a_longest_one() -> None:
    waits = [wait_s(failures) for failures in range(1, 40)]
    assert FIRST <= waits[0] <= FIRST * 1.2
    assert all(after > before for before, after in pairwise(waits[:10]))
    assert max(waits) <= LONGEST * 1.2
    assert wait_s(10_000) <= LONGEST * 1.2


def test_a_receiver_is_not_asked_before_it_wants() -> None:
    assert wait_s(1, 600) >= 600
    assert wait_s(9, 1) >= FIRST * 2**8


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        (" 5 ", 5),
        ("999999999", 86400),
        (format_datetime(NOW + timedelta(hours=1)), 3600),
        ("", None),
        (None, None),
        ("-1", None),
        ("soon", None),
        ("٣", None),
        ("1e9", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(header: str | None, seconds: float | None) -> None:
    assert asked_for(header, NOW) == seconds


@given(st.text(max_size=200))
def test_no_header_stops_us(header: str) -> None:
    asked = asked_for(header, NOW)
    assert asked is None or 0 <= asked <= 86400


@given(st.text(max_size=400))
def test_any_words_become_one_short_line(text: str) -> None:
    line = one_line(text, 50)
    assert len(line) <= 50 and len(line.splitlines()) <= 1
    line.encode()
    assert one_line(line, 50) == line

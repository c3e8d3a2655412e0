"""What a receiver may ask for, and words of others in one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.one_line import one_line
from alerts.channels.retry_after import asked_for

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


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

"""What is followed gets a name for people and a box that finds it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.following import followed
from leads import box
from nlp.gazetteer import load
from waymark.errors import UsageError


@pytest.mark.parametrize(
    ("kind", "value", "name"),
    [
        ("phone", "+383 44 123-456", "Phone +38344123456"),
        ("phone", "0038344123456", "Phone +38344123456"),
        ("handle", "@Agimi_Trans", "Handle @agimi_trans"),
        ("place", "Беч", "Place Vienna"),
        ("route", "Prishtina -> Wien", "Route Pristina → Vienna"),
        ("source", " example-board ", "Source example-board"),
    ],
)
def test_whatever_can_be_followed_can_be_asked(kind: str, value: str, name: str) -> None:
    what = followed(kind, value, load())
    assert what.name == name
    assert box.read(what.box, load(), datetime.now(UTC)).understood[0].field == kind


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "044123456"), ("phone", "+383x"), ("route", "Wien"), ("place", "zzzzqq"), ("source", ""), ("ship", "x")],
)
def test_what_is_none_is_refused(kind: str, value: str) -> None:
    with pytest.raises(UsageError):
        followed(kind, value, load())

"""The records that travel through Waymark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

import pytest
from pydantic import Field, ValidationError

from waymark.records import LONGEST_TEXT, Document, Evidence, Found, Phone, Place, Price, Record, fault

_NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
_EVIDENCE = Evidence(warc="captures/board/run.warc.gz", record_id="<urn:uuid:1>", sha256="0" * 64)


def _document(**fields: object) -> Document:
    return Document.model_validate({"id": "ad-1", "kind": "ad", "text": "kombi", "captured_at": _NOON, **fields})


def test_times_are_kept_in_utc() -> None:
    there = _NOON.astimezone(timezone(timedelta(hours=1)))
    assert _document(captured_at=there).model_dump_json() == _document().model_dump_json()


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "x" * (LONGEST_TEXT + 1)},
        {"id": ""},
        {"kind": "rumour"},
        {"country": "Kosovo"},
        {"captured_at": datetime(2026, 11, 1, 12)},
        {"colour": "red"},
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _document(**fields)


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        _document().text = "another"  # type: ignore[misc]


def test_a_publication_in_the_future_is_not_believed() -> None:
    assert _document(published_at=_NOON + timedelta(days=9)).seen_from == _NOON
    assert _document(published_at=_NOON - timedelta(days=9)).seen_from == _NOON - timedelta(days=9)


def test_a_crawled_page_is_seen_until_its_capture_and_a_file_until_its_publication() -> None:
    earlier = _NOON - timedelta(days=9)
    assert _document(published_at=earlier, evidence=_EVIDENCE).seen_until == _NOON
    assert _document(published_at=earlier).seen_until == earlier


def test_a_document_survives_the_way_through_a_file() -> None:
    document = _document(text="Приштина → Беч 🚐", country="XK", evidence=_EVIDENCE, published_at=_NOON)
    assert Document.model_validate_json(document.model_dump_json(exclude_defaults=True)) == document


@pytest.mark.parametrize("record", [Phone, Price, Place])
def test_everything_found_says_where_it_stands(record: type[Found]) -> None:
    assert {"text", "start", "end"} <= set(record.model_fields)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "board.example/1", "http://", ""])
def test_an_address_that_no_page_has_is_refused_with_the_reason(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        _document(url=url)
    assert fault(dict(refused.value.errors()[0])).endswith("must begin with http:// or https://")


@pytest.mark.parametrize("url", ["http://board.example/1", "HTTPS://board.example", 'https://x.example/"><b>'])
def test_a_pages_address_is_kept_as_it_was_given(url: str) -> None:
    assert _document(url=url).url == url


def test_what_is_wrong_is_said_in_words_of_people() -> None:
    class Sample(Record):
        start: tuple[str, ...] = ()
        title: str = Field(default="x", min_length=2)
        kind: Literal["a", "b"] = "a"
        number: int = Field(default=1, ge=1)

    wrong = {"start": "x", "title": 7, "kind": "c", "number": 0}
    with pytest.raises(ValidationError) as refused:
        Sample.model_validate(wrong)
    assert [fault(dict(problem)) for problem in refused.value.errors()] == [
        "must be a list",
        "must be a text (in quotes, where it looks like a number or a date)",
        "must be 'a' or 'b'",
        "must be greater than or equal to 1",
    ]

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lead_samples import START

from leads.delivery import Delivery, keep
from waymark.archive import Archive
from waymark.records import LONGEST_TEXT, Document


def _line(**fields: object) -> bytes:
    return json.dumps({"id": "1", "text": "nisemi neser", "kind": "ad", **fields}, ensure_ascii=False).encode()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(str(tmp_path))


def _keep(archive: Archive, *lines: bytes, end: bytes = b"\n", now: datetime = START) -> Delivery:
    return keep(io.BytesIO(end.join(lines)), archive, 500, now)


def _only(archive: Archive, delivery: Delivery) -> Document:
    (document,) = archive.documents(delivery.refs[0])
    return document


def test_documents_are_kept_in_files_of_a_batch(archive: Archive) -> None:
    delivery = keep(io.BytesIO(b"\n".join(_line(id=str(n)) for n in range(5))), archive, 2, START)
    assert [len(list(archive.documents(ref))) for ref in delivery.refs] == [2, 2, 1]
    assert delivery.documents == 5
    assert archive.pending() == list(delivery.refs)


def test_the_same_content_is_the_same_run_and_keeps_its_time(archive: Archive) -> None:
    first = _keep(archive, _line())
    again = _keep(archive, _line(), now=START + timedelta(days=3))
    assert (again.run, again.refs) == (first.run, first.refs)
    assert _only(archive, again).captured_at == START
    assert _keep(archive, _line(text="tjetër")).run != first.run


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"published_at": "2026-10-03"}, {"published_at": datetime(2026, 10, 3, tzinfo=UTC)}),
        ({"published_at": "2026-10-03T18:30:00"}, {"published_at": datetime(2026, 10, 3, 18, 30, tzinfo=UTC)}),
        ({"published_at": "2026-10-03T18:30:00+02:00"}, {"published_at": datetime(2026, 10, 3, 16, 30, tzinfo=UTC)}),
        ({"published_at": "2026-10-03T18:30:00Z"}, {"published_at": datetime(2026, 10, 3, 18, 30, tzinfo=UTC)}),
        ({"published_at": "", "url": None, "country": ""}, {"published_at": None, "url": None, "country": None}),
        ({"country": "xk"}, {"country": "XK"}),
        ({"id": 42}, {"id": "42"}),
        ({}, {"source": "unknown"}),
        ({"text": "nul \u0000 and emoji 🚐"}, {"text": "nul \u0000 and emoji 🚐"}),
        ({"text": "x" * 200_000}, {"text": "x" * 200_000}),
        ({"text": "\U0001f690" * LONGEST_TEXT}, {"text": "\U0001f690" * LONGEST_TEXT}),
    ],
)
def test_what_can_be_understood_is_taken(archive: Archive, given: dict[str, object], kept: dict[str, object]) -> None:
    delivery = _keep(archive, _line(**given))
    assert delivery.rejects == ()
    document = _only(archive, delivery)
    assert {name: getattr(document, name) for name in kept} == kept


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "1", "text": "x", "kind": "ad"', "not JSON"),
        (b'["id"]', "not a JSON object"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (_line(text=""), "text: missing or empty"),
        (_line(text=" \n\t "), "text: empty"),
        (_line(text=7), "text: "),
        (_line(text="x" * (LONGEST_TEXT + 1)), "text: "),
        (_line(kind="rumour"), "kind: "),
        (_line(id=None), "id: missing"),
        (_line(id={"a": 1}), "id: "),
        (_line(id=True), "id: "),
        (_line(country="Kosovo"), "country: "),
        (_line(published_at="yesterday"), "published_at: 'yesterday'"),
        (_line(published_at=1_700_000_000), "published_at: "),
        (_line(published_at="0001-01-01T00:00:00+10:00"), "published_at: "),
        (b'{"id": "1", "text": "half \\ud83d", "kind": "ad"}', "half of a surrogate"),
        (b'{"id": "1", "kind": "ad", "text": "' + b"x" * 17_000_000, "longer than"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_a_line_that_cannot_be_read_is_rejected_with_its_number_and_the_rest_goes_on(
    archive: Archive, line: bytes, reason: str
) -> None:
    delivery = _keep(archive, _line(id="before"), line, _line(id="after"))
    (reject,) = delivery.rejects
    assert reject.item == "line 2"
    assert reject.reason.startswith(reason) or reason in reject.reason
    assert "\n" not in reject.reason
    assert [document.id for document in archive.documents(delivery.refs[0])] == ["before", "after"]
    assert list(archive.rejects(f"rejects/ingest/{delivery.run}.jsonl")) == [reject]


def test_byte_order_mark_windows_line_ends_and_empty_lines_do_no_harm(archive: Archive) -> None:
    delivery = _keep(archive, b"\xef\xbb\xbf" + _line(id="a"), b"", b"   ", _line(id="b"), b"", end=b"\r\n")
    assert delivery.rejects == ()
    assert [document.id for document in archive.documents(delivery.refs[0])] == ["a", "b"]


def test_an_empty_file_holds_nothing(archive: Archive) -> None:
    delivery = _keep(archive, b"")
    assert (delivery.documents, delivery.refs, delivery.rejects) == (0, (), ())


def test_fields_without_a_use_are_named(archive: Archive) -> None:
    assert _keep(archive, _line(title="x", lang="sq")).ignored == ("lang", "title")

"""Leads as files for other programs, checked by those formats' own validators."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from geojson_pydantic import FeatureCollection
from lead_samples import at, document, extraction, phone, place, price, route
from stix2validator import ValidationOptions, validate_string

from leads.export import FORMATS, write
from leads.export.tables import COLUMNS, harmless
from leads.merge import Sighting, merge
from leads.search import Hit
from leads.work.state import Said, State
from waymark.errors import UsageError
from waymark.records import Amount, Handle

HOSTILE = '=cmd|"/c calc"!A1, kombi\n"nga" Prishtina; për Vjenë 🚐'


def hits() -> list[Hit]:
    """A hostile advertisement with everything in it, and a tip with nothing."""
    handle = Handle(text="t.me/x", start=0, end=6, platform="telegram", name="x")
    way = route("Prishtina", "Hungary", "Wien", modes=("van",), price=Amount(min=2500, max=2500, currency="EUR"))
    found = extraction(
        phones=(phone("+38344123456"), phone("+38344123456")),
        prices=(price(2500, None),),
        places=(place("Prishtina"), place("Hungary"), place("Wien")),
        routes=(way,),
        handles=(handle,),
    )
    full = document(HOSTILE, id="1", url="http://board.example/1", published_at=at(0))
    bare = document("asgjë", id="2", kind="tip", source="=tips", crawled=False)
    one, _ = merge(None, Sighting(full, found, None))
    other, _ = merge(None, Sighting(bare, extraction(language="und"), None))
    said = State(
        Said("done", "=ana", at(30), 1), Said("B2", "bojan", at(31), 1), (Said("on", "ana", at(32), 1),), frozenset()
    )
    return [Hit(one, 3, 1.0, "", said), Hit(other, 0, 1.0, "")]


def written(name: str, given: list[Hit] | None = None) -> bytes:
    file = io.BytesIO()
    write(name, hits() if given is None else given, file)
    return file.getvalue()


@pytest.mark.parametrize("before", ["", " ", "\u00a0 ", "\ufeff"])
@pytest.mark.parametrize(
    "cell", ["=1+1", "+383", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1"]
)
def test_no_cell_is_reckoned_with(before: str, cell: str) -> None:
    assert harmless(before + cell) == f"'{before}{cell}"
    assert harmless(f"nga {cell}") == f"nga {cell}"


def test_csv_comes_back_as_it_was_and_holds_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv").decode("utf-8-sig"), newline="")))
    assert [row["text"] for row in rows] == [f"'{HOSTILE}", "asgjë"]
    assert rows[0]["routes"] == "Pristina → Hungary → Vienna, 2500 EUR"
    assert rows[0]["phones"] == "'+38344123456"
    assert rows[1]["source"] == "'=tips"
    assert [rows[0][name] for name in COLUMNS[-5:]] == ["done", "'=ana", "B2", "bojan", "ana"]
    assert [rows[1][name] for name in COLUMNS[-5:]] == [""] * 5
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_xlsx_holds_text_and_no_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(written("xlsx"))) as book:
        assert book.testzip() is None
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 3
    assert "<f>" not in sheet
    assert "2500 EUR" in sheet and len(COLUMNS) > 10


def test_json_lines_are_the_results_of_the_search() -> None:
    first, second = map(json.loads, written("jsonl").splitlines())
    assert (first["text"], first["duplicates"], second["kind"]) == (HOSTILE, 3, "tip")
    assert first["work"] == {
        "status": "done",
        "status_by": "=ana",
        "grade": "B2",
        "grade_by": "bojan",
        "stars": ["ana"],
    }
    assert "work" not in second


def test_geojson_is_valid_and_has_a_line_for_the_journey() -> None:
    found = FeatureCollection.model_validate_json(written("geojson"))
    (line,) = found.features
    assert line.geometry is not None and line.geometry.type == "LineString"
    assert [list(point) for point in line.geometry.coordinates] == [[21.16688, 42.67272], [16.37208, 48.20849]]
    assert line.properties is not None and line.properties["stops"] == ["Pristina", "Hungary", "Vienna"]
    assert (line.properties["status"], line.properties["grade"], line.properties["stars"]) == ("done", "B2", ["ana"])
    assert FeatureCollection.model_validate_json(written("geojson", [])).features == []


def test_stix_is_valid_and_the_same_each_time() -> None:
    bundle = written("stix").decode()
    results = validate_string(bundle, ValidationOptions(version="2.1"))
    assert results.is_valid, [str(error) for error in results.errors]
    objects = json.loads(bundle)["objects"]
    kinds = sorted(thing["type"] for thing in objects)
    assert kinds == sorted(
        ["marking-definition", "identity", "url", "user-account", "user-account", "observed-data", "note", "note"]
        + ["location"] * 3
    )
    (graded,) = [thing for thing in objects if "confidence" in thing]
    assert (graded["type"], graded["confidence"], graded["modified"]) == ("note", 70, "2026-12-03T08:00:00.000Z")
    assert graded["labels"] == [
        'waymark:status="done"',
        'waymark:starred-by="ana"',
        'admiralty-scale:source-reliability="b"',
        'admiralty-scale:information-credibility="2"',
    ]
    assert written("stix").decode() == bundle
    assert validate_string(written("stix", []).decode(), ValidationOptions(version="2.1")).is_valid


def test_followthemoney_has_what_its_schema_names() -> None:
    first, second = map(json.loads, written("ftm").splitlines())
    assert first["schema"] == "PlainText"
    assert first["properties"]["bodyText"] == [HOSTILE]
    assert first["properties"]["phoneMentioned"] == ["+38344123456"]
    assert first["properties"]["publishedAt"] == ["2026-11-01T08:00:00"]
    assert first["properties"]["keywords"] == ["status: done", "grade: B2", "starred by: ana"]
    assert "sourceUrl" not in second["properties"] and "keywords" not in second["properties"]


def test_a_format_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="csv, xlsx, jsonl, geojson, stix, ftm"):
        written("pdf")
    assert set(FORMATS) == {"csv", "xlsx", "jsonl", "geojson", "stix", "ftm"}

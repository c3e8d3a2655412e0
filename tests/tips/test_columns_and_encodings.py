"""Names of columns, code pages and dates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tips import columns, wordings
from tips.dates import moment
from tips.decoding import UndecodableError, decode
from waymark.errors import ConfigurationError


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Datum_prijave", "date"),
        ("PERSHKRIMI", "text"),
        ("İhbar Metni", "text"),
        ("№", "id"),
        ("Kennzeichen", "detail"),
        ("e-mail", "reporter"),
        ("Telefon", "reporter"),
        ("Telefon osumnjičenog", "detail"),
        ("ονοματεπώνυμο", "reporter"),
    ],
)
def test_a_column_is_known_however_it_is_spelled(name: str, role: columns.ColumnRole) -> None:
    assert columns.match((name,)).of(role) == (name,)


def test_columns_nobody_knows_are_said_and_fit_one_line() -> None:
    unknown = columns.match(("text", "Boja", "x" * 90, "a\nb", "c\u2028d\x1b[2J\u202ee")).unknown
    note = columns.left_out("f.csv", unknown)
    assert note.startswith("f.csv: not read, because tips/columns.yml does not know them: Boja, xxx")
    assert len(note.splitlines()) == 1
    assert not {"\x1b", "\u202e"} & set(note), "nothing that a terminal would obey"
    assert len(note) < 150


def test_a_name_under_two_roles_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "columns.yml"
    table.write_text(columns.TABLE.read_text("utf-8").replace("text: [text,", "text: [E-Mail, text,"), "utf-8")
    with pytest.raises(ConfigurationError, match=r"columns\.yml: e ?mail: stands under text and reporter"):
        columns.load(table)


@pytest.mark.parametrize("broken", ["id: [a", "colour: [a]", "text: [1]", "text: [a]"])
def test_a_table_that_does_not_fit_is_refused(tmp_path: Path, broken: str) -> None:
    table = tmp_path / "table.yml"
    table.write_text(broken)
    with pytest.raises(ConfigurationError, match=r"table\.yml"):
        columns.load(table)
    with pytest.raises(ConfigurationError, match=r"table\.yml"):
        wordings.load(table)


TEXTS = {
    "cp1250": "Kombi stoji kod škole, vozač noću čeka ljude i vodi ih prema žici, đaci su videli",
    "cp1251": "Снощи до бензиностанцията спряха два буса, мъжете плащаха на шофьора",
    "cp1252": "Mbrëmë dy furgonë u ndalën pranë shkollës, shoferi tha se të çon në Vjenë për dy mijë",
    "cp1253": "Χθες το βράδυ ένα άσπρο φορτηγάκι σταμάτησε πίσω από το σχολείο",
    "cp1254": "Dün gece üç minibüs gördüm, şoför kişi başı iki bin avro istiyor, sınıra yakın ağaçlık",
    "cp1256": "رأيت شاحنة بيضاء قرب الحدود في الليل والسائق يأخذ المال من الناس",
    "utf-8-sig": "Mbrëmë dy furgonë",
    "utf-16": "Mbrëmë dy furgonë",
    "utf-16-le": "id;Mbrëmë dy furgonë",
    "utf-16-be": "id;Mbrëmë dy furgonë",
    "utf-32": "Mbrëmë dy furgonë",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_an_encoding_of_the_route_is_recognised(encoding: str) -> None:
    assert decode(TEXTS[encoding].encode(encoding)) == TEXTS[encoding]


@pytest.mark.parametrize("content", [b"\0\0\0\1\2\3", bytes(range(1, 256)) * 4, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(content)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-11-03T22:15:00+01:00", datetime(2026, 11, 3, 21, 15, tzinfo=UTC)),
        ("3.11.2026. 22:15", datetime(2026, 11, 3, 22, 15, tzinfo=UTC)),
        ("03/11/2026", datetime(2026, 11, 3, tzinfo=UTC)),
        ("2026. 11. 03. 21:10", datetime(2026, 11, 3, 21, 10, tzinfo=UTC)),
        ("٣/١١/٢٠٢٦", datetime(2026, 11, 3, tzinfo=UTC)),
        ("Tue, 03 Nov 2026 10:00:00 +0100", datetime(2026, 11, 3, 9, tzinfo=UTC)),
        ("31.02.2026", None),
        ("gestern", None),
        ("1405/08/12", None),
        ("9" * 5000, None),
        ("", None),
    ],
)
def test_a_date_is_understood_or_left_out(written: str, told: datetime | None) -> None:
    assert moment(written) == told

"""A row of an export, CSV or JSON, as a tip: the columns put together as `columns.yml` says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tips import columns as column_table
from tips.columns import Columns
from tips.dates import moment
from tips.decoding import is_clean
from tips.tip import Reading, Tip, UnfitError, fit_text, rejected
from waymark.records import Reject

_COUNTRY = re.compile(r"[A-Z]{2}")
_NO_ISO_CODE = {"KS": "XK", "RKS": "XK", "UK": "GB", "EL": "GR"}  # as agencies write them


def read_rows(rows: Iterable[tuple[int, Mapping[str, str] | UnfitError]], file: str) -> Reading:
    """The tips of numbered rows; an UnfitError in place of a row is what could not be read there."""
    tips: list[Tip] = []
    rejects: list[Reject] = []
    unknown: dict[str, None] = {}
    undated = 0
    for line, row in rows:
        try:
            if isinstance(row, UnfitError):
                raise row
            columns = column_table.match(tuple(row))
            unknown.update(dict.fromkeys(columns.unknown))
            tip, dated = _tip(row, columns)
        except UnfitError as unfit:
            rejects.append(rejected(f"{file}, line {line}", unfit))
            continue
        tips.append(tip)
        undated += not dated
    notes = [column_table.left_out(file, tuple(unknown))] if unknown else []
    if undated:
        notes.append(f"{file}: dates that could not be understood: {undated}; their tips were taken in without")
    return Reading(tips, rejects, notes)


def _tip(row: Mapping[str, str], columns: Columns) -> tuple[Tip, bool]:
    """The tip in a row, and whether its date, if it has one, was understood."""
    number, agency, date = (_first(row, columns.of(role)) for role in ("id", "agency", "date"))
    text = _whole(row, columns)
    if not is_clean(number + agency):
        raise UnfitError("undecodable bytes in its id or agency", text)
    country = _country(_first(row, columns.of("country")))
    published_at = moment(date)
    return Tip(text, number, agency, country, published_at), not date or published_at is not None


def _whole(row: Mapping[str, str], columns: Columns) -> str:
    """Title, text and details as one text, without any column of the reporter."""
    if not columns.of("text"):
        raise UnfitError("no field with the tip's text, such as text, message, description")
    texts = _filled(row, columns.of("text"))
    if not texts:
        raise UnfitError("no text")
    titles = [title for title in _filled(row, columns.of("title")) if not texts[0].startswith(title)]
    details = [f"{name.strip()}: {row[name].strip()}" for name in columns.of("detail") if row[name].strip()]
    return fit_text("\n\n".join(texts), above=titles, below=details)


def _filled(row: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    return [row[name].strip() for name in names if row[name].strip()]


def _first(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((" ".join(value.split()) for value in _filled(row, names)), "")


def _country(written: str) -> str | None:
    code = _NO_ISO_CODE.get(written.upper(), written.upper())
    return code if _COUNTRY.fullmatch(code) else None

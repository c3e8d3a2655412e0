"""CSV (RFC 4180) and XLSX: a row a lead. What people wrote never becomes a formula (OWASP, CSV injection)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import IO

import xlsxwriter

from leads.search import Hit
from leads.work.state import State
from waymark.records import Amount, Price, Route

COLUMNS = (
    *("id", "kind", "source", "language", "first seen", "last seen", "near-duplicates", "versions"),
    *("routes", "phones", "prices", "places", "handles", "text", "address", "country", "SHA-256 of the page"),
    *("status", "status by", "grade", "grade by", "starred by"),
)
#: Also as wide as East Asian letters are, which some spreadsheets read the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_CELL = 32_767  # characters (Excel specifications and limits)


def write_csv(hits: Iterable[Hit], file: IO[bytes]) -> None:
    """UTF-8 with a byte order mark, by which spreadsheets know it."""
    file.write("\ufeff".encode())
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        writer.writerows([harmless(cell) for cell in cells(hit)] for hit in hits)
    finally:
        text.detach()


def write_xlsx(hits: Iterable[Hit], file: IO[bytes]) -> None:
    """One sheet with all cells as text."""
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("leads")
        sheet.freeze_panes(1, 1)
        for column, title in enumerate(COLUMNS):
            sheet.write_string(0, column, title)
        for row, hit in enumerate(hits, 1):
            for column, cell in enumerate(cells(hit)):
                sheet.write_string(row, column, cell[:_LONGEST_CELL])


def cells(hit: Hit) -> tuple[str, ...]:
    """The cells of one lead, in the order of COLUMNS."""
    lead, found = hit.lead, hit.lead.extraction
    return (
        *(
            lead.id,
            lead.kind,
            lead.source,
            found.language.code,
            lead.first_seen.isoformat(),
            lead.last_seen.isoformat(),
        ),
        *(str(hit.duplicates), str(len(lead.versions))),
        "; ".join(map(_route, found.routes)),
        "; ".join(dict.fromkeys(phone.e164 for phone in found.phones)),
        "; ".join(map(_amount, found.prices)),
        "; ".join(dict.fromkeys(f"{place.name} ({place.country})" for place in found.places)),
        "; ".join(dict.fromkeys(f"{handle.platform}:{handle.name}" for handle in found.handles)),
        *(lead.text, lead.url or "", lead.country or "", lead.evidence.sha256 if lead.evidence else ""),
        *_work(hit.work),
    )


def harmless(cell: str) -> str:
    """The cell as a text that no spreadsheet reckons with."""
    return f"'{cell}" if cell.lstrip(" \u00a0\u200b\ufeff").startswith(_FORMULA) else cell


def _work(state: State | None) -> tuple[str, ...]:
    """What people made of it; nothing where that is not known."""
    if state is None:
        return ("",) * 5
    told = state.as_result()
    return (*(told[name] or "" for name in ("status", "status_by", "grade", "grade_by")), "; ".join(state.stars))


def _route(route: Route) -> str:
    stops = " → ".join(stop.name for stop in route.stops)
    return f"{stops}, {_amount(route.price)}" if route.price else stops


def _amount(price: Amount | Price) -> str:
    bounds = "–".join(f"{bound:g}" for bound in dict.fromkeys((price.min, price.max)) if bound is not None)
    return f"{bounds} {price.currency}" + (f" per {price.per}" if price.per else "")

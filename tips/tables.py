"""CSV as agencies export it: any delimiter, any order of columns, names in their own language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tips import columns as column_table
from tips.decoding import decode
from tips.rows import read_rows
from tips.tip import Reading, UnfitError

_DELIMITERS = ";,\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # as spreadsheets write before the header
_UNCLOSED = "unexpected end of data"  # csv's words
_Row = tuple[int, list[str] | csv.Error]


def read(content: bytes, file: str) -> Reading:
    """The tips of one CSV file. Raises UndecodableError or MissingColumnError where nothing of it can be read."""
    text, delimiter = _delimited(decode(content))
    with _fields_up_to(len(text)):
        rows = _rows(text, delimiter)
        names = _unique(_header(rows))
        column_table.require_text(column_table.match(names))
        return read_rows(((line, _named(row, names)) for line, row in rows), file)


def _named(row: list[str] | csv.Error, names: tuple[str, ...]) -> Mapping[str, str] | UnfitError:
    """The row by the names of the header. A row of another length is not guessed at: its text may be cut in two."""
    if isinstance(row, csv.Error):
        if _UNCLOSED in str(row):
            return UnfitError("a quotation mark opens here and is never closed; the file was not read beyond this line")
        return UnfitError(f"cannot be read as CSV: {row}")
    if len(row) != len(names):
        return UnfitError(f"fields: {len(row)}, but the header has {len(names)}")
    return dict(zip(names, row, strict=True))


def _delimited(text: str) -> tuple[str, str]:
    """The text without a `sep=` line, and its delimiter: the one by which most columns of the header are known."""
    if told := _SEPARATOR_LINE.match(text):
        return text[told.end() :], told[1]
    head = text.lstrip("\r\n").partition("\n")[0]

    def fit(delimiter: str) -> tuple[int, int]:
        names = tuple(next(csv.reader([head], delimiter=delimiter), []))
        return column_table.match(names).known, len(names)

    with _fields_up_to(len(text)):
        return text, max(_DELIMITERS, key=fit)


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    """Rows that hold something, each with the number of the line it begins on; a csv.Error in place of a broken one."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
            continue
        if any(field.strip() for field in row):
            yield line, row


def _header(rows: Iterator[_Row]) -> list[str]:
    _, row = next(rows, (0, []))
    return [] if isinstance(row, csv.Error) else [name.strip() for name in row]


def _unique(names: list[str]) -> tuple[str, ...]:
    """Names of columns with a mark behind those that stand twice, so that no column hides another.

    A marked name is known to no table: the first of two columns is read, the second is said to be left out.
    """
    return tuple(
        f"{name} [{place + 1}]" if not name or name in names[:place] else name for place, name in enumerate(names)
    )


@contextmanager
def _fields_up_to(size: int) -> Iterator[None]:
    """Lifts the reader's limit of 131,072 characters a field: a long text is rejected by name, not by a stop."""
    before = csv.field_size_limit(max(size + 1, csv.field_size_limit()))
    try:
        yield
    finally:
        csv.field_size_limit(before)

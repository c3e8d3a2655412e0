"""JSON lines as hotlines' systems export them: one object a line, its fields named by the table of columns."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tips.decoding import decode
from tips.rows import read_rows
from tips.tip import Reading, UnfitError


def read(content: bytes, file: str) -> Reading:
    """The tips of one file of JSON lines. Raises UndecodableError where nothing of it can be read."""
    lines = enumerate(decode(content).split("\n"), 1)
    return read_rows(((number, _fields(line)) for number, line in lines if line.strip()), file)


def _fields(line: str) -> Mapping[str, str] | UnfitError:
    """The object's fields as text. What is no text, number or null (lists, objects) is no field of a tip."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return UnfitError(f"broken JSON at character {error.pos + 1}: {error.msg}")
    except (ValueError, RecursionError) as error:  # numbers of more than 4,300 digits; brackets without end
        return UnfitError(f"broken JSON: {type(error).__name__}")
    if not isinstance(row, dict):
        return UnfitError("no JSON object")
    return {name: _written(value) for name, value in row.items()}


def _written(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""

"""JSON lines: the same fields as `waymark search --json`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO

from leads.search import Hit


def write(hits: Iterable[Hit], file: IO[bytes]) -> None:
    """One line a lead, UTF-8."""
    for hit in hits:
        file.write(json.dumps(hit.as_result(), ensure_ascii=False).encode() + b"\n")

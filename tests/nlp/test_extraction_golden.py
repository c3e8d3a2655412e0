"""Text in, extraction out, one file a language in tests/golden/extraction. `make golden` accepts what comes out now.

The files are read and judged by people: one line a finding. All people, firms and numbers in them are invented.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nlp.extraction import extract_one
from waymark.records import Amount, Extraction, Price, Route

GOLDEN = Path(__file__).parents[1] / "golden" / "extraction"
HEADER = (
    "# Invented: all people, firms, numbers and handles in this file. What is read out is accepted by `make golden`.\n"
)
FEWEST_TEXTS = 6
ROUTE = ("sq", "sr", "hr", "bs", "mk", "bg", "tr", "ku", "hu", "de", "en", "el", "ro", "ar", "fa", "ps", "ckb", "ur")


def summary(found: Extraction) -> dict[str, Any]:
    """A line a finding; kinds without findings are left out."""
    language = found.language
    lines = {
        "language": f"{language.code} {language.script}",
        "phones": [
            f"{phone.text} = {phone.e164} {phone.country}" + "".join(f" or {other}" for other in phone.candidates)
            for phone in found.phones
        ],
        "prices": [f"{price.text} = {amount(price)}" for price in found.prices],
        "places": [f"{place.text} = {place.name}, {place.country} ({place.id})" for place in found.places],
        "routes": [route(one) for one in found.routes],
        "handles": [f"{handle.text} = {handle.platform} {handle.name}" for handle in found.handles],
    }
    return {kind: said for kind, said in lines.items() if said}


def amount(of: Price | Amount) -> str:
    low, high = ("" if bound is None else f"{bound:.10g}" for bound in (of.min, of.max))
    size = low if low == high else f"{low}..{high}"
    return f"{size} {of.currency}" + (f" per {of.per}" if of.per else "")


def route(one: Route) -> str:
    stops = " > ".join(f"{stop.name} {stop.country}" for stop in one.stops)
    modes = f"; by {', '.join(one.modes)}" if one.modes else ""
    return stops + modes + (f"; {amount(one.price)}" if one.price else "")


@pytest.mark.golden
@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.yml")), ids=lambda path: path.stem)
def test_texts_of_each_language_give_what_was_accepted(path: Path, accept_golden: bool) -> None:
    entries = yaml.safe_load(path.read_text("utf-8"))
    now = []
    for entry in entries:
        given = {key: entry[key] for key in ("text", "country") if key in entry}
        found = extract_one(entry["text"], entry.get("country"))
        assert all(
            entry["text"][one.start : one.end] == one.text for one in (*found.phones, *found.prices, *found.places)
        )
        now.append({**given, "found": summary(found)})
    if accept_golden:
        dumped = yaml.safe_dump(now, allow_unicode=True, width=10_000, sort_keys=False)
        path.write_text(HEADER + dumped, encoding="utf-8")
    else:
        assert now == entries


def test_each_language_of_the_route_has_its_texts() -> None:
    texts = {path.stem: len(yaml.safe_load(path.read_text("utf-8"))) for path in GOLDEN.glob("*.yml")}
    assert {language: texts.get(language, 0) for language in ROUTE if texts.get(language, 0) < FEWEST_TEXTS} == {}

"""Golden files: a saved page and its source in, the ads and addresses on it out (accept with make golden)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import TextResponse

from crawlers.page import parse
from crawlers.registry import read

PAGES = Path(__file__).resolve().parent.parent / "golden" / "pages"
CASES = sorted(folder.parent for folder in PAGES.glob("*/*/source.yml"))

pytestmark = pytest.mark.golden


def test_every_kind_of_site_has_a_case() -> None:
    assert {case.parent.name for case in CASES} == {"board", "channel", "thread", "feed"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_saved_page_yields_its_items(case: Path, accept_golden: bool) -> None:
    found, expected = items(case), case / "items.json"
    if accept_golden:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))


def items(case: Path) -> dict[str, Any]:
    """What is read off the case's page, which stands at the source's start address, decoded as a crawl decodes it."""
    source = read(case / "source.yml")
    body = next(case.glob("page.*")).read_bytes()
    response = TextResponse(source.start[0], body=body)
    page = parse(response.text, response.url, source)
    return dict(json.loads(json.dumps(asdict(page), default=lambda moment: moment.isoformat())))

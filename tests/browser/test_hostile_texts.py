"""Texts without a blank, very many findings and scripts from the right: no page grows wider than its window."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from console_pages import OpenPage, Running

from leads.intake import index_files
from nlp.extraction import extract
from waymark.archive import Archive
from waymark.cluster import connect
from waymark.records import Document
from waymark.settings import Settings

pytestmark = pytest.mark.node
_TEXTS = {
    "long": f"zzlong kombi {'x' * 3000} Prishtina Wien https://t.me/{'a' * 300}",
    "right": "zzright از کابل تا وین ۲۵۰۰ یورو +383 44 123 456 تماس ٠٤٤١٢٣٤٥٦ من إسطنبول إلى فيينا",
    "many": "zzmany " + " ".join(f"Prishtina – Wien {1000 + n} euro 044 {100000 + n}" for n in range(60)),
}
_WIDER = "document.documentElement.scrollWidth - innerWidth"


def test_no_text_makes_a_page_wider_than_its_window(seeded: Settings, console: Running, open_page: OpenPage) -> None:
    now, archive = datetime.now(UTC), Archive(seeded.archive_url)
    given = [Document(id=i, kind="ad", source="s" * 180, text=text, captured_at=now) for i, text in _TEXTS.items()]
    with connect(seeded) as client:
        refs = archive.write_documents("hostile", "run", given, seeded.batch)
        index_files(refs, archive=archive, client=client, settings=seeded, extract=extract)
        try:
            page = open_page("analyst")
            addresses = ["/", "/fields", "/overview?days=90", f"/graph?n=handle:{'a' * 300}"]
            for name in _TEXTS:
                page.goto(f"/?q=zz{name}")
                addresses += [f"/?q=zz{name}", str(page.locator(".hit .open").first.get_attribute("href"))]
            for width in (320, 800):  # 320: a page of 1,280 at four times its size (WCAG 2.2, 1.4.10)
                page.set_viewport_size({"width": width, "height": 800})
                for address in addresses:
                    page.goto(address)
                    assert page.evaluate(_WIDER) <= 0, (width, address)
        finally:
            client.delete_by_query(index=seeded.write_alias, query={"term": {"source": "s" * 180}}, refresh=True)


def test_after_a_wrong_password_the_keys_are_where_it_is_typed_again(console: Running, open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/sign-in?next=/fields")
    page.keyboard.type(console.users["analyst"])
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    page.keyboard.type("an invented passphrase")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fields")

"""What an analyst sees: the search, its facets, a lead; with hostile texts among them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from waymark.records import Document, Evidence

pytestmark = pytest.mark.node
SignIn = Callable[[str], TestClient]
TakeIn = Callable[[list[Document]], None]
HOSTILE = '<script>alert(1)</script> "onmouseover=alert(2) \u202e kombi Prishtina – Wien 2.500 € 044 123 456'


def ad(text: str, identity: str = "1", *, day: int = 1, **fields: object) -> Document:
    """An invented advertisement, captured on a day of November."""
    captured = datetime(2026, 11, day, tzinfo=UTC)
    given = {"id": identity, "kind": "ad", "source": "board", "text": text, "captured_at": captured, "country": "XK"}
    evidence = Evidence(warc="captures/board/1.warc.gz", record_id="<urn:uuid:1>", sha256="a" * 64)
    return Document.model_validate({**given, "evidence": evidence, **fields})


def test_the_search_explains_itself_and_marks_what_it_found(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in([ad("Kombi nga Prishtina për Vjenë, 2500 euro për person, tel 044 123 456"), ad("Shes kerr", "2")])
    page = sign_in("analyst").get("/", params={"q": "kombi to:Beç price:<3000"}).text
    assert "ending in Vienna (city, Austria)" in page
    assert "1–1 of 1 lead" in page
    assert '<mark class="phone" title="+38344123456">044 123 456</mark>' in page
    assert '<mark class="place" title="Vienna, AT (city)">Vjenë</mark>' in page
    assert "2\u202f500 EUR per person" in page


def test_a_facet_leads_to_the_narrower_search(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in([ad("Kombi nga Prishtina për Vjenë"), ad("Kombi iz Subotice za Beč, polazak večeras", "2")])
    browser = sign_in("analyst")
    assert 'href="/?q=kombi+lang%3Asq"' in browser.get("/?q=kombi").text
    assert "1–1 of 1 lead" in browser.get("/?q=kombi+lang%3Asq").text


def test_a_wrong_question_is_told_what_is_wrong_and_where(sign_in: SignIn) -> None:
    answer = sign_in("analyst").get("/", params={"q": "kombi fro:<b>Nis"})
    assert answer.status_code == 400
    assert "fro: is no field" in answer.text
    assert "<mark>fro:&lt;b&gt;Nis</mark>" in answer.text


def test_hostile_words_stay_words(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in([ad(HOSTILE, '"><img src=x>', url='https://"><img src=x>', source='s"><i>')])
    browser = sign_in("analyst")
    listed = browser.get("/").text
    (identity,) = {part.split('"')[0] for part in listed.split('href="/leads/')[1:]}
    for page in (listed, browser.get(f"/leads/{identity}").text):
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page and "<img" not in page and "<i>" not in page


def test_a_lead_shows_how_things_were_found_its_versions_and_its_evidence(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in([ad("Kombi nga Prishtina për Vjenë, 2500 euro"), ad("Kombi nga Prishtina për Vjenë, 3000 euro", day=9)])
    browser = sign_in("analyst")
    identity = browser.get("/").text.split('href="/leads/')[1].split('"')[0]
    page = browser.get(f"/leads/{identity}").text
    assert "<del>2500</del>" in page and "<ins>3000</ins>" in page
    assert "Price <del>2\u202f500 EUR</del> → <ins>3\u202f000 EUR</ins>" in page
    assert "gazetteer" in page
    assert "a" * 64 in page and "urn:uuid:1" in page
    assert browser.get("/leads/none").status_code == 404


@pytest.mark.parametrize(("former", "latter"), [("2500", "3000"), ("3000", "2500")])
def test_wordings_of_an_ad_that_names_its_day_stand_in_the_order_they_were_seen(
    sign_in: SignIn, take_in: TakeIn, former: str, latter: str
) -> None:
    published = datetime(2026, 10, 2, tzinfo=UTC)
    for day, price in ((1, former), (9, latter)):
        take_in([ad(f"Kombi nga Prishtina për Vjenë, {price} euro", day=day, published_at=published)])
    browser = sign_in("analyst")
    page = browser.get("/leads/" + browser.get("/").text.split('href="/leads/')[1].split('"')[0]).text
    assert f"<del>{former}</del>" in page and f"<ins>{latter}</ins>" in page
    assert "<dt>Captured</dt><dd><code>2026-11-09 00:00 UTC</code></dd>" in page


def test_a_lead_leads_on_to_others_with_its_number_and_route_and_shows_when_they_came(
    sign_in: SignIn, take_in: TakeIn
) -> None:
    take_in(
        [
            ad("Kombi nga Prishtina për Vjenë, 2500 euro, tel 044 123 456"),
            ad("Kombi za Beč iz Subotice, zovite +383 44 123 456", "2", day=5),
            ad("Prishtinë - Vjenë, çdo natë, pa letra", "3"),
        ]
    )
    browser = sign_in("analyst")
    identity = re.findall(r'href="/leads/(\w+)"', browser.get("/?q=2500").text)[0]
    page = html.unescape(browser.get(f"/leads/{identity}").text)
    timeline = page.split('aria-label="Timeline of +38344123456"')[1].split("</section>")[0]
    rows = dict(re.findall(r'<a class="row" href="([^"]+)">([^<]+)</a>', timeline))
    assert {"Albanian", "Serbian, Croatian, Bosnian", "Vienna", "Subotica"} <= set(rows.values())
    for address, name in rows.items():
        told = timeline.split(f">{name}</a>")[1].split('class="figure">')[1].split("<")[0]
        assert f"of {told} lead" in browser.get(address).text, name
    groups = re.findall(r'<h2 id="related-\d">(.+?) <span class="count">(\d+) other', page)
    shown = [(re.sub("<[^>]+>", "", title), count) for title, count in groups]
    assert shown == [("Same telephone number +38344123456", "1"), ("Same route Pristina → Vienna", "1")]
    assert "/?q=route%3Agn%3A786714%3Egn%3A2761369" in page


def test_completion_knows_fields_places_in_any_spelling_and_numbers_in_the_index(
    sign_in: SignIn, take_in: TakeIn
) -> None:
    beside = ad("Kombi, tel 044 123 456 dhe 049 000 212", "2")
    take_in(
        [ad("Kombi nga Prishtina për Vjenë, tel 044 123 456"), beside.model_copy(update={"source": "Linja Rajonale"})]
    )
    browser = sign_in("analyst")

    def labels(typed: str) -> list[str]:
        return [one["label"] for one in browser.get("/complete", params={"q": typed}).json()]

    assert "from:" in labels("kombi fro")
    assert labels("from:Приштин")[0] == labels("to:prisht")[0] == "Pristina (city, Kosovo)"
    for typed in ("phone:+38344", "phone:38344", "phone:04412", "phone:044 12", "044 12", "phone:1234", 'phone:"044 1'):
        assert labels(typed) == ["+38344123456"], typed
    assert labels("phone:04499") == []
    assert labels("source:bo") == ["board"]
    assert labels("to:Novi Sa")[0] == "Novi Sad (city, Serbia)"
    taken = browser.get("/complete", params={"q": "kombi source:lin"}).json()
    assert [one["box"] for one in taken] == ['kombi source:"Linja Rajonale" ']
    assert labels('"an open quote') == labels("") == []


def test_a_page_that_is_not_there_says_so(sign_in: SignIn) -> None:
    answer = sign_in("analyst").get("/nowhere")
    assert (answer.status_code, "not found" in answer.text) == (404, True)


def test_what_was_found_is_exported_as_a_file(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in([ad("Kombi nga Prishtina për Vjenë"), ad("Kombi iz Subotice za Beč, polazak večeras", "2")])
    browser = sign_in("analyst")
    assert 'href="/export?q=kombi&amp;format=stix"' in browser.get("/?q=kombi").text
    answer = browser.get("/export", params={"q": "kombi lang:sq", "format": "jsonl"})
    assert [line["document_id"] for line in map(json.loads, answer.text.splitlines())] == ["1"]
    assert answer.headers["content-disposition"].endswith('.jsonl"')
    assert browser.get("/export", params={"q": "fro:x"}).status_code == 400
    assert browser.get("/export", params={"format": "pdf"}).status_code == 400


def test_further_pages_divide_as_the_first_did_and_are_not_counted_again(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in([ad(f"Kombi iz Subotice za Beč, vozilo broj {number}", f"a{number}") for number in range(30)])
    browser = sign_in("analyst")
    first = browser.get("/").text
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    take_in([ad("Kombi nga Prishtina për Vjenë", "new")])
    second = browser.get(following).text
    assert "26–30 of 30 leads" in second
    assert "Albanian" not in second and 'lang%3Asr"><span dir="auto">Serbian</span> <span class="count">30' in second
    assert "of 31 leads" in browser.get("/").text

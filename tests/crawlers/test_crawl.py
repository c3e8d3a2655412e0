"""One real crawl of a site where much goes wrong: what is read, what is refused, what is kept as evidence."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback_site import Answer, Crawled, Site, ad_page, list_page, source
from warcio.archiveiterator import ArchiveIterator

from crawlers.crawl import crawl
from crawlers.evidence import EvidenceError, show, verify
from waymark.archive import Archive
from waymark.records import Evidence
from waymark.settings import Settings

BOMB = gzip.compress(b"\0" * 60_000_000)
GZIPPED = gzip.compress(ad_page("zipped", "Kombi za Segedin").encode())
LATIN = ad_page("latin", "Fahrt nach München, 50 €").encode("windows-1252")
ROBOTS = "User-agent: *\nDisallow: /private/\n\nUser-agent: waymark\nDisallow: /private/\nDisallow: /not-for-waymark/\n"
FORBIDDEN = ("/private/1", "/not-for-waymark/1")
FAILING = ("/gone", "/sign-in", "/form", "/huge", "/bomb", "/picture", "/teapot", "/elsewhere")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site, Site() as other:
        site["/robots.txt"] = Answer(ROBOTS, headers={"Content-Type": "text/plain"})
        site["/"] = list_page(
            *FORBIDDEN,
            *FAILING,
            *("/ad/plain", "/ad/zipped", "/ad/latin", "/ad/shaky", "/ad/undecodable", "/ad/cut"),
            *("/ad/moved", "/ad/plain#photos", "/ad/plain-again", f"{other.url}/ad/other", "http://10.0.0.1/ad/inside"),
            *("/ad/odd-id", "/ad/nothing"),
        )
        site["/ad/plain"] = ad_page("plain", "Prishtinë - Vjenë, <b>2500 €</b>")
        site["/ad/plain-again"] = ad_page("plain", "Prishtinë - Vjenë, <b>2500 €</b>")
        site["/ad/zipped"] = Answer(GZIPPED, headers={"Content-Encoding": "gzip"})
        site["/ad/latin"] = Answer(LATIN, headers={"Content-Type": "text/html; charset=windows-1252"})
        site["/ad/shaky"] = Answer("busy", 500, times=2, then=Answer(ad_page("shaky", "Nach zwei Fehlern")))
        site["/ad/undecodable"] = ad_page("undecodable", "Beč").encode() + b"\xff\xfe\xc3"
        site["/ad/cut"] = ad_page("cut", "Nur bis hier, aber das ist zu lesen")[:-20]
        site["/ad/moved"] = Answer(status=301, headers={"Location": "/ad/new-place"})
        site["/ad/new-place"] = ad_page("moved", "Umgezogen")
        site["/ad/odd-id"] = ad_page("   ", "Ohne Nummer der Seite")
        site["/ad/nothing"] = ad_page("nothing", "").replace("T</h1>", "</h1>")
        for path in FORBIDDEN:
            site[path] = ad_page(path, "MUST-NOT-BE-READ")
        other["/ad/other"] = ad_page("other", "MUST-NOT-BE-READ")
        site["/sign-in"] = Answer("who are you?", 401, headers={"WWW-Authenticate": "Basic"})
        site["/form"] = '<form action="/login"><input type="password"></form>'
        site["/huge"] = Answer(ad_page("huge", "x" * 40_000_000))
        site["/bomb"] = Answer(BOMB, headers={"Content-Encoding": "gzip"})
        site["/picture"] = Answer(b"\x89PNG\r\n\x1a\n\0\0", headers={"Content-Type": "image/png"})
        site["/teapot"] = Answer("no", 418)
        site["/elsewhere"] = Answer(status=302, headers={"Location": f"{other.url}/ad/other"})
        site.other = other  # type: ignore[attr-defined]
        yield site


@pytest.fixture(scope="module")
def crawled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    settings = Settings(state=tmp_path_factory.mktemp("crawl"), contact="https://police.example/crawler")
    archive = Archive(settings.archive_url)
    start = source(f"{site.url}/", country="XK")
    return Crawled(crawl(start, run="run", archive=archive, settings=settings), archive)


def problem(crawled: Crawled, path: str) -> str:
    """What the outcome says of a page; fails when it says nothing or more than one thing."""
    [told] = [told for told in crawled.outcome.problems if f"{path}: " in told]
    return told.rpartition(f"{path}: ")[2]


def test_every_ad_is_read_once_whatever_else_fails(crawled: Crawled) -> None:
    expected = {"plain", "zipped", "latin", "shaky", "undecodable", "cut", "moved", "/ad/odd-id"}
    refs = crawled.outcome.documents
    assert [document.id for ref in refs for document in crawled.archive.documents(ref)].count("plain") == 1
    assert set(crawled.documents) == expected
    assert crawled.outcome.ads == len(expected)


def test_a_document_carries_text_source_country_address_and_evidence(crawled: Crawled, site: Site) -> None:
    document = crawled.documents["plain"]
    assert (document.kind, document.source, document.country) == ("ad", "test-site", "XK")
    assert document.text == "T\nPrishtinë - Vjenë, 2500 €"
    assert (document.url or "").startswith(f"{site.url}/ad/plain")
    assert document.evidence is not None
    assert document.evidence.warc == "captures/test-site/run.warc.gz"
    assert crawled.documents["latin"].text == "T\nFahrt nach München, 50 €"
    assert crawled.documents["zipped"].text == "T\nKombi za Segedin"


def test_robots_txt_is_obeyed_for_all_and_for_waymark_by_name(crawled: Crawled, site: Site) -> None:
    assert not set(FORBIDDEN) & set(site.paths)
    assert crawled.outcome.forbidden == len(FORBIDDEN)


def test_other_hosts_are_never_asked_neither_by_link_nor_by_redirect(crawled: Crawled, site: Site) -> None:
    assert "/elsewhere" in site.paths
    assert site.other.asked == []  # type: ignore[attr-defined]


def test_the_crawler_names_itself_and_whom_to_write_to(crawled: Crawled, site: Site) -> None:
    for asked in site.asked:
        assert asked.headers["User-Agent"].startswith("Waymark/")
        assert "+https://police.example/crawler" in asked.headers["User-Agent"]
        assert "Cookie" not in asked.headers
        assert "Authorization" not in asked.headers


def test_what_cannot_be_read_is_named_with_its_reason(crawled: Crawled) -> None:
    assert problem(crawled, "/gone") == "answered 404"
    assert problem(crawled, "/teapot") == "answered 418"
    assert problem(crawled, "/picture") == "image/png: not a text, so it is not read"
    assert problem(crawled, "/ad/undecodable") == "bytes that are no utf-8: read with replacements"
    assert "max size (10000000)" in problem(crawled, "/huge")
    assert problem(crawled, "/bomb")


def test_access_control_is_counted_and_not_circumvented(crawled: Crawled, site: Site) -> None:
    assert problem(crawled, "/sign-in") == "answered 401"
    assert problem(crawled, "/form") == "asks for a sign-in: not circumvented"
    assert crawled.outcome.refused == 2
    assert site.paths.count("/sign-in") == 1
    assert "/login" not in site.paths


def test_problems_are_kept_in_the_archive_without_content(crawled: Crawled) -> None:
    rejects = list(crawled.archive.rejects("rejects/test-site/run.jsonl"))
    assert [f"{reject.item}: {reject.reason}" for reject in rejects] == list(crawled.outcome.problems)
    assert not any(reject.content for reject in rejects)


def test_the_warc_holds_every_answer_as_it_came_with_its_request(crawled: Crawled, site: Site) -> None:
    responses, requests = {}, []
    with crawled.archive.open("captures/test-site/run.warc.gz") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            url = str(record.rec_headers.get_header("WARC-Target-URI"))
            if record.rec_type == "response":
                status, body = record.http_headers.get_statuscode(), record.raw_stream.read()
                responses.setdefault(url.removeprefix(site.url), []).append((status, body))
                digest = record.rec_headers.get_header("WARC-Payload-Digest")
                assert digest == f"sha256:{hashlib.sha256(body).hexdigest()}"
            elif record.rec_type == "request":
                requests.append(url.removeprefix(site.url))
                record.raw_stream.read()
    assert sorted(requests) == sorted(path for path, found in responses.items() for _ in found)
    # Pages that were refused for their size are the only ones that were answered and are not there.
    assert {path for path in site.paths if path not in responses} == {"/huge"}
    assert responses["/robots.txt"] == [("200", ROBOTS.encode())]
    assert responses["/ad/zipped"] == [("200", GZIPPED)]
    assert responses["/ad/latin"] == [("200", LATIN)]
    assert [status for status, _ in responses["/ad/shaky"]] == ["500", "500", "200"]
    assert responses["/sign-in"] == [("401", b"who are you?")]
    assert responses["/elsewhere"][0][0] == "302"


def test_captures_list_every_answer_and_the_ads_cut_out_of_it(crawled: Crawled, site: Site) -> None:
    captures = list(crawled.archive.captures(crawled.outcome.captures))
    found = {capture.url.removeprefix(site.url): capture for capture in captures}
    assert found["/gone"].status == 404
    assert found["/ad/zipped"].documents == ("zipped",)
    assert found["/"].documents == ()
    assert sorted(ad for capture in captures for ad in capture.documents) == sorted(crawled.documents)


def test_evidence_leads_to_the_very_page(crawled: Crawled, site: Site) -> None:
    for document in crawled.documents.values():
        assert document.evidence is not None
        exhibit = verify(document.evidence, crawled.archive)
        assert exhibit.status == 200
        assert exhibit.captured_at == document.captured_at
    evidence = crawled.documents["zipped"].evidence
    assert evidence is not None
    assert show(evidence, crawled.archive).body == GZIPPED
    assert show(evidence, crawled.archive).url == f"{site.url}/ad/zipped"


def test_changed_damaged_or_missing_evidence_is_told(crawled: Crawled, tmp_path: Path) -> None:
    evidence = crawled.documents["plain"].evidence
    assert evidence is not None
    other_hash = evidence.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(EvidenceError, match="the page was changed"):
        verify(other_hash, crawled.archive)
    with pytest.raises(EvidenceError, match="holds no record"):
        show(evidence.model_copy(update={"record_id": "<urn:uuid:none>"}), crawled.archive)
    with crawled.archive.open(evidence.warc) as file:
        whole = bytearray(file.read())
    elsewhere = Archive(str(tmp_path))
    whole[600] ^= 0xFF
    elsewhere.write("w.warc.gz", [bytes(whole)])
    with pytest.raises(EvidenceError, match=r"w\.warc\.gz: "):
        verify(Evidence(warc="w.warc.gz", record_id=evidence.record_id, sha256=evidence.sha256), elsewhere)


def test_no_folder_of_the_crawl_is_left(crawled: Crawled) -> None:
    working = Path(crawled.archive.url).parent / "crawling"
    assert list(working.iterdir()) == []

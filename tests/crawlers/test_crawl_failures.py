"""Crawls that fail say why in one line, and what they had read is in the archive."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from loopback_site import Answer, Crawled, Site, ad_page, list_page, source
from warcio.archiveiterator import ArchiveIterator

from crawlers.crawl import CrawlError, crawl
from crawlers.evidence import verify
from crawlers.source import Source
from waymark.archive import Archive
from waymark.settings import Settings

Read = Callable[[Source], Crawled]
ONE_AD = list_page("/ad/1")


def kept(archive: Archive) -> list[str]:
    """Ids of all documents in the archive."""
    return [document.id for ref in archive.refs("documents") for document in archive.documents(ref)]


def in_one_line(error: pytest.ExceptionInfo[CrawlError]) -> str:
    assert "\n" not in str(error.value)
    assert str(error.value).startswith("test-site: ")
    return str(error.value)


def test_a_site_that_is_down_is_named_with_the_reason(read: Read) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        with pytest.raises(CrawlError) as error:
            read(source(f"http://127.0.0.1:{closed.getsockname()[1]}/"))
    assert "the start address could not be read" in in_one_line(error)
    assert "ConnectionRefused" in str(error.value)


def test_an_unknown_host_is_named(read: Read) -> None:
    with pytest.raises(CrawlError, match=r"start address could not be read .*no-such-host\.invalid"):
        read(source("http://no-such-host.invalid/"))


def test_a_name_that_leads_into_our_own_network_is_refused(read: Read) -> None:
    """This machine's own name: it is no `localhost` and no plain address, and resolves to a private one."""
    name = socket.gethostname()
    try:
        address = socket.gethostbyname(name)
    except OSError:
        pytest.skip("this machine's name has no address")
    with Site() as site, pytest.raises(CrawlError, match="the start address could not be read") as error:
        read(source(site.url.replace("127.0.0.1", name)))
    assert f"{name} has the address {address}, which is not of the public internet" in str(error.value)
    assert site.asked == []


def test_a_start_that_answers_404_fails(site: Site, read: Read) -> None:
    with pytest.raises(CrawlError, match=r"start address could not be read \(.*/: answered 404\)"):
        read(source(f"{site.url}/"))


def test_a_start_that_leads_to_another_host_fails_and_names_it(site: Site, read: Read) -> None:
    site["/"] = Answer(status=302, headers={"Location": "http://www.example.org/"})
    with pytest.raises(CrawlError, match=r"leads to www\.example\.org"):
        read(source(f"{site.url}/"))


def test_a_start_that_robots_txt_forbids_is_not_asked_for(site: Site, read: Read) -> None:
    site["/robots.txt"] = "User-agent: *\nDisallow: /"
    site["/"] = ONE_AD
    with pytest.raises(CrawlError, match=r"robots\.txt forbids the start address"):
        read(source(f"{site.url}/"))
    assert site.paths == ["/robots.txt"]


def test_nothing_is_read_while_robots_txt_answers_with_a_servers_error(site: Site, read: Read) -> None:
    site["/robots.txt"] = Answer("broken", 503)
    site["/"] = ONE_AD
    with pytest.raises(CrawlError, match=r"robots\.txt: answered 503: so nothing of this host is read"):
        read(source(f"{site.url}/"))
    assert set(site.paths) == {"/robots.txt"}


def test_fewer_ads_than_expected_fail_and_those_found_are_kept(site: Site, read: Read, archive: Archive) -> None:
    site["/"] = ONE_AD
    site["/ad/1"] = ad_page("1", "Kombi")
    with pytest.raises(CrawlError, match="1 ads found, at least 2 expected"):
        read(source(f"{site.url}/", expect={"min": 2}))
    assert kept(archive) == ["1"]
    assert archive.exists("captures/test-site/run.warc.gz")


def test_no_ads_fail_unless_the_source_may_be_quiet(site: Site, read: Read) -> None:
    site["/"] = "<p>Nothing today.</p>"
    with pytest.raises(CrawlError, match="0 ads found, at least 1 expected"):
        read(source(f"{site.url}/"))
    quiet = read(source(f"{site.url}/", expect={"min": 5, "may_be_quiet": True}))
    assert (quiet.outcome.ads, quiet.outcome.documents) == (0, ())


def test_a_page_that_stays_broken_does_not_stop_the_others(site: Site, read: Read) -> None:
    site["/"] = list_page("/ad/1", "/ad/2")
    site["/ad/1"] = Answer("busy", 500)
    site["/ad/2"] = ad_page("2", "Kombi")
    crawled = read(source(f"{site.url}/"))
    assert set(crawled.documents) == {"2"}
    assert crawled.outcome.problems == (f"{site.url}/ad/1: answered 500",)
    assert site.paths.count("/ad/1") == 4


def test_two_ads_under_one_id_are_told(site: Site, read: Read) -> None:
    site["/"] = list_page("/ad/1", "/ad/2")
    site["/ad/1"], site["/ad/2"] = ad_page("same", "Kombi"), ad_page("same", "Stan")
    [problem] = read(source(f"{site.url}/")).outcome.problems
    assert problem.endswith("other words under an id that was read before: check `key`")


def test_evidence_is_never_written_over(site: Site, read: Read, archive: Archive) -> None:
    site["/"], site["/ad/1"] = ONE_AD, ad_page("1", "2500 €")
    first = read(source(f"{site.url}/"))
    site["/ad/1"] = ad_page("1", "2800 €")
    second = read(source(f"{site.url}/"))
    assert (first.outcome.run, second.outcome.run) == ("run", "run.2")
    for crawled, price in ((first, b"2500"), (second, b"2800")):
        evidence = crawled.documents["1"].evidence
        assert evidence is not None
        assert price in verify(evidence, archive).body


def test_a_crawl_that_takes_too_long_is_ended_and_what_it_read_is_kept(
    site: Site, read: Read, archive: Archive
) -> None:
    site["/"] = list_page(*(f"/ad/{number}" for number in range(500)))
    for number in range(500):
        site[f"/ad/{number}"] = ad_page(str(number), f"Kombi {number}")
    polite = {"delay_seconds": 0.5, "concurrency": 1, "max_minutes": 0.05}
    with pytest.raises(CrawlError, match=r"ended early \(closespider_timeout\)"):
        read(source(f"{site.url}/", politeness=polite))
    assert 0 < len(kept(archive)) < 500


CALLER = """
import sys
from pathlib import Path
from crawlers.crawl import crawl
from crawlers.source import Source
from waymark.archive import Archive
from waymark.settings import Settings
settings = Settings(state=Path(sys.argv[1]))
crawl(Source.model_validate_json(sys.argv[2]), run="run", archive=Archive(settings.archive_url), settings=settings)
"""


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """When set, the second ad of `endless` comes to its end."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def endless(site: Site, release: threading.Event) -> Source:
    """A site whose second ad does not come to its end until it is released."""
    site["/"] = list_page("/ad/1", "/ad/2")
    site["/ad/1"] = ad_page("1", "Kombi")
    site["/ad/2"] = Answer(ad_page("2", "Kombi"), until=release)
    return source(f"{site.url}/")


def started(settings: Settings, endless: Source, archive: Archive) -> tuple[subprocess.Popen[bytes], psutil.Process]:
    """A process that crawls, and Scrapy below it, when the first ad is written."""
    command = [sys.executable, "-c", CALLER, str(settings.state), endless.model_dump_json()]
    # Started from a shell's background, a process would ignore Ctrl-C, and so would its children.
    told = signal.signal(signal.SIGINT, signal.default_int_handler)
    caller = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    signal.signal(signal.SIGINT, told)
    while caller.poll() is None:
        written = list((settings.state / "crawling").glob("*/documents.jsonl"))
        if written and written[0].stat().st_size:
            [scrapy] = psutil.Process(caller.pid).children()
            return caller, scrapy
        time.sleep(0.05)
    raise AssertionError("the crawl ended before it was to be killed")


def test_a_killed_crawler_leaves_whole_pages_and_its_ads(endless: Source, settings: Settings, archive: Archive) -> None:
    caller, scrapy = started(settings, endless, archive)
    os.kill(scrapy.pid, signal.SIGKILL)
    assert caller.wait(60) == 1
    assert kept(archive) == ["1"]
    [document] = archive.documents("documents/test-site/run-0001.jsonl")
    assert document.evidence is not None
    verify(document.evidence, archive)
    with archive.open(document.evidence.warc) as file:
        assert "response" in [record.rec_type for record in ArchiveIterator(file)]


def test_a_killed_task_ends_its_crawler_and_the_next_crawl_keeps_what_it_left(
    settings: Settings, archive: Archive, site: Site
) -> None:
    paths = [f"/ad/{number}" for number in range(300)]
    site["/"] = list_page(*paths)
    for path in paths:
        site[path] = ad_page(path, "Kombi")
    long = source(f"{site.url}/", politeness={"delay_seconds": 0.3, "concurrency": 1})
    caller, scrapy = started(settings, long, archive)
    caller.kill()
    caller.wait()
    psutil.wait_procs([scrapy], timeout=300)
    assert not scrapy.is_running()
    assert len(site.paths) < len(paths)
    assert kept(archive) == []
    site["/"] = list_page("/ad/1")
    outcome = crawl(source(f"{site.url}/"), run="next", archive=archive, settings=settings)
    assert outcome.ads == 1
    assert archive.refs("documents") == ["documents/test-site/next-0001.jsonl", "documents/test-site/run-0001.jsonl"]
    assert list((settings.state / "crawling").iterdir()) == []


def test_a_task_that_is_told_to_end_keeps_what_was_read(
    endless: Source, release: threading.Event, settings: Settings, archive: Archive
) -> None:
    caller, scrapy = started(settings, endless, archive)
    caller.send_signal(signal.SIGINT)
    release.set()
    psutil.wait_procs([scrapy], timeout=120)
    assert caller.wait(120) != 0
    assert not scrapy.is_running()
    assert "1" in kept(archive)


def test_no_key_or_address_of_our_services_reaches_the_crawler(
    endless: Source, settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_API_KEY", "secret-of-the-test")
    caller, scrapy = started(settings, endless, archive)
    try:
        assert "secret-of-the-test" in psutil.Process(caller.pid).environ().values()
        assert "secret-of-the-test" not in Path(f"/proc/{scrapy.pid}/environ").read_text()
    finally:
        os.kill(scrapy.pid, signal.SIGKILL)
        caller.wait()

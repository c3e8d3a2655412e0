"""A real web site on loopback whose every answer a test writes, and sources that point at it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from crawlers.crawl import CrawlOutcome
from crawlers.source import Source
from waymark.archive import Archive
from waymark.records import Document

AUTHORITY = {
    "authorised_by": "Invented for a test",
    "ground": "None: this site was written for the test",
    "date": "2025-11-24",
}


@dataclass
class Answer:
    """One answer; `times` of it, then `then`. It comes to its end only when the event `until` is set."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1_000_000
    then: Answer | None = None
    until: threading.Event | None = None


@dataclass
class Asked:
    """One request as the site saw it."""

    path: str
    headers: dict[str, str]
    at: float


class Site:
    """A web site by path; what is not there answers 404."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self._counts = Counter[str]()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A crawler that refuses a page hangs up in the middle of it."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]

    def __setitem__(self, path: str, answer: Answer | str | bytes) -> None:
        self.answers[path] = answer if isinstance(answer, Answer) else Answer(answer)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(Asked(handler.path, dict(handler.headers), time.monotonic()))
        self._counts[handler.path] += 1
        answer: Answer | None = self.answers.get(handler.path)
        left = self._counts[handler.path]
        while answer and left > answer.times:
            left, answer = left - answer.times, answer.then
        answer = answer or Answer("not there", 404)
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        handler.send_response(answer.status)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | answer.headers
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body[:-1])
        if answer.until:
            answer.until.wait()
        handler.wfile.write(body[-1:])

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True)
class Crawled:
    """A finished crawl and the archive that it filled."""

    outcome: CrawlOutcome
    archive: Archive

    @property
    def documents(self) -> dict[str, Document]:
        return {document.id: document for ref in self.outcome.documents for document in self.archive.documents(ref)}


def source(start: str, **fields: Any) -> Source:
    """A source at one start address, quick enough for a test."""
    polite = {"delay_seconds": 0, "concurrency": 4, "retry_seconds": 0.05} | fields.pop("politeness", {})
    described = {
        "id": "test-site",
        "title": "A site of a test",
        "kind": "board",
        "authority": AUTHORITY,
        "jurisdiction": "XK",
        "retention_days": 1,
        "start": [start],
        "politeness": polite,
    }
    return Source.model_validate(described | fields)


def ad_page(key: str, text: str) -> str:
    """A board's page of one ad, as the kind's own selectors read it."""
    return f'<article class="ad" data-id="{key}"><h1 class="title">T</h1><div class="text">{text}</div></article>'


def list_page(*links: str) -> str:
    """A board's list of ads."""
    return "<ul>" + "".join(f'<li class="ad"><a class="title" href="{link}">x</a></li>' for link in links) + "</ul>"

"""Every answer of a site, written as it came over the wire into a WARC file (ISO 28500) with its SHA-256."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from waymark.records import Capture, Evidence

_HTTP = "HTTP/1.1"
#: Scrapy joins a chunked body and says so nowhere; the header would make readers of the WARC cut it again.
_OF_TRANSPORT = {b"transfer-encoding", b"connection", b"keep-alive"}


class Recorder:
    """Scrapy's downloader middleware that writes each response, its request beside it, and notes the capture."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._file: IO[bytes] | None = None
        self._writer: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        recorder = cls(crawler)
        crawler.signals.connect(recorder.open, signals.spider_opened)
        crawler.signals.connect(recorder.close, signals.spider_closed)
        return recorder

    def open(self, spider: Any) -> None:
        self._file = Path(spider.job.warc).open("wb")  # noqa: SIM115 - open for the whole crawl
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        about = {"software": "Waymark", "format": "WARC File Format 1.1", "operator": spider.settings["USER_AGENT"]}
        self._writer.write_record(self._writer.create_warcinfo_record(Path(spider.job.warc).name, about))

    def close(self) -> None:
        if self._file:
            self._file.close()

    def process_response(self, request: Request, response: Response) -> Response:
        capture = self._record(request, response)
        request.meta["capture"] = capture
        spider: Any = self._crawler.spider
        spider.harvest.capture(capture)
        return response

    def _record(self, request: Request, response: Response) -> Capture:
        spider: Any = self._crawler.spider
        now = datetime.now(UTC)
        digest = hashlib.sha256(response.body).hexdigest()
        date = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        headers = {"WARC-Date": date, "WARC-Payload-Digest": f"sha256:{digest}"}
        if response.ip_address:
            headers["WARC-IP-Address"] = str(response.ip_address)
        record = self._writer.create_warc_record(
            response.url,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),  # without it warcio writes digests of its own, in SHA-1
            http_headers=_answer(response),
            warc_headers_dict=headers,
        )
        record_id = record.rec_headers.get_header("WARC-Record-ID")
        asked = self._writer.create_warc_record(
            request.url,
            "request",
            payload=BytesIO(request.body),
            http_headers=_question(request),
            warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": record_id},
        )
        self._writer.write_record(record)
        self._writer.write_record(asked)
        self._file.flush()  # type: ignore[union-attr]  # a killed crawl leaves whole records
        content_type = response.headers.get("Content-Type")
        return Capture(
            source=spider.source.id,
            url=response.url,
            captured_at=now,
            status=response.status,
            content_type=content_type.decode("latin-1") if content_type else None,
            evidence=Evidence(warc=spider.job.warc_ref, record_id=record_id, sha256=digest),
        )


def _answer(response: Response) -> StatusAndHeaders:
    try:
        reason = HTTPStatus(response.status).phrase
    except ValueError:
        reason = ""
    return StatusAndHeaders(f"{response.status} {reason}".strip(), _pairs(response), protocol=_HTTP)


def _question(request: Request) -> StatusAndHeaders:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc.rpartition("@")[2]), *_pairs(request)]
    return StatusAndHeaders(f"{request.method} {target} {_HTTP}", headers, is_http_request=True)


def _pairs(message: Request | Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        if name.lower() not in _OF_TRANSPORT
        for value in values
    ]

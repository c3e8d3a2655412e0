"""Runs Scrapy for one job in a process group of its own, and sees to it that the group ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from crawlers.job import Job
from waymark.settings import Settings

_GRACE = 60.0  # seconds a crawl that was told to end may take for the requests under way
#: What a crawler needs of our environment. No keys, passwords or addresses of our services: it reads hostile input.
_PASSED_ON = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR"),
    *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
)
_NEVER_BY_PROXY = "127.0.0.1,localhost,::1"


def run(job: Job, lock: int, settings: Settings) -> str | None:
    """Runs the crawl to its end; returns why it had to be ended, or None. It holds `lock` as long as it lives."""
    with job.log.open("wb") as log:
        process = subprocess.Popen(
            _command(job, settings),
            env=_environment(),
            stdin=subprocess.PIPE,  # crawlers.lifeline: closed when this process is gone, however it went
            stdout=log,
            stderr=log,
            cwd=job.folder,
            start_new_session=True,
            pass_fds=[lock],
        )
        try:
            process.wait(job.source.politeness.max_minutes * 60 + _GRACE)
        except subprocess.TimeoutExpired:
            return f"took more than {job.source.politeness.max_minutes:g} minutes and was ended"
        finally:
            _end(process)
    return None


def _command(job: Job, settings: Settings) -> list[str]:
    agent = f"Waymark/0.1 (+{settings.contact}; public advertisements, robots.txt obeyed)"
    scrapy = [sys.executable, "-m", "scrapy", "crawl", job.source.kind]
    return [*scrapy, "-a", f"job={job.file}", "-s", f"USER_AGENT={agent}"]


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    no_proxy = passed_on.get("no_proxy") or passed_on.get("NO_PROXY")
    direct = f"{no_proxy},{_NEVER_BY_PROXY}" if no_proxy else _NEVER_BY_PROXY
    return passed_on | {
        "no_proxy": direct,
        "NO_PROXY": direct,
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        "PYTHONIOENCODING": "utf-8",
        "SCRAPY_SETTINGS_MODULE": "crawlers.settings",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the crawl and its process group: asked first, then made to."""
    for told in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, told)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    if process.stdin:
        process.stdin.close()

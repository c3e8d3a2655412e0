"""Who the node runs as and where its files are.

Elasticsearch refuses to run as root. Where Waymark is run by root (containers, CI), the node gets a user of its own by
number. That user cannot enter root's home or a `mktemp -d` folder (mode 700), so the release and the node's data then
live below /var/lib/waymark; otherwise in the cache and the state folder of the settings.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from waymark.errors import ServiceError
from waymark.settings import Settings

#: A user number without an entry in /etc/passwd, from the range that systemd's list of user and group numbers
#: (UIDS-GIDS.md) leaves unused, so that no other service has it: unlike "nobody", it shares its files with none.
NODE_USER = 60800
_OF_ROOT = Path("/var/lib/waymark")


@dataclass(frozen=True)
class Places:
    """The folders of one node and the user it runs as (None: whoever runs Waymark)."""

    releases: Path  #: unpacked Elasticsearch, shared by all nodes of this machine
    home: Path  #: the node's own folder: configuration, data, logs; mode 700
    user: int | None

    @property
    def configuration(self) -> Path:
        return self.home / "config"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def temporary(self) -> Path:
        return self.home / "tmp"

    @property
    def pid_file(self) -> Path:
        return self.home / "pid"

    @property
    def console(self) -> Path:
        """What the node says before its own log begins."""
        return self.logs / "console.log"

    @property
    def log(self) -> Path:
        return self.logs / "waymark.log"

    def usable(self, path: Path) -> bool:
        """Whether the node's user can reach and execute `path`."""
        if self.user is None:
            return os.access(path, os.X_OK)
        return path.exists() and open_to_all(path)

    def prepare(self) -> None:
        """Makes the node's folders, owned by its user. Raises ServiceError where that is not possible."""
        try:
            self.releases.mkdir(parents=True, exist_ok=True)
            if self.user is not None:
                _make_passable(self.releases, self.home.parent)
            for folder in (self.home, self.configuration, self.data, self.logs, self.temporary):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
                self.give(folder)
        except OSError as error:
            raise ServiceError(
                f"{self.home}: cannot be made for Elasticsearch ({error.strerror}): give it back to this user, or "
                "run Waymark as an ordinary user"
            ) from error

    def give(self, path: Path) -> None:
        """Makes `path` the node user's own."""
        if self.user is not None:
            os.chown(path, self.user, self.user)

    def erase(self) -> None:
        """Removes the node's data, configuration and logs."""
        shutil.rmtree(self.home, ignore_errors=True)


def _make_passable(*folders: Path) -> None:
    """Makes folders of root that the node's user may pass through, whatever the umask, but not list."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        for part in (folder, *folder.parents):
            if part.is_relative_to(_OF_ROOT):
                part.chmod(0o711)


def open_to_all(path: Path) -> bool:
    """Whether any user of this machine may enter or execute `path` (of what exists of it)."""
    absolute = path.resolve()
    existing = [part for part in (absolute, *absolute.parents) if part.exists()]
    return all(part.stat().st_mode & stat.S_IXOTH for part in existing)


def places(settings: Settings) -> Places:
    """Where the node of these settings lives."""
    if os.geteuid() != 0:
        return Places(settings.cache.expanduser(), settings.node_file.parent / "node", None)
    name = hashlib.sha256(str(settings.state.resolve()).encode()).hexdigest()[:16]
    releases = settings.cache if open_to_all(settings.cache) else _OF_ROOT
    return Places(releases, _OF_ROOT / "nodes" / name, NODE_USER)

"""Where the browser of the tests is; Debian's Chromium is installed where it is missing and we may."""

from __future__ import annotations

import os
import shutil
import subprocess

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_INSTALL = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]


class NoBrowserError(Exception):
    """There is none; the message says in one line what to do."""


def find() -> str:
    """The path of a Chromium. Raises NoBrowserError."""
    found = _found()
    if found is None and os.geteuid() == 0 and shutil.which(_INSTALL[0]):
        subprocess.run(["apt-get", "update", "-q"], check=False, capture_output=True)
        subprocess.run(
            _INSTALL, check=False, capture_output=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        )
        found = _found()
    if found is None:
        raise NoBrowserError(
            f"the tests in tests/browser need Chromium: {' '.join(_INSTALL)} (as root), or put it on PATH"
        )
    return found


def _found() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)

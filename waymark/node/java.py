"""Finds the Java that Elasticsearch runs on, by reading each one's `release` file instead of starting it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark.errors import ServiceError

#: Elasticsearch 9 needs Java 21 (its support matrix), and its launcher the module jdk.jlink: a full JDK.
OLDEST = 21
_MODULE = "jdk.jlink"
#: Where Java is put by Debian and Fedora, by hand, by macOS, Homebrew, SDKMAN and IDEs.
USUAL_PLACES = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/java*",
    "/opt/jdk*",
    "/opt/java/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "~/.sdkman/candidates/java/*",
    "~/.jdks/*",
)
_FIELD = re.compile(r'^(\w+)="?(.*?)"?$', re.MULTILINE)


@dataclass(frozen=True)
class Java:
    """One Java on this machine."""

    home: Path
    version: int
    full: bool  #: a development kit with jdk.jlink, not only a runtime

    def shortcoming(self, usable: Callable[[Path], bool]) -> str | None:
        """Why Elasticsearch cannot run on it, or None."""
        if self.version < OLDEST:
            return "too old"
        if not self.full:
            return f"a runtime without {_MODULE}"
        return None if usable(self.home / "bin" / "java") else "not readable by the node's user"


def read_java(home: Path) -> Java | None:
    """The Java whose home is `home`; None where there is none."""
    try:
        fields = dict(_FIELD.findall((home / "release").read_text("utf-8", errors="replace")))
    except OSError:
        return None
    parts = fields.get("JAVA_VERSION", "").split(".")
    number = parts[1] if parts[0] == "1" and len(parts) > 1 else parts[0]  # "1.8.0_402" is Java 8
    if not number.isdigit() or not (home / "bin" / "java").exists():
        return None
    modules = fields.get("MODULES")
    full = _MODULE in modules.split() if modules else (home / "bin" / "jlink").exists()
    return Java(home, int(number), full)


def _homes(environ: Mapping[str, str], places: Iterable[str]) -> Iterator[Path]:
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        if environ.get(name):
            yield Path(environ[name])
    on_path = shutil.which("java", path=environ.get("PATH", ""))
    if on_path:
        yield Path(on_path).resolve().parent.parent
    for place in places:
        pattern = Path(os.path.expanduser(place))  # noqa: PTH111 - Path's own fails for a user without a home
        depth = next(i for i, part in enumerate(pattern.parts) if "*" in part)
        yield from sorted(Path(*pattern.parts[:depth]).glob("/".join(pattern.parts[depth:])))


def find_java(
    environ: Mapping[str, str] | None = None,
    places: Iterable[str] = USUAL_PLACES,
    usable: Callable[[Path], bool] = lambda path: os.access(path, os.X_OK),
) -> Java:
    """The Java to run Elasticsearch on: that of JAVA_HOME or PATH if it fits, else the oldest that fits.

    `usable` tells whether the node's user may execute a file. Raises ServiceError that lists what was found.
    """
    given = os.environ if environ is None else environ
    found: dict[Path, Java] = {}
    for home in _homes(given, places):
        java = read_java(home)
        if java:
            found.setdefault(home.resolve(), java)
    fitting = [java for java in found.values() if java.shortcoming(usable) is None]
    named = {Path(home).resolve() for home in _homes(given, ())}
    if fitting:
        return min(fitting, key=lambda java: (java.home.resolve() not in named, java.version))
    seen = "; ".join(f"Java {java.version} in {java.home} ({java.shortcoming(usable)})" for java in found.values())
    raise ServiceError(
        f"Elasticsearch needs a Java development kit (JDK) {OLDEST} or newer; found: {seen or 'no Java at all'}. "
        "Install one (openjdk-21-jdk, or Eclipse Temurin 25) and set JAVA_HOME to its folder"
    )

"""The node's process: started so that it outlives `waymark up`, ended so that nothing of it stays."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from waymark.errors import ServiceError
from waymark.node.configuration import Installation
from waymark.node.places import Places
from waymark.progress import track

UP_WITHIN = 300.0  #: seconds, on a slow and busy machine; about 20 are usual
_DOWN_WITHIN = 60.0
_POLL = 0.2


def launch(node: Installation) -> psutil.Process:
    """Starts the node and returns its process once it serves.

    Elasticsearch's own launcher stays until the server is ready, and ends with its failure otherwise. Both are in one
    process group, which is ended whole when anything goes wrong meanwhile. Raises ServiceError with the last reason
    the node gave.
    """
    places = node.places
    for left in (places.pid_file, places.logs / "http.ports", places.console):
        left.unlink(missing_ok=True)
    places.console.touch(mode=0o600)
    places.give(places.console)
    command = node.tool(
        "lib/tools/server-launcher/*",
        "org.elasticsearch.server.launcher.ServerLauncher",
        *("--daemonize", "--pidfile", str(places.pid_file)),
    )
    with places.console.open("ab") as console:
        launcher = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            cwd=node.home,
            env=node.environment(),
            user=places.user,
            group=places.user,
            extra_groups=None if places.user is None else [],
            umask=0o077,
            start_new_session=True,
        )
    try:
        wait("starting Elasticsearch", lambda: launcher.poll() is not None)
        process = recorded(places)
        if launcher.returncode or process is None:
            raise ServiceError(f"Elasticsearch did not start: {reason(places.console)} (log: {places.console})")
    except BaseException:
        end_group(launcher.pid)
        launcher.wait()
        raise
    return process


def wait(label: str, done: Callable[[], bool], within: float = UP_WITHIN) -> None:
    """Waits until `done`, and says so meanwhile. Raises ServiceError after `within` seconds."""
    started = time.monotonic()
    with track(label, None, "seconds") as advance:
        shown = 0
        while not done():
            passed = time.monotonic() - started
            if passed > within:
                raise ServiceError(f"{label}: not done after {within:.0f} s; the machine may be too busy: run it again")
            if passed >= shown + 1:
                advance(1)
                shown += 1
            time.sleep(_POLL)


def recorded(places: Places) -> psutil.Process | None:
    """The process that the node's own pid file names, if it is this node's and runs."""
    try:
        process = psutil.Process(int(places.pid_file.read_text("ascii")))
        ours = f"-Djava.io.tmpdir={places.temporary}" in process.cmdline()
        return process if ours and process.status() != psutil.STATUS_ZOMBIE else None
    except (OSError, ValueError, psutil.Error):
        return None


def port_taken(places: Places) -> int:
    """The HTTP port on which the node listens, as it wrote it itself."""
    text = (places.logs / "http.ports").read_text("ascii")
    return int(text.split()[0].rpartition(":")[2])


def end(process: psutil.Process, within: float = _DOWN_WITHIN) -> None:
    """Asks the node to end, waits, and kills it if it does not; its children too."""
    with suppress(psutil.NoSuchProcess):
        whole = [process, *process.children(recursive=True)]
        process.terminate()
        alive = whole
        deadline = time.monotonic() + within
        with track("stopping Elasticsearch", None, "seconds") as advance:
            while alive and time.monotonic() < deadline:
                _, alive = psutil.wait_procs(alive, timeout=1)
                advance(1)
        for left in alive:
            with suppress(psutil.NoSuchProcess):
                left.kill()
        psutil.wait_procs(alive, timeout=10)


def end_group(leader: int) -> None:
    """Kills every process of the group that `leader` (started by this process) leads; back when none is left.

    The server is the launcher's child, not this process's: it is waited for, since a JVM needs a while to die.
    """
    members: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        members = psutil.Process(leader).children(recursive=True)
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
    psutil.wait_procs(members, timeout=10)


_LINE = re.compile(r"^\[[^\]]*\]\[(?P<level>[A-Z]+) *\]\[[^\]]*\] (?:\[[^\]]*\] ?)?(?P<message>.*)")
_CAUSE = "Caused by: "
#: Lines that name no reason: frames of a stack, headings, and the launcher's last words.
_NO_REASON = re.compile(
    r"^(\s+at |\s+\.\.\. \d+ more|\s*$|output:$|error:$|ERROR: Elasticsearch did not exit normally|"
    r"Elasticsearch died while starting up)"
)


def reason(log: Path) -> str:
    """Why the node ended, by its log: the innermost cause, else the last error, else the last words; one line."""
    try:
        lines = log.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return "it left no log"
    said = [line for line in lines if not _NO_REASON.match(line)]
    causes = [line.removeprefix(_CAUSE) for line in said if line.startswith(_CAUSE)]
    errors = [match["message"] for line in said if (match := _LINE.match(line)) and match["level"] == "ERROR"]
    return (causes or errors or said or ["it said nothing"])[-1].strip()[:300]

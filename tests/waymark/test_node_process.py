"""Why a node ended, by its log; the logs are shortened ones of real failures."""

from __future__ import annotations

from pathlib import Path

import pytest

from waymark.errors import ServiceError
from waymark.node.process import reason, wait

_LOCKED = """\
[2026-11-24T23:33:32,115][INFO ][o.e.n.Node               ] [waymark] version[9.4.3]
[2026-11-24T23:33:33,115][ERROR][o.e.b.Elasticsearch      ] [waymark] fatal exception while booting Elasticsearch\
java.lang.IllegalStateException: failed to obtain node locks
	at org.elasticsearch.server@9.4.3/org.elasticsearch.env.NodeEnvironment.<init>(NodeEnvironment.java:292)
Caused by: java.io.IOException: failed to obtain lock on /somewhere/data
	... 6 more
Caused by: java.nio.file.AccessDeniedException: /somewhere/data/node.lock
	at java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:90)
	... 8 more

ERROR: Elasticsearch did not exit normally - check the logs at /somewhere/waymark.log

Elasticsearch died while starting up, exit code: 1
"""
_NO_MEMORY = """\
java.lang.RuntimeException: starting java failed with [1]
output:
# There is insufficient memory for the Java Runtime Environment to continue.
error:
OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory failed; error='Not enough space' (errno=12)
	at org.elasticsearch.server.cli.JvmOption.flagsFinal(JvmOption.java:125)
"""
_WITHOUT_CAUSE = """\
[2026-11-24T23:33:33,115][ERROR][o.e.b.Elasticsearch      ] [waymark] fatal exception: unknown setting [x.y]
[2026-11-24T23:33:33,200][INFO ][o.e.n.Node               ] [waymark] closed
"""


@pytest.mark.parametrize(
    ("log", "why"),
    [
        (_LOCKED, "java.nio.file.AccessDeniedException: /somewhere/data/node.lock"),
        (
            _NO_MEMORY,
            "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory failed; error='Not enough space' (errno=12)",
        ),
        (_WITHOUT_CAUSE, "fatal exception: unknown setting [x.y]"),
        ("\n", "it said nothing"),
    ],
)
def test_the_innermost_reason_is_told(tmp_path: Path, log: str, why: str) -> None:
    (tmp_path / "log").write_text(log)
    assert reason(tmp_path / "log") == why


def test_a_log_that_is_missing_is_said(tmp_path: Path) -> None:
    assert reason(tmp_path / "none") == "it left no log"


def test_waiting_ends_with_an_error_when_it_takes_too_long() -> None:
    with pytest.raises(ServiceError, match="counting sheep: not done after 0 s"):
        wait("counting sheep", lambda: False, within=0)

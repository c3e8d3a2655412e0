"""ElastAlert 2 over the same leads with the same queries as rules, in an environment and a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from leads import box
from leads.query import to_elasticsearch
from nlp.gazetteer import load
from waymark.errors import ServiceError
from waymark.settings import Settings

_LIMIT = 900.0  # seconds for all rules
_RAN = re.compile(r"Ran (rule\d+) .*?(\d+) query hits")


@dataclass(frozen=True)
class Ran:
    """What it did, from the first rule that was done to the last: its start is not counted."""

    rules: int
    hits: int
    seconds: float

    @property
    def rate(self) -> float:
        """Rules a second."""
        return (self.rules - 1) / self.seconds


def ran(now: Settings, python: Path, boxes: Sequence[str], since: datetime) -> Ran:
    """Runs each rule once over what arrived `since`. Raises ServiceError where it fails.

    Given `--end` it ends before all rules were run, so it is watched, and ended when all are done. It runs ten rules
    side by side (its default) and spreads their first runs over 15 seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = _config(Path(folder), now, boxes)
        _create(python, file, folder)
        command = [str(python), "-m", "elastalert.elastalert", "--config", str(file), "--verbose"]
        done: dict[str, int] = {}
        first = last = 0.0
        # It asks for what is later than the end of that second.
        start = (since - timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%S")
        with _lines([*command, "--start", start], folder) as lines:
            began = time.perf_counter()
            for line in lines:
                if (found := _RAN.search(line)) and found[1] not in done:
                    last = time.perf_counter()
                    first = first or last
                    done[found[1]] = int(found[2])
                if len(done) == len(boxes) or time.perf_counter() - began > _LIMIT:
                    break
    if len(done) < 2:
        raise ServiceError(f"ElastAlert 2 ran {len(done)} rules of {len(boxes)}")
    return Ran(len(done), sum(done.values()), last - first)


def _config(folder: Path, now: Settings, boxes: Sequence[str]) -> Path:
    node = json.loads(now.node_file.read_text("utf-8"))
    at = urlsplit(node["url"])
    rules = folder / "rules"
    rules.mkdir()
    for number, written in enumerate(boxes):
        (rules / f"{number}.yaml").write_text(yaml.safe_dump(_rule(number, written, now)), "utf-8")
    config = {
        "es_host": at.hostname,
        "es_port": at.port,
        "es_username": node["username"],
        "es_password": node["password"],
        "rules_folder": str(rules),
        "run_every": {"minutes": 60},
        "buffer_time": {"minutes": 600},
        "misfire_grace_time": 3600,  # rules that wait for a thread are not left out
        "max_query_size": 10_000,
        "writeback_index": f"{now.index_prefix}elastalert",
        "alert_time_limit": {"days": 2},
    }
    file = folder / "config.yaml"
    file.touch(mode=0o600)
    file.write_text(yaml.safe_dump(config), "utf-8")
    return file


def _rule(number: int, written: str, now: Settings) -> dict[str, object]:
    gazetteer = load()
    asked = to_elasticsearch(box.read(written, gazetteer, datetime.now(UTC)).query, gazetteer)
    return {
        "name": f"rule{number}",
        "type": "any",
        "index": now.read_alias,
        "timestamp_field": "arrived",
        "filter": [asked],
        "alert": ["debug"],
        "realert": {"minutes": 0},
    }


def _create(python: Path, file: Path, folder: str) -> None:
    command = [str(python), "-m", "elastalert.create_index", "--config", str(file), "--recreate", "True"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    if ended.returncode:
        raise ServiceError(f"ElastAlert 2 failed ({ended.returncode}): {ended.stderr.strip()[-500:]}")


@contextmanager
def _lines(command: list[str], folder: str) -> Iterator[Iterator[str]]:
    """What a process says, line by line; it is ended when this is left."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield iter(process.stdout or ())
    finally:
        process.kill()
        process.wait()

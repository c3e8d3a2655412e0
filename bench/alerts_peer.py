"""ElastAlert 2 over the same leads with the same queries as rules, in an environment and a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from leads import box
from leads.query import to_elasticsearch
from nlp.gazetteer import load
from waymark.errors import ServiceError
from waymark.settings import Settings


def rules_a_second(now: Settings, python: Path, boxes: Sequence[str], since: datetime) -> float:
    """How many rules it runs a second in one pass over what arrived `since`, its start counted.

    Raises ServiceError where it fails."""
    node = json.loads(now.node_file.read_text("utf-8"))
    at = urlsplit(node["url"])
    access = {
        "es_host": at.hostname,
        "es_port": at.port,
        "es_username": node["username"],
        "es_password": node["password"],
    }
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules")
        rules.mkdir()
        for number, written in enumerate(boxes):
            (rules / f"{number}.yaml").write_text(yaml.safe_dump(_rule(number, written, now)), "utf-8")
        config = {
            **access,
            "rules_folder": str(rules),
            "run_every": {"minutes": 1},
            "buffer_time": {"minutes": 60},
            "writeback_index": f"{now.index_prefix}elastalert",
            "alert_time_limit": {"days": 2},
            "max_threads": 2,
        }
        file = Path(folder, "config.yaml")
        file.write_text(yaml.safe_dump(config), "utf-8")
        file.chmod(0o600)
        _run([str(python), "-m", "elastalert.create_index", "--config", str(file), "--recreate", "True"], folder)
        now_is = datetime.now(UTC)
        span = ("--start", since.strftime("%Y-%m-%dT%H:%M:%S"), "--end", now_is.strftime("%Y-%m-%dT%H:%M:%S"))
        began = time.perf_counter()
        said = _run(
            [str(python), "-m", "elastalert.elastalert", "--config", str(file), "--verbose", *span],
            folder,
        )
        seconds = time.perf_counter() - began
    done = len(re.findall(r"Ran \S+", said))
    if not done:
        raise ServiceError(f"ElastAlert 2 ran no rule: {said.strip().splitlines()[-1:]}")
    return done / seconds


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


def _run(command: list[str], folder: str) -> str:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=900)
    if ended.returncode:
        raise ServiceError(f"ElastAlert 2 failed ({ended.returncode}): {ended.stderr.strip()[-500:]}")
    return ended.stdout + ended.stderr

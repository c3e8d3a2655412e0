"""`waymark sources check` and `crawl`, as processes: what they print and their exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import yaml
from loopback_site import Site, ad_page, list_page, source
from test_source_files import GOOD

WAYMARK = str(Path(sys.executable).with_name("waymark"))


def waymark(*arguments: str, state: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "WAYMARK_STATE": str(state), "COLUMNS": "200"}
    return subprocess.run([WAYMARK, "sources", *arguments], env=environment, capture_output=True, text=True)


def test_check_shows_good_sources_and_names_bad_files(tmp_path: Path) -> None:
    (tmp_path / "good.yml").write_text(yaml.safe_dump(GOOD), "utf-8")
    done = waymark("check", str(tmp_path), state=tmp_path)
    assert done.returncode == 0
    assert "good-site" in done.stdout
    (tmp_path / "bad.yml").write_text("id: [", "utf-8")
    done = waymark("check", str(tmp_path), state=tmp_path)
    assert done.returncode == 4
    assert "1 sources can be read, 1 files have problems." in done.stdout
    assert f"{tmp_path / 'bad.yml'}: line 1: cannot be read as YAML" in done.stdout
    lines = [json.loads(line) for line in waymark("check", str(tmp_path), "--json", state=tmp_path).stdout.splitlines()]
    assert [(line["ok"], line.get("id")) for line in lines] == [(True, "good-site"), (False, None)]


def test_the_folder_for_real_sources_is_there_and_has_no_problem(tmp_path: Path) -> None:
    assert waymark("check", state=tmp_path).returncode == 0


def test_crawl_reads_one_source_into_the_archive(tmp_path: Path, site: Site) -> None:
    site["/"], site["/ad/1"] = list_page("/ad/1", "/gone"), ad_page("1", "Kombi")
    described = yaml.safe_dump(source(f"{site.url}/").model_dump(mode="json"))
    (tmp_path / "test.yml").write_text(described, "utf-8")
    done = waymark("crawl", "test-site", "--in", str(tmp_path), "--json", state=tmp_path / "state")
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["ads"] == 1
    assert (tmp_path / "state" / "archive" / outcome["documents"][0]).is_file()
    shown = waymark("crawl", "test-site", "--in", str(tmp_path), state=tmp_path / "state")
    assert "test-site: 1 ads" in shown.stdout
    assert "/gone: answered 404" in shown.stdout
    assert "Kombi" not in shown.stdout + shown.stderr


def test_a_failed_crawl_and_an_unknown_source_get_one_line(tmp_path: Path, site: Site) -> None:
    described = yaml.safe_dump(source(f"{site.url}/").model_dump(mode="json"))
    (tmp_path / "test.yml").write_text(described, "utf-8")
    failed = waymark("crawl", "test-site", "--in", str(tmp_path), state=tmp_path / "state")
    assert failed.returncode == 1
    assert failed.stderr.startswith("waymark: test-site: the start address could not be read")
    assert failed.stderr.count("\n") == 1
    unknown = waymark("crawl", "no-such", "--in", str(tmp_path), state=tmp_path / "state")
    assert unknown.returncode == 4
    assert unknown.stderr == "waymark: source no-such: not among those that can be read: there are test-site\n"

"""Source files: a good one is read, a bad one is named with field, cause and way out, and stops no other."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from loopback_site import AUTHORITY, source
from pydantic import ValidationError

from crawlers.registry import load, named, read, refuse_problems
from crawlers.source import host_and_port
from waymark.errors import ConfigurationError

GOOD: dict[str, Any] = {
    "id": "good-site",
    "title": "A good one",
    "kind": "board",
    "start": ["https://good.example/ads"],
    "authority": AUTHORITY,
    "jurisdiction": "AT",
    "retention_days": 90,
}
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "crawlers" / "sources" / "example.yml.sample"
README = ROOT / "README.md"


def problem_of(folder: Path, **changes: Any) -> str:
    """Why the good source with these changes (None: without the field) is not read."""
    fields = {name: value for name, value in (GOOD | changes).items() if value is not None}
    (folder / "bad.yml").write_text(yaml.safe_dump(fields), "utf-8")
    sources, problems = load([folder])
    assert sources == []
    [problem] = problems
    assert str(problem).startswith(f"{folder / 'bad.yml'}: ")
    assert "\n" not in str(problem)
    return problem.reason


@pytest.mark.parametrize("field", ["authority", "jurisdiction", "retention_days", "id", "title", "kind", "start"])
def test_a_source_without_a_required_field_is_not_read(field: str, tmp_path: Path) -> None:
    assert problem_of(tmp_path, **{field: None}).startswith(f"{field}: is missing: ")


@pytest.mark.parametrize("field", ["authorised_by", "ground", "date"])
def test_a_source_whose_authority_is_incomplete_is_not_read(field: str, tmp_path: Path) -> None:
    authority = {name: value for name, value in AUTHORITY.items() if name != field}
    assert problem_of(tmp_path, authority=authority).startswith(f"authority.{field}: is missing")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"retention": 5}, "retention: is not known"),
        ({"politeness": {"delay": 5}}, "politeness.delay: is not known"),
        ({"retention_days": 0}, "retention_days: "),
        ({"jurisdiction": "Austria"}, "jurisdiction: 'Austria' is no country's code: two capital letters"),
        ({"country": "at"}, "country: 'at' is no country's code: two capital letters"),
        ({"kind": "wiki"}, "kind: "),
        ({"id": "Böse Seite"}, "id: 'Böse Seite' is no id: 2 to 64 small letters"),
        ({"start": []}, "start: "),
        ({"start": ["ftp://good.example/"]}, "'ftp://good.example/' is no http or https address"),
        ({"start": ["http://[oops"]}, "'http://[oops' is no address"),
        ({"start": ["http://good.example:99999/"]}, "is no address"),
        ({"start": ["https://me:secret@good.example/"]}, "an address with a sign-in is not read"),
        ({"start": ["${WAYMARK_NOT_SET}/"]}, "environment variable WAYMARK_NOT_SET is not set"),
        ({"key": "/ad/[0-9"}, "key: '/ad/[0-9' is no regular expression"),
        ({"key": "/ad/[0-9]+"}, "key: needs a group"),
        ({"select": {"itme": "div"}}, "select: itme is not known for a board; there are link, more, next, item"),
        ({"select": {"item": "div["}}, "select.item: 'div[' is no CSS selector"),
        ({"select": {"item": "//div["}}, "select.item: '//div[' is no XPath"),
        ({"paths": ["ads/"]}, "paths: 'ads/' does not begin with /"),
        ({"dates": {"timezone": "Kosovo"}}, "dates.timezone: 'Kosovo' is no time zone"),
        ({"dates": {"locale": "albanisch"}}, "dates.locale: 'albanisch' is no locale"),
        ({"dates": {"format": "%Q"}}, "dates: format: "),
    ],
)
def test_a_wrong_field_is_named_with_the_cause(changes: dict[str, Any], told: str, tmp_path: Path) -> None:
    assert told in problem_of(tmp_path, **changes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"id: [unclosed\nkind: board", "line 2: cannot be read as YAML"),
        (b"\xff\xfe\x00bad", "cannot be read: "),
        (b"", "holds no fields"),
        (b"- just\n- a list", "holds no fields"),
        (b"date: 2026-02-31", "cannot be read as YAML: day is out of range"),
        (b"!!python/object/apply:os.system ['true']", "line 1: cannot be read as YAML"),
        (b"[" * 5000, "cannot be read as YAML"),
    ],
)
def test_an_unreadable_file_is_named_and_the_others_are_read(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_bytes(content)
    (tmp_path / "good.yaml").write_text(yaml.safe_dump(GOOD), "utf-8")
    sources, problems = load([tmp_path])
    assert [source.id for source in sources] == ["good-site"]
    assert [problem.file.name for problem in problems] == ["bad.yml"]
    assert told in problems[0].reason
    assert "\n" not in problems[0].reason
    assert named("good-site", [tmp_path]).title == "A good one"
    with pytest.raises(ConfigurationError, match=r"bad\.yml: "):
        refuse_problems([tmp_path])


def test_an_id_that_stands_twice_is_a_problem(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text(yaml.safe_dump(GOOD | {"title": name}), "utf-8")
    sources, [problem] = load([tmp_path])
    assert [source.title for source in sources] == ["a.yml"]
    assert problem.file.name == "b.yml"
    assert "good-site is taken" in problem.reason


def test_a_missing_folder_and_an_unknown_source_are_told(tmp_path: Path) -> None:
    assert "no such folder" in load([tmp_path / "nowhere"])[1][0].reason
    with pytest.raises(ConfigurationError, match="source no-such: not among those that can be read: there is none"):
        named("no-such", [tmp_path])


def test_addresses_come_from_the_environment_or_their_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_TEST_BOARD", "http://127.0.0.1:4711")
    assert source("${WAYMARK_TEST_BOARD}/ads").start == ("http://127.0.0.1:4711/ads",)
    assert source("${WAYMARK_TEST_OTHER:-http://127.0.0.1:8801}/ads").start == ("http://127.0.0.1:8801/ads",)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://good.example/anything", True),
        ("https://GOOD.example:443/anything", True),
        ("http://good.example:8080/", False),
        ("https://good.example.evil.example/", False),
        ("https://me@good.example/", False),
        ("https://www.good.example/", False),
        ("http://127.0.0.1/", False),
    ],
)
def test_only_the_hosts_of_the_start_may_be_asked(url: str, allowed: bool) -> None:
    assert source("https://good.example/ads").may_ask(url) is allowed
    assert host_and_port("https://Good.example:443/") == "good.example"


def test_a_source_cannot_be_changed_once_it_is_read() -> None:
    with pytest.raises(ValidationError):
        source("https://good.example/").retention_days = 9999  # type: ignore[misc]


def _example_of_the_readme() -> str:
    (example,) = re.findall(r"```yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    return str(example)


@pytest.mark.parametrize("example", [_example_of_the_readme(), SAMPLE.read_text("utf-8")], ids=["README", "sample"])
def test_an_example_is_a_source_once_its_authority_is_filled_in(example: str, tmp_path: Path) -> None:
    fields = yaml.safe_load(example)
    refused = problem_of(tmp_path, **fields)
    for name in ("authorised_by", "ground"):
        assert f"authority.{name}: {fields['authority'][name]!r} only shows what belongs here" in refused
    (tmp_path / "bad.yml").write_text(yaml.safe_dump(fields | {"authority": AUTHORITY}), "utf-8")
    assert read(tmp_path / "bad.yml").id == "example-board"


def test_a_source_whose_reading_was_decided_in_the_future_is_not_read(tmp_path: Path) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=2)).date()
    reason = problem_of(tmp_path, authority=AUTHORITY | {"date": ahead.isoformat()})
    assert reason.startswith(f"authority.date: {ahead} is in the future: ")

"""What is committed holds for everybody: no stubs, no place of one machine, no registry, sources for tables."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def committed() -> list[Path]:
    """Text files of the checkout that git knows, and new ones it does not ignore; lock files and golden files aside."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file() and path != Path(__file__)]


def text_of(path: Path) -> str:
    """The file's text; empty for what is no text (tests hold undecodable pages on purpose)."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = {str(path.relative_to(ROOT)): text_of(path) for path in committed()}
    assert len(found) > 50
    return found


def lines_with(texts: dict[str, str], pattern: str, only: str = "", but: tuple[str, ...] = ()) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        if re.search(only, name) and not name.startswith(but)
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


CODE = r"\.(py|yml|yaml|toml|json|sh|cfg)$|Makefile|Dockerfile|^\.ci/|^deploy/"


def test_nothing_is_left_to_do_in_the_code(texts: dict[str, str]) -> None:
    assert not lines_with(texts, r"\b(TODO|FIXME|HACK)\b|[Pp]laceholder until|NotImplementedError", only=CODE)


def test_no_file_names_a_place_of_one_machine(texts: dict[str, str]) -> None:
    assert not lines_with(texts, r"(?<![\w.])/(work|root)/\w", but=("deploy/requirements.lock",))


def test_no_file_names_the_host_of_a_package_registry(texts: dict[str, str]) -> None:
    hosts = r"pypi\.org|pythonhosted\.org|repo1?\.maven|maven\.org|registry\.npmjs|proxy\.golang|index-url[= ]http"
    assert not lines_with(texts, hosts)


def test_code_pretends_nothing_of_the_parts_it_stands_on(texts: dict[str, str]) -> None:
    """Elasticsearch, Scrapy, spaCy and Airflow are real in the tests: no mocks."""
    assert not lines_with(
        texts, r"unittest\.mock|MagicMock|mocker\b|pytest_mock|import responses|fakeredis", only=r"\.py$"
    )


def test_no_module_is_named_after_nothing(texts: dict[str, str]) -> None:
    banned = re.compile(r"(^|/)(utils?|helpers?|common|misc|manager)(\.py|/)")
    assert not [name for name in texts if banned.search(name)]


def test_modules_are_small(texts: dict[str, str]) -> None:
    long = {
        name: text.count("\n")
        for name, text in texts.items()
        if name.endswith(".py") and not name.startswith("tests/") and text.count("\n") > 320
    }
    assert not long


def test_every_module_says_what_it_is_for(texts: dict[str, str]) -> None:
    silent = [
        name
        for name, text in texts.items()
        if re.match(r"(?!tests/).+\.py$", name) and text.strip() and not text.lstrip().startswith(('"""', 'r"""', "#"))
    ]
    assert not silent


def test_every_table_begins_with_where_it_comes_from(texts: dict[str, str]) -> None:
    """TSV and word lists beside modules: their first line is a comment that names source or author."""
    tables = {
        name: text
        for name, text in texts.items()
        if name.endswith((".tsv", ".txt")) and not name.startswith(("tests/", "demo/", "requirements"))
    }
    assert tables
    assert not [name for name, text in tables.items() if not text.startswith("#")]


def test_secrets_of_a_kind_are_nowhere(texts: dict[str, str]) -> None:
    pattern = r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}"
    assert not lines_with(texts, pattern)

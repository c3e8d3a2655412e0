"""Settings from the environment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from waymark.errors import ConfigurationError
from waymark.settings import Settings, checkout, settings


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_everything_has_its_place_in_the_checkout_with_nothing_exported() -> None:
    now = settings()
    root = checkout()
    assert root
    assert now.state == root / ".waymark"
    assert now.archive_url == str(root / ".waymark" / "archive")
    assert now.source_folders == (root / "crawlers" / "sources",)
    assert now.elasticsearch_url is None


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_STATE", "/srv/waymark")
    monkeypatch.setenv("WAYMARK_INDEX_PREFIX", "unit7-")
    monkeypatch.setenv("WAYMARK_SOURCES", "/a:/b")
    monkeypatch.setenv("ELASTICSEARCH_URL", "https://search.example:9200")
    now = settings()
    assert now.node_file == Path("/srv/waymark/elasticsearch/node.json")
    assert (now.read_alias, now.write_alias) == ("unit7-leads", "unit7-leads-write")
    assert now.source_folders == (Path("/a"), Path("/b"))
    assert now.elasticsearch_url == "https://search.example:9200"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("WAYMARK_ELASTICSEARCH_PORT", "http"), ("WAYMARK_ELASTICSEARCH_HEAP", "a lot"), ("WAYMARK_BATCH", "0")],
)
def test_a_variable_that_does_not_fit_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=f"{variable} does not fit") as raised:
        settings()
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [("WAYMARK_INDEX_PREFIX", "Unit 7", "small letters, digits"), ("WAYMARK_ELASTICSEARCH_HEAP", "a lot", "512m, 1g")],
)
def test_what_a_variable_may_hold_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=told) as raised:
        settings()
    assert "pattern" not in str(raised.value)


def test_a_key_is_not_shown_when_settings_are_printed() -> None:
    assert "geheim" not in repr(Settings(elasticsearch_api_key="geheim"))  # type: ignore[arg-type]


def test_folders_are_the_same_from_every_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/analyst")
    monkeypatch.setenv("WAYMARK_STATE", "state")
    monkeypatch.setenv("WAYMARK_CACHE", "~/cache")
    monkeypatch.setenv("WAYMARK_TIPS_INBOX", "tips")
    now = settings()
    assert (now.state, now.cache, now.inbox) == (tmp_path / "state", Path("/home/analyst/cache"), tmp_path / "tips")


def test_a_variable_set_to_nothing_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_TIPS_INBOX", "")
    monkeypatch.setenv("WAYMARK_STATE", "")
    monkeypatch.setenv("WAYMARK_ELASTICSEARCH_PORT", "")
    assert settings() == Settings()
    assert settings().inbox == settings().state / "tips-inbox"
    assert settings().state != Path.cwd()


def test_a_user_without_a_home_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("WAYMARK_CACHE", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(ConfigurationError, match="set HOME, or WAYMARK_STATE and WAYMARK_CACHE"):
        settings()


@pytest.mark.parametrize("prefix", ["../", "*", "Unit7-", "a b", "_x"])
def test_a_prefix_that_no_index_can_have_is_refused(monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
    monkeypatch.setenv("WAYMARK_INDEX_PREFIX", prefix)
    with pytest.raises(ConfigurationError, match="WAYMARK_INDEX_PREFIX does not fit"):
        settings()


@pytest.mark.parametrize("names", ["https://console.example", "a b", "*", "a.*.example", "console.example:8090"])
def test_what_is_no_host_name_is_refused(monkeypatch: pytest.MonkeyPatch, names: str) -> None:
    monkeypatch.setenv("WAYMARK_CONSOLE_HOSTS", names)
    with pytest.raises(ConfigurationError, match="WAYMARK_CONSOLE_HOSTS does not fit"):
        settings()

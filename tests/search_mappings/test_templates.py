from __future__ import annotations

import json
from pathlib import Path

import pytest

from search_mappings import templates
from waymark.errors import ConfigurationError


def test_the_templates_fit_each_other_and_carry_the_prefix() -> None:
    loaded = templates.load("x-")
    assert loaded.version >= 1
    assert loaded.index["index_patterns"] == ["x-leads-v*"]
    assert sorted(loaded.index["composed_of"]) == sorted(loaded.components)
    assert "{prefix}" not in json.dumps(loaded.index)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Writes a changed copy of the templates and has them read from there."""

    def change(name: str, old: str, new: str) -> None:
        for file in Path(templates.__file__).with_name("templates").iterdir():
            content = file.read_text("utf-8")
            assert file.name != name or old in content
            (tmp_path / file.name).write_text(content.replace(old, new) if file.name == name else content, "utf-8")
        monkeypatch.setattr(templates, "_FOLDER", tmp_path)

    return change


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("leads.json", '"analyzer": "turkish"', '"analyzer": "turkic"'),
        ("leads.json", '"{prefix}waymark-analysis"', '"{prefix}waymark-analyses"'),
        ("leads.json", '"version": 6', '"version": "one"'),
        ("analysis.json", '"template"', '"templates"'),
        ("storage.json", "}", ""),
    ],
)
def test_a_mistake_in_a_template_is_named_with_its_file(broken, name: str, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    broken(name, old, new)
    with pytest.raises(ConfigurationError, match=f"search_mappings/templates/{name}"):
        templates.load()


def test_the_mapping_refuses_unknown_fields() -> None:
    assert templates.load().index["template"]["mappings"]["dynamic"] == "strict"


def test_south_slavic_languages_share_one_analyzer() -> None:
    assert {templates.body_language(code) for code in ("sr", "hr", "bs")} == {"sr"}
    assert templates.body_language("ps") is None


def test_cyrillic_is_read_as_latin() -> None:
    assert "Ђурђевдан, Куманово, Ќустендил".translate(dict(templates.latin_letters())) == (
        "Đurđevdan, Kumanovo, Kjustendil"
    )

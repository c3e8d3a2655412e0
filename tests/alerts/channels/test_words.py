"""The tables of words: what does not fit their schema is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from alerts.channels import wording
from waymark.errors import ConfigurationError


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Has the tables read from a copy in which one is changed."""

    def change(old: str, new: str) -> None:
        text = (Path(wording.__file__).with_name("words") / "hr.yml").read_text("utf-8")
        assert old in text
        (tmp_path / "hr.yml").write_text(text.replace(old, new, 1), "utf-8")
        monkeypatch.setattr(wording, "_FOLDER", tmp_path)
        wording.wordings.cache_clear()

    yield change
    wording.wordings.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('  few: "{alert}: {count} nova pogotka"\n', "", "few is missing"),
        ("{alert}: {count} novi", "{alert}: {number} novi", "must hold exactly"),
        ("{alert}: {count} novi", "{alert}: novi", "must hold exactly"),
        ("lead: Trag", "leed: Trag", "leed"),
        ("locale: hr", "locale: xx-nowhere", "hr.yml"),
        ("{moment}", "{moment.__class__}", "found_at"),
        ("lead: Trag", "lead: [", "hr.yml"),
    ],
)
def test_a_table_that_does_not_fit_is_named(broken, old: str, new: str, said: str) -> None:  # type: ignore[no-untyped-def]
    broken(old, new)
    with pytest.raises(ConfigurationError, match=r"words/hr\.yml") as caught:
        wording.wordings()
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_every_language_asked_for_has_its_table() -> None:
    assert set(wording.wordings()) >= {"en", "de", "fr", "sq", "sr", "sr-latn", "hr", "hu", "el", "ro"}

"""What is said while something takes long, where nobody sits at a terminal."""

from __future__ import annotations

import pytest

from waymark import progress


def test_a_line_is_said_on_standard_error_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    progress.say("the port [9200] is taken")
    out, err = capsys.readouterr()
    assert (out, err) == ("", "the port [9200] is taken\n")


def test_progress_is_told_in_plain_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PLAIN_EVERY", 0.0)
    with progress.track("fetching", 10, "MB") as advance:
        advance(4)
        advance(6)
    assert capsys.readouterr().err.splitlines() == ["fetching: 4 of 10 MB", "fetching: 10 of 10 MB"]


def test_quick_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.track("reading", 10, "files") as advance:
        advance(10)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["\x1b]0;title\x1b\\", "\x9b2J", "\x08\x08", "\u202e", "\x07", "\r"])
def test_what_a_terminal_would_obey_is_not_said(capsys: pytest.CaptureFixture[str], command: str) -> None:
    progress.say(f"tips: izvoz{command}.csv: no text")
    said = capsys.readouterr().err
    assert command[0] not in said
    assert said.startswith("tips: izvoz\N{REPLACEMENT CHARACTER}")


def test_letters_and_emoji_of_all_scripts_are_printable() -> None:
    text = "Приштина پریشتینا می‌خواهم\tἈθήνα 👨‍👩‍👧\n"
    assert progress.printable(text) == text

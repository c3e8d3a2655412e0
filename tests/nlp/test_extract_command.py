"""`waymark extract` as the contract in design.md has it. All texts are invented."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = [str(Path(sys.executable).with_name("waymark")), "extract"]
ALBANIAN = "Nisemi nga Prishtina për Vjenë, 2.500 euro për person, tel o44 12 34 56, t.me/beni_rruga"


def run(given: bytes, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


def line(**item: object) -> bytes:
    return json.dumps(item).encode() + b"\n"


def test_each_line_gives_what_the_contract_names() -> None:
    status, (answer,), _ = run(line(id="1", text=ALBANIAN, country="XK"))
    assert status == 0
    assert list(answer) == ["id", "language", "phones", "prices", "places", "routes", "handles"]
    assert answer["id"] == "1"
    assert answer["language"]["code"] == "sq"
    assert answer["language"]["script"] == "Latn"
    (phone,) = answer["phones"]
    assert {key: phone[key] for key in ("text", "start", "end", "e164", "country")} == {
        "text": "o44 12 34 56",
        "start": ALBANIAN.index("o44"),
        "end": ALBANIAN.index("o44") + 12,
        "e164": "+38344123456",
        "country": "XK",
    }
    (price,) = answer["prices"]
    assert {key: price[key] for key in ("text", "min", "max", "currency", "per")} == {
        "text": "2.500 euro",
        "min": 2500,
        "max": 2500,
        "currency": "EUR",
        "per": "person",
    }
    assert [(place["name"], place["country"], place["kind"]) for place in answer["places"]] == [
        ("Pristina", "XK", "city"),
        ("Vienna", "AT", "city"),
    ]
    (route,) = answer["routes"]
    assert [(stop["name"], stop["role"]) for stop in route["stops"]] == [
        ("Pristina", "origin"),
        ("Vienna", "destination"),
    ]
    assert route["price"] == {"min": 2500, "max": 2500, "currency": "EUR", "per": "person"}
    assert answer["handles"][0]["platform"] == "telegram"


def test_bad_lines_are_answered_in_their_place_and_the_rest_goes_on() -> None:
    lines = [
        line(id="a", text="Tel 044 123 456 për Gjermani"),
        b"{not json\n",
        line(id="c"),
        line(id="d", text=7),
        b"[1, 2]\n",
        b'{"id": "f", "text": "\xff\xfe"}\n',
        line(id="g", text="x" * 1_000_001),
        line(id="h", text="ok", country=5),
        b"[" * 100_000 + b"\n",
        line(id="j", text=""),
        b'{"id": NaN, "text": "ok"}\n',
        b'{"id": 1e999, "text": "ok"}\n',
        b'{"id": "k\\ud800", "text": "Tel \\ud83d 044 123 456 p\\u00ebr Gjermani"}',
    ]
    status, answers, errors = run(b"".join(lines))
    assert status == 1
    assert ["error" in answer for answer in answers] == [False, *[True] * 8, False, True, True, False]
    ids = ["a", None, "c", "d", None, None, "g", "h", None, "j", None, None, "k\ud800"]
    assert [answer.get("id") for answer in answers] == ids
    assert [phone["e164"] for phone in answers[-1]["phones"]] == ["+38344123456"]
    assert "Traceback" not in errors


def test_a_file_is_read_as_standard_input_is(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + line(id=1, text="👍 ok") + b"\n" + line(id=2, text="Tel 044 123 456"))
    status, answers, _ = run(b"", str(file))
    assert (status, [answer["id"] for answer in answers]) == (0, [1, 2])
    assert answers[0]["language"]["code"] == "und"


def test_a_missing_file_is_one_line_and_status_2(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.jsonl", tmp_path):
        status, answers, errors = run(b"", str(path))
        assert (status, answers) == (2, [])
        assert len(errors.splitlines()) == 1
        assert str(path) in errors


@pytest.mark.parametrize(
    ("redirection", "cause"),
    [("<&-", "standard input is closed"), (">&-", "standard output is closed"), ("> /dev/full", "cannot be written")],
)
def test_where_nothing_can_be_read_or_written_it_is_one_line_and_no_traceback(redirection: str, cause: str) -> None:
    command = f"{shlex.join(COMMAND)} {redirection}"
    done = subprocess.run(["sh", "-c", command], input=line(id=1, text="ok"), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert cause in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1


def test_an_answer_comes_before_the_next_text_is_given() -> None:
    with subprocess.Popen([*COMMAND, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2):
            process.stdin.write(line(id=number, text="ok"))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
    assert process.returncode == 0


def test_who_has_read_enough_is_no_error() -> None:
    """As `waymark extract … | head -1` does it."""
    with subprocess.Popen(
        [*COMMAND, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdin.write(line(id=1, text="ok"))
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        process.stdin.write(line(id=2, text="ok") * 10)
        process.stdin.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_the_module_runs_as_the_command_does() -> None:
    """`python -m cli.main extract` read nothing, said nothing and ended with 0."""
    command = [sys.executable, "-m", "cli.main", "extract"]
    done = subprocess.run(command, input=line(id="1", text=ALBANIAN), capture_output=True, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)["language"]["code"] == "sq"


def test_a_country_that_is_no_code_is_said_and_the_text_is_read() -> None:
    done = subprocess.run(
        [*COMMAND, "--json", "-"], input=line(id=1, text="ok", country="Albania"), capture_output=True, check=False
    )
    assert (done.returncode, json.loads(done.stdout)["id"]) == (0, 1)
    assert done.stderr.decode() == 'waymark: line 1: "country" is no code of two letters; read without it\n'


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        (b"[" * 100_000, "brackets in brackets without end"),
        (b'{"id": ' + b"9" * 10_000 + b"}", "a number of too many digits"),
        (b'{"id": 1,', "at character"),
    ],
)
def test_what_is_no_json_is_said_without_words_of_python(given: bytes, cause: str) -> None:
    done = subprocess.run([*COMMAND, "-"], input=given + b"\n", capture_output=True, check=False)
    assert done.returncode == 1
    assert cause in json.loads(done.stdout)["error"]

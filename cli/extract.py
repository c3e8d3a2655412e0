"""`waymark extract`: texts as JSON lines in, what is read out of them as JSON lines out, in order."""

from __future__ import annotations

import json
import math
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from waymark.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from waymark.records import Extraction


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    app.command("extract")(_extract)


def _extract(
    file: Annotated[str, typer.Argument(help="File with JSON lines; standard input without it or with -")] = "-",
    as_json: Annotated[bool, typer.Option("--json", help="What it always writes; taken as by every command")] = True,  # noqa: ARG001
) -> None:
    """Reads JSON lines with id, text and, if known, country (ISO code of where it was published).

    Writes one JSON line each, in order, as soon as it is read: language, phones, prices, places, routes, handles. A
    line that cannot be read gives {"id", "error"} in its place, the rest goes on, and the exit status is 1.

    Example: echo '{"id": "1", "text": "Prishtinë - Vjenë 2500 euro, 044 123 456"}' | waymark extract
    """
    failed = False
    with ExitStack() as stack:
        try:
            lines = _standard_input() if file == "-" else stack.enter_context(Path(file).open("rb"))
        except OSError as error:
            raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
        for answer in _answers(lines):
            failed = failed or "error" in answer
            _write(_encoded(answer))
    if failed:
        raise typer.Exit(1)


def _standard_input() -> IO[bytes]:
    if sys.stdin is None:  # `waymark extract <&-`
        raise UsageError("standard input is closed; name a file, or give the texts by a pipe")
    return sys.stdin.buffer


def _write(line: bytes) -> None:
    """Writes a line of the answer at once. UsageError where nothing takes it: no output, a full disk."""
    if sys.stdout is None:  # `waymark extract >&-`
        raise UsageError("standard output is closed; the answers need a place to go to")
    try:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # `waymark extract … | head`: who reads has enough, which click would call an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        raise UsageError(f"the answer cannot be written: {error.strerror}") from error


#: What values of JSON are called where they are written.
_KINDS = {"NoneType": "null", "bool": "true or false", "int": "a number", "float": "a number", "list": "a list"}


def _kind(value: object) -> str:
    return _KINDS.get(type(value).__name__, "an object")


class _BadLineError(Exception):
    """A line of input that cannot be read; the message says why."""

    def __init__(self, reason: str, identity: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.identity = identity or {}


def _answers(lines: IO[bytes]) -> Iterator[dict[str, Any]]:
    from nlp.extraction import extract_one

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            identity, text, country = _read(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            hint = _hint(country)
        except _BadLineError as error:
            yield {**error.identity, "error": f"line {number}: {error}"}
            continue
        if country and hint is None:
            typer.echo(f'waymark: line {number}: "country" is no code of two letters; read without it', err=True)
        try:
            extraction = extract_one(text, hint)
        except Exception as error:  # noqa: BLE001 - whatever one text does to us, the others are still read
            said = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
            yield {**identity, "error": f"line {number}: {said}"[:500]}
            continue
        yield {**identity, **_plain(extraction)}


def _read(line: bytes) -> tuple[dict[str, Any], str, str | None]:
    """What a line gives: its id (if it has one) as a part of the answer, the text, the country as given."""
    try:
        item = json.loads(line.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise _BadLineError(f"is not UTF-8 (byte {error.start + 1} of the line); save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise _BadLineError(f"is not JSON: {error.msg.lower()} at character {error.pos + 1} of the line") from error
    except RecursionError as error:
        raise _BadLineError("is not read: it has brackets in brackets without end") from error
    except ValueError as error:
        raise _BadLineError("is not JSON: has a number of too many digits") from error
    if not isinstance(item, dict):
        raise _BadLineError('is not a JSON object with "id" and "text"')
    identity = {"id": item["id"]} if "id" in item else {}
    if "text" not in item:
        raise _BadLineError('has no "text"', identity)
    text, country = item["text"], item.get("country")
    if not isinstance(text, str):
        raise _BadLineError(f'"text" must be a text in quotes, not {_kind(text)}', identity)
    if country is not None and not isinstance(country, str):
        raise _BadLineError(f'"country" must be a code in quotes, such as "RS", not {_kind(country)}', identity)
    return identity, text, country


def _no_constant(name: str) -> None:
    """Python reads NaN and Infinity, and would give them back; JSON (RFC 8259) has no such numbers."""
    raise _BadLineError(f"is not JSON: {name} is no number of JSON")


def _finite(figure: str) -> float:
    """A number of JSON too large for a computer's (1e999) would be written as Infinity."""
    if not math.isfinite(value := float(figure)):
        raise _BadLineError(f"is not JSON: {figure[:20]} is too large a number")
    return value


def _hint(country: str | None) -> str | None:
    """An ISO code as the components know it; anything else is no hint, and the text is read without one."""
    code = (country or "").strip().upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def _plain(extraction: Extraction) -> dict[str, Any]:
    """As in the contract: whole amounts as integers."""
    answer = extraction.model_dump(mode="json")
    for price in (*answer["prices"], *(route["price"] for route in answer["routes"] if route["price"])):
        for bound in ("min", "max"):
            if price[bound] is not None and price[bound].is_integer():
                price[bound] = int(price[bound])
    return answer


def _encoded(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair in an id: JSON can say it, UTF-8 cannot
        return json.dumps(answer).encode() + b"\n"

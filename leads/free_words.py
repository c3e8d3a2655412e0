"""Free words of a search as Elasticsearch clauses: each word in any of its spellings, a place's name as the place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Match = dict[str, Any]

#: The text across spellings, and in the analyzer of its own language (stems, stop words).
_FIELDS = ["text.folded", "body.*"]
_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_LONGEST_NAME = 3  # words in a place's name that are tried together: Novi Sad, Han i Elezit


def words_clause(words: str, place: Callable[[str], Match | None]) -> list[Match]:
    """Clauses that must all match. `place` gives the clause for a place's name, or None where it is none.

    "quoted words" must stand as they are; `komb*` matches what begins so; words that name a place match the text or any
    lead that names the same place in whatever language.
    """
    clauses: list[Match] = []
    run: list[str] = []
    for quoted, word in _tokens(words):
        if quoted is None and not word.endswith("*"):
            run.append(word)
            continue
        clauses += _run(run, place)
        run = []
        clauses.append(_begins(word) if quoted is None else _phrase(quoted))
    return [*clauses, *_run(run, place)]


def _tokens(words: str) -> Iterator[tuple[str | None, str]]:
    for match in _TOKEN.finditer(words):
        quoted, word = match[1], match[2] or ""
        if quoted is not None and quoted.strip():
            yield quoted, ""
        elif any(char.isalnum() for char in word):
            yield None, word.strip('"')


def _run(run: list[str], place: Callable[[str], Match | None]) -> Iterator[Match]:
    """Words without quotes: the longest that name a place together, the rest one by one."""
    start = 0
    while start < len(run):
        for length in range(min(_LONGEST_NAME, len(run) - start), 0, -1):
            name = " ".join(run[start : start + length])
            known = place(name)
            if known or length == 1:
                yield _either(_text(name), known)
                start += length
                break


def _either(text: Match, known: Match | None) -> Match:
    return {"bool": {"should": [text, known], "minimum_should_match": 1}} if known else text


def _text(words: str) -> Match:
    return {"multi_match": {"query": words, "fields": _FIELDS, "operator": "and"}}


def _phrase(words: str) -> Match:
    return {"match_phrase": {"text.folded": words}}


def _begins(word: str) -> Match:
    return {"match_phrase_prefix": {"text.folded": {"query": word.rstrip("*"), "max_expansions": 200}}}

"""The one box an analyst types into: words and `field:value` terms in, a question and what was understood out.

    kombi "bez pasosa" from:Prishtina to:Wien via:Ungarn price:<3000 phone:044123 lang:sq seen:30d

The console, saved queries and `waymark search` read the same. A number standing alone is looked for as a telephone
number, since nobody searches leads for any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from pydantic import ValidationError

from leads.box_fields import BY_OPTION, FIELDS, PLACES, Asker, Reading, Term
from leads.query import SearchQuery, to_elasticsearch
from nlp.gazetteer import Gazetteer
from waymark.errors import UsageError
from waymark.records import fault

#: field:value, field:"a value", "quoted words", or a word; the groups of digits behind phone: are one number.
_TERM = re.compile(
    r"""(?P<name>[A-Za-z]+):(?:"(?P<quoted>[^"]*)"
      |(?P<value>(?i:(?<=phone:))[+(]?\d[\d()/.\-]*(?:\s+[(]?\d[\d()/.\-]*(?!\S))+|\S*))
      |"(?P<phrase>[^"]*)"|(?P<word>\S+)""",
    re.VERBOSE,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))  # as keyboards of the region and word processors write them
_NUMBER = re.compile(r"^[+(]?[\d٠-٩۰-۹][\d٠-٩۰-۹()/.\-]*$")
_LEAST_DIGITS = 5  # of a number that stands alone and is taken for a telephone's; 2026 and 500 are words
_LONGEST_NAME = 3  # words of a place
LONGEST = 2000  # characters; a question is typed


class UnreadableQuestionError(UsageError):
    """What is wrong with the box, and in which of its characters."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start, self.end = start, end


@dataclass(frozen=True)
class Understood:
    """One part of the box as it was understood: its characters [start, end), its field, and its meaning in words."""

    start: int
    end: int
    field: str
    meaning: str


@dataclass(frozen=True)
class Question:
    """The box, read."""

    query: SearchQuery
    understood: tuple[Understood, ...]


def read(box: str, gazetteer: Gazetteer, now: datetime, asker: Asker | None = None) -> Question:
    """The question that `box` asks at the moment `now`; `asker`: who typed it, whom `me` means.

    Raises UnreadableQuestionError, which says what is wrong and where.
    """
    if len(box) > LONGEST:
        raise UnreadableQuestionError(
            f"the question has {len(box):,} characters; at most {LONGEST:,} are read", 0, len(box)
        )
    reading = Reading(now, gazetteer, asker)
    terms = list(_with_numbers(list(_terms(box))))
    _whole_names(terms, gazetteer)
    understood = [_take(reading, term) for term in terms]
    query = SearchQuery(words=" ".join(reading.words), via=tuple(reading.via), **reading.values)
    try:
        to_elasticsearch(query, gazetteer)
    except UsageError as error:
        raise UnreadableQuestionError(_without_option(error), 0, len(box)) from error
    return Question(query, tuple(understood))


def _terms(box: str) -> Iterator[Term]:
    for found in _TERM.finditer(box.translate(_QUOTES)):
        start, end = found.span()
        if (found["word"] or found["value"] or "").startswith('"'):
            raise UnreadableQuestionError(
                'the quotation mark is not closed: "a phrase" has one at each end', start, len(box)
            )
        if found["phrase"] is not None:
            if found["phrase"].strip():
                yield Term(start, end, "", found["phrase"], phrase=True)
        elif found["word"] is not None:
            yield Term(start, end, "", found["word"])
        elif found["name"].lower() in FIELDS:
            value = found["quoted"] if found["quoted"] is not None else found["value"]
            yield Term(start, end, found["name"].lower(), value, quoted=found["quoted"] is not None)
        elif found["value"] is not None and found["value"].startswith("//"):
            yield Term(start, end, "", found[0])  # https://…
        else:
            known = ", ".join(f"{name}:" for name in FIELDS)
            raise UnreadableQuestionError(f"{found['name']}: is no field; there are {known}", start, end)


def _with_numbers(terms: list[Term]) -> Iterator[Term]:
    """Words that are digits, joined where they stand together, are a telephone number or a part of one."""
    at = 0
    while at < len(terms):
        end = at
        while end < len(terms) and not terms[end].name and not terms[end].phrase and _NUMBER.match(terms[end].value):
            end += 1
        run = terms[at:end]
        if sum(char.isdigit() for term in run for char in term.value) >= _LEAST_DIGITS:
            yield Term(run[0].start, run[-1].end, "phone", " ".join(term.value for term in run))
        else:
            yield from run
            if end == at:
                yield terms[at]
                end += 1
        at = end


def _whole_names(terms: list[Term], gazetteer: Gazetteer) -> None:
    """Refuses to:Novi Sad, which without quotation marks would be another place (Novi Grad) and the word Sad."""
    for at, term in enumerate(terms):
        words = [term.value]
        for following in terms[at + 1 : at + _LONGEST_NAME] if term.name in PLACES and not term.quoted else ():
            if following.name or following.phrase:
                break
            words.append(following.value)
            if gazetteer.named(name := " ".join(words)):
                message = f'{term.name}: a name of several words stands in quotation marks: {term.name}:"{name}"'
                raise UnreadableQuestionError(message, term.start, following.end)


def _take(reading: Reading, term: Term) -> Understood:
    if not term.name:
        reading.words.append(f'"{term.value}"' if term.phrase else term.value)
        meaning = f"with the words “{term.value}” as they stand" if term.phrase else f"with the word {term.value}"
        return Understood(term.start, term.end, "words", meaning)
    if not term.value.strip():
        _refuse(term, f"{term.name}: what comes behind it is missing, as in {term.name}:{FIELDS[term.name].example}")
    try:
        meaning = FIELDS[term.name].read(reading, term)
    except UsageError as error:
        _refuse(term, _without_option(error))
    except ValidationError as error:
        _refuse(term, f"{term.name}:{term.value}: {fault(error.errors()[0])}")
    except ValueError as error:
        _refuse(term, f"{term.name}: {error}")
    return Understood(term.start, term.end, term.name, meaning)


def _refuse(term: Term, message: str) -> NoReturn:
    raise UnreadableQuestionError(message, term.start, term.end)


def _without_option(error: UsageError) -> str:
    """The errors of the search name options of the command line (`--from`); in the box they are fields (`from:`)."""
    return re.sub(r"--([a-z-]+)", lambda option: f"{BY_OPTION.get(option[1], option[1])}:", str(error))


def fields() -> Iterator[tuple[str, str, str]]:
    """Each field of the box with an example and its meaning."""
    for name, known in FIELDS.items():
        yield name, known.example, known.meaning


def asks_for_a_number(box: str) -> bool:
    """Whether the last term of an unfinished box is a telephone number."""
    return re.search(r"(^|\s)(phone:\S[\d\s()/.\-]*|[+(]?\d[\d\s()/.\-]{3,})$", box, re.IGNORECASE) is not None


# -- a box that is changed by a click ------------------------------------------------------------------------------


def with_term(box: str, name: str, value: str) -> str:
    """The box with the term `name:value` instead of any other of that field (`via` may stand several times)."""
    kept = box.strip() if name == "via" else without(box, name)
    return f"{kept} {term(name, value)}".strip()


def term(name: str, value: str) -> str:
    """The term `name:value` as it is written in the box, in quotation marks where it has blanks."""
    plain = value.replace('"', " ").strip()
    return f'{name}:"{plain}"' if re.search(r"\s", plain) else f"{name}:{plain}"


def without(box: str, name: str) -> str:
    """The box without the terms of a field."""
    kept = _TERM.sub(lambda term: "" if (term["name"] or "").lower() == name else term[0], box.translate(_QUOTES))
    return " ".join(kept.split())

"""How the last term of the box may go on: fields, places in any spelling, telephone numbers and sources."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from elasticsearch import ApiError, Elasticsearch

from leads import box, box_fields
from leads.phone_digits import fits, fragment
from leads.places_asked import described
from leads.query import holding
from leads.work import grades
from leads.work.asked import ANYBODY
from leads.work.events import STATUSES
from nlp.gazetteer import Entry, Gazetteer
from nlp.gazetteer.folding import fold
from nlp.gazetteer.likelihood import fame
from waymark.errors import UsageError
from waymark.settings import Settings

_MOST = 8
_MOST_COUNTED = 100  # numbers in leads with what was typed; others stand beside it in the same leads
_MOST_LOOKED_AT = 3000  # spellings with one beginning
_SHORTEST = 2
_LAST = re.compile(r'(?:(?P<name>[A-Za-z]+):)?"?(?P<value>[^":]*)$')
#: A name of several words before anybody thought of quotation marks, and a number in groups, with its field or alone.
_LONG_NAME = re.compile(
    r'(?:^|(?<=\s))(?P<name>from|to|via|place|near):(?P<value>[^":\s][^":]*\s+[^":\s][^":]*)$', re.IGNORECASE
)
_NUMBER = re.compile(r'(?:^|(?<=\s))(?i:phone:"?|(?=[+(]?\d[\d\s()/.\-]{3}))(?P<value>[+(]?\d[\d\s()/.\-]*)$')
_PLACES = ("from", "to", "via", "place", "near")
#: Fields with few values, each with what it means.
_WORDS: dict[str, dict[str, str]] = {
    "status": STATUSES,
    "grade": {**grades.SOURCE, **grades.INFORMATION, grades.NONE: grades.in_words(grades.NONE)},
    "starred": {box_fields.ME: "by you", ANYBODY: "by anybody"},
    "new": {box_fields.VISIT: "since your last visit", "1d": "since yesterday", "7d": "in seven days"},
}


@dataclass(frozen=True)
class Completion:
    """The whole box with its last term completed, what that is for people, and what kind of thing it is."""

    box: str
    label: str
    note: str


def completions(client: Elasticsearch, settings: Settings, typed: str, gazetteer: Gazetteer) -> list[Completion]:
    """The likeliest ways for the box to go on; none where nothing is known."""
    if (long := _LONG_NAME.search(typed)) and (entries := _places(long["value"], gazetteer)):
        head, name = typed[: long.start("name")], long["name"].lower()
        return [_completion(head, name, entry, gazetteer) for entry in entries]
    if number := _NUMBER.search(typed):
        head = typed[: number.start()]
        return [Completion(f"{head}phone:{one} ", one, "phone") for one in _numbers(client, settings, number["value"])]
    start = _start_of_last(typed)
    found = _LAST.match(typed[start:])
    if found is None:
        return []
    name, value = (found["name"] or "").lower(), found["value"].strip()
    head = typed[:start]
    if name in _PLACES and len(value) >= _SHORTEST:
        return [_completion(head, name, entry, gazetteer) for entry in _places(value, gazetteer)]
    if name in _WORDS:
        words = [(one, told) for one, told in _WORDS[name].items() if value.lower() in (one[: len(value)].lower(), "")]
        return [Completion(f"{head}{name}:{one} ", f"{one}: {told}", name) for one, told in words]
    if name == "source" and value:
        return [Completion(f"{head}{box.term(name, one)} ", one, name) for one in _sources(client, settings, value)]
    if not name and value:
        named = [one for one, _, _ in box.fields() if one.startswith(value.lower())]
        fields = [Completion(f"{head}{one}:", f"{one}:", "field") for one in named]
        places = _places(value, gazetteer) if len(value) >= _SHORTEST else []
        return [*fields, *(_completion(head, "place", entry, gazetteer) for entry in places)][:_MOST]
    return []


def _start_of_last(typed: str) -> int:
    """Where the last term begins; blanks inside quotes do not part terms."""
    inside, start = False, 0
    for at, char in enumerate(typed):
        if char == '"':
            inside = not inside
        elif char.isspace() and not inside:
            start = at + 1
    return start


def _completion(head: str, name: str, entry: Entry, gazetteer: Gazetteer) -> Completion:
    value = f'"{entry.name}"' if " " in entry.name else entry.name
    meant = gazetteer.resolve(entry.name)
    if meant is None or meant.id != entry.id:
        value = entry.id  # the name alone would be another place
    return Completion(f"{head}{name}:{value} ", described(entry, gazetteer), name)


def _places(beginning: str, gazetteer: Gazetteer) -> list[Entry]:
    """Places one of whose spellings begins so, the likeliest first."""
    found = {entry.id: entry for entry in _beginning(fold(beginning), gazetteer)}
    return sorted(found.values(), key=fame, reverse=True)[:_MOST]


def _beginning(key: str, gazetteer: Gazetteer) -> Iterator[Entry]:
    spellings = _sorted(gazetteer)
    first = bisect_left(spellings, key)
    for spelling in spellings[first : first + _MOST_LOOKED_AT]:
        if not spelling.startswith(key):
            return
        yield from gazetteer.keyed(spelling)


@lru_cache(maxsize=1)
def _sorted(gazetteer: Gazetteer) -> list[str]:
    return sorted(gazetteer.keys())


def _numbers(client: Elasticsearch, settings: Settings, part: str) -> list[str]:
    """Numbers in the index with this part, as dialled inside the country or from abroad; the most frequent first."""
    try:
        wanted = fragment(part)
        answer = client.search(
            index=settings.read_alias,
            size=0,
            query={"bool": {"filter": holding(wanted)}},
            aggregations={
                "numbers": {"terms": {"field": "phones.e164", "size": _MOST_COUNTED, "execution_hint": "map"}}
            },
            timeout="500ms",
        )
    except (ApiError, UsageError):
        return []  # nothing to complete with is no failure of typing
    numbers = (str(bucket["key"]) for bucket in answer.get("aggregations", {}).get("numbers", {}).get("buckets", ()))
    return [one for one in numbers if fits(wanted, one)][:_MOST]


def _sources(client: Elasticsearch, settings: Settings, beginning: str) -> list[str]:
    """Sources that stand in the index and begin so."""
    try:
        answer = client.terms_enum(
            index=settings.read_alias, field="source", string=beginning, size=_MOST, case_insensitive=True
        )
    except ApiError:
        return []
    return [str(term) for term in answer["terms"]]

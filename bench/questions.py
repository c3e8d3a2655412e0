"""What analysts type into the box, as a mix to be timed, each question made of some lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bench.invented.leads import CHUNK, chunk
from leads import box
from nlp.gazetteer import Gazetteer
from waymark.errors import UsageError
from waymark.records import Lead

_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Asked:
    """One question and the kind of thing it asks for."""

    kind: str
    box: str


def mix(leads: int, seed: int, now: datetime, gazetteer: Gazetteer, number: int) -> list[Asked]:
    """`number` questions about an index of `leads` invented leads with that seed."""
    random = Random(f"questions {seed}")
    kinds, weights = list(_KINDS), [weight for weight, _ in _KINDS.values()]
    pool: list[Lead] = []
    for _ in range(min(20, -(-leads // CHUNK))):
        pool += chunk(random.randrange(-(-leads // CHUNK)), seed, leads, now)
    asked: list[Asked] = []
    while len(asked) < number:
        (kind,) = random.choices(kinds, weights)
        written = _KINDS[kind][1](random, random.choice(pool))
        if written is not None and _readable(written, gazetteer, now):
            asked.append(Asked(kind, written))
    return asked


def _readable(written: str, gazetteer: Gazetteer, now: datetime) -> bool:
    try:
        box.read(written, gazetteer, now)
    except UsageError:  # an odd name that the box would rather have confirmed
        return False
    return True


def _words(random: Random, lead: Lead) -> str | None:
    words = _WORD.findall(lead.text)
    return " ".join(random.sample(words, random.choice((1, 1, 2)))) if len(words) > 2 else None


def _phrase(random: Random, lead: Lead) -> str | None:
    words = lead.text.split()
    at = random.randrange(len(words) - 1)
    return f'"{words[at]} {words[at + 1]}"'.replace("@", "")


def _phone(random: Random, lead: Lead) -> str | None:
    digits = lead.extraction.phones[0].e164[1:]
    length = random.choice((4, 5, 6, 7))
    start = random.randint(2, len(digits) - length)
    return f"phone:{digits[start : start + length]}"


def _route(random: Random, lead: Lead) -> str | None:
    stops = lead.extraction.routes[0].stops
    given = {"from": stops[0], "to": stops[-1]}
    wanted = random.choice((("from",), ("to",), ("from", "to"), ("from", "to")))
    return " ".join(f"{name}:{_quoted(given[name].name)}" for name in wanted)


def _via(random: Random, lead: Lead) -> str | None:  # noqa: ARG001
    stops = lead.extraction.routes[0].stops
    return f"via:{_quoted(stops[1].name)}" if len(stops) > 2 else None


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _place(random: Random, lead: Lead) -> str | None:
    return random.choice(lead.extraction.places).text


def _price(random: Random, lead: Lead) -> str | None:  # noqa: ARG001
    figure = random.randint(5, 80) * 50
    return random.choice((f"price:<{figure}", f"price:>{figure}", f"price:{figure}-{figure + 500}"))


def _language(random: Random, lead: Lead) -> str | None:  # noqa: ARG001
    return f"lang:{lead.extraction.language.code}"


def _seen(random: Random, lead: Lead) -> str | None:  # noqa: ARG001
    return f"seen:{random.randint(1, 90)}d"


def _source(random: Random, lead: Lead) -> str | None:  # noqa: ARG001
    return f"source:{lead.source}"


def _several(random: Random, lead: Lead) -> str | None:
    parts = [_words(random, lead), _route(random, lead), _price(random, lead), _seen(random, lead)]
    parts.append(_language(random, lead))
    return " ".join(part for part in random.sample(parts, 3) if part)


_Make = Callable[[Random, Lead], str | None]
#: How many of a hundred searches, and how one is made of a lead.
_KINDS: Mapping[str, tuple[int, _Make]] = {
    "empty box": (8, lambda random, lead: ""),  # noqa: ARG005
    "words": (18, _words),
    "phrase": (6, _phrase),
    "phone": (14, _phone),
    "from, to": (14, _route),
    "via": (5, _via),
    "place": (6, _place),
    "price": (5, _price),
    "language": (5, _language),
    "seen": (6, _seen),
    "source": (3, _source),
    "several": (10, _several),
}

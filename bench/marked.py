"""The marked texts (tests/gold/marked): places in braces, and the journeys as lists of their words.

python -m bench.marked [FOLDER]     the marked places that are not found, and places found that are not marked
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.extraction import extract

FOLDER = Path(__file__).parents[1] / "tests" / "gold" / "marked"
KINDS = ("ad", "list", "chat", "ask", "tip", "news", "innocent")
_BEGIN = re.compile(r"(?m)^== ")
_MARK = re.compile(r"\{([^{}]+)\}")
_NONE = "none"


@dataclass(frozen=True)
class MarkedText:
    """`spans` are the offsets of the marked words in `text`; `routes` hold the words of each stop."""

    id: str
    kind: str
    country: str | None
    text: str
    spans: tuple[tuple[int, int], ...]
    routes: tuple[tuple[str, ...], ...]

    @property
    def group(self) -> str:
        """The file it stands in: a language, or `mix`."""
        return self.id.split("-")[0]


def read_marked(folder: Path = FOLDER) -> Iterator[MarkedText]:
    """The texts of all files. ValueError names the text and what is wrong in it."""
    for file in sorted(folder.glob("*.txt")):
        for block in _BEGIN.split(file.read_text("utf-8"))[1:]:
            yield _text(block)


def _text(block: str) -> MarkedText:
    head, _, body = block.partition("\n")
    name, kind, *country = head.split()
    lines = body.rstrip().split("\n")
    marked = "\n".join(line for line in lines if not line.startswith("-> ")).strip()
    routes = [line[3:].strip() for line in lines if line.startswith("-> ")]
    text, spans = "", list[tuple[int, int]]()
    at = 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[1])))
        text += mark[1]
        at = mark.end()
    text += marked[at:]
    words = {text[start:end] for start, end in spans}
    stops = tuple(tuple(stop.strip() for stop in route.split(" > ")) for route in routes if route != _NONE)
    if kind not in KINDS or not routes or any(stop not in words for route in stops for stop in route):
        raise ValueError(f"{name}: its kind, or a stop that is none of the marked words")
    return MarkedText(name, kind, country[0] if country else None, text, tuple(spans), stops)


@dataclass(frozen=True)
class Misses:
    """Of one text: marked words where no place was found, and words found to be a place that are not marked."""

    text: MarkedText
    missed: tuple[str, ...]
    invented: tuple[str, ...]


def misses(texts: Sequence[MarkedText]) -> Iterator[Misses]:
    """What the places found in each text lack, or have too much."""
    for text, found in zip(texts, extract((text.text, text.country) for text in texts), strict=True):
        spans = [(place.start, place.end) for place in found.places]
        missed = [text.text[start:end] for start, end in text.spans if not _overlaps((start, end), spans)]
        invented = [text.text[start:end] for start, end in spans if not _overlaps((start, end), text.spans)]
        yield Misses(text, tuple(missed), tuple(invented))


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def main(folder: str = "") -> int:
    """Prints the misses of each text, and how many there are."""
    texts = list(read_marked(Path(folder) if folder else FOLDER))
    missed: Counter[str] = Counter()
    for one in misses(texts):
        missed[one.text.group] += len(one.missed)
        if one.missed or one.invented:
            print(
                f"{one.text.id}: missed {', '.join(one.missed) or 'none'}; invented {', '.join(one.invented) or 'none'}"
            )
            print(f"    {one.text.text}")
    print(f"{sum(missed.values())} of {sum(len(text.spans) for text in texts)} marked places missed: {dict(missed)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""What a trained model (nlp/training) adds to the gazetteer, on the gold set.

python -m bench.trained_places MODEL              MODEL: the folder that `make ner` wrote (…/model-best)
python -m bench.trained_places MODEL --spans      every name that only the model found
python -m bench.trained_places MODEL held held2   held back: figures only

Places are judged by the contract (country, within 30 km), so a name counts only where the gazetteer gives it a place;
names that no gazetteer has (tests/gold/unknown_places.tsv) are judged as stretches of text.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import spacy
from rich.console import Console
from rich.table import Table
from spacy.language import Language as Pipeline

from bench.accuracy import Count, score
from bench.gold import FOLDER, HELD, GoldText, read_gold
from nlp import gazetteer
from nlp.extraction import extract_one
from waymark.records import Extraction, Place

UNKNOWN = FOLDER / "unknown_places.tsv"
_MARK = re.compile(r"\{([^}]+)\}|\[([^\]]+)\]")
_MODEL_RULE = "model"

Span = tuple[int, int]


@dataclass(frozen=True)
class UnknownText:
    """A text of unknown_places.tsv: where the names stand that no gazetteer has, and those it may have."""

    language: str
    text: str
    unknown: tuple[Span, ...]
    known: tuple[Span, ...]


def read_unknown(table: Path = UNKNOWN) -> list[UnknownText]:
    """All texts of the table, without their marks."""
    lines = (line for line in table.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [_unmarked(*line.split("\t")) for line in lines]


def _unmarked(language: str, marked: str) -> UnknownText:
    text, at = "", 0
    unknown: list[Span] = []
    known: list[Span] = []
    for found in _MARK.finditer(marked):
        text, at = text + marked[at : found.start()], found.end()
        name = found[1] or found[2]
        (unknown if found[1] else known).append((len(text), len(text) + len(name)))
        text += name
    return UnknownText(language, text + marked[at:], tuple(unknown), tuple(known))


# -- the three readers -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Readers:
    """The pipeline as it stands, and the trained model."""

    model: Pipeline

    def spans(self, text: str) -> list[Span]:
        """Where the model sees names of places."""
        return [(found.start_char, found.end_char) for found in self.model(text).ents]

    def alone(self, text: str) -> list[Place]:
        """The model's names that the gazetteer can place."""
        return [place for span in self.spans(text) if (place := placed(text, span, ())) is not None]

    def added(self, text: str, places: Sequence[Place]) -> tuple[list[Place], list[Span]]:
        """Beyond `places`: the model's names that the gazetteer can place, and those it cannot."""
        new = [span for span in self.spans(text) if not any(overlap(span, (one.start, one.end)) for one in places)]
        found = {span: placed(text, span, places) for span in new}
        return [place for place in found.values() if place], [span for span, place in found.items() if place is None]


def placed(text: str, span: Span, others: Sequence[Place]) -> Place | None:
    """The place the gazetteer gives to the words of `span`, near the others of the text."""
    known = gazetteer.load()
    near = [entry for one in others if (entry := known.entry(one.id)) is not None and entry.lat is not None]
    entry = known.resolve(text[slice(*span)], near=near)
    if entry is None:
        return None
    return Place(
        text=text[slice(*span)],
        start=span[0],
        end=span[1],
        rule=_MODEL_RULE,
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        lat=entry.lat,
        lon=entry.lon,
        geoname_id=entry.geoname_id,
    )


def overlap(one: Span, other: Span) -> int:
    """How many characters two stretches share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def meets(found: Iterable[Span], wanted: Span) -> bool:
    """Whether one of `found` is `wanted`, or shares most of both (an ending or a first word may be cut otherwise)."""
    return any(2 * overlap(one, wanted) > max(one[1] - one[0], wanted[1] - wanted[0]) for one in found)


# -- by the contract ---------------------------------------------------------------------------------------------------


def by_contract(texts: Sequence[GoldText], readers: Readers) -> tuple[dict[str, dict[str, Count]], list[str]]:
    """Counts of places by language and reader; and what only the model found, with what it was taken for."""
    sums: dict[str, dict[str, Count]] = defaultdict(lambda: defaultdict(Count))
    only_model = []
    for gold in texts:
        extraction = extract_one(gold.text, gold.country)
        added, unplaced = readers.added(gold.text, extraction.places)
        found = {
            "gazetteer": extraction.places,
            "model": tuple(readers.alone(gold.text)),
            "union": (*extraction.places, *added),
        }
        for reader, places in found.items():
            count = _count(gold, extraction, places)
            sums[gold.group][reader].add(count)
            sums["all"][reader].add(count)
        only_model += [f"{gold.id}\t{place.text}\t{place.name} ({place.country})" for place in added]
        only_model += [f"{gold.id}\t{gold.text[slice(*span)]}\t–" for span in unplaced]
    return sums, only_model


def _count(gold: GoldText, extraction: Extraction, places: tuple[Place, ...]) -> Count:
    return score(gold, extraction.model_copy(update={"places": places})).counts["places"]


def contract_table(sums: dict[str, dict[str, Count]], texts: int) -> Table:
    """Precision, recall and F1 of each reader."""
    shown = Table(title=f"places of {texts} texts: precision / recall / F1", title_justify="left", box=None)
    for head in ("", "gazetteer", "model", "union"):
        shown.add_column(head, justify="right")
    for group in [*sorted(sums.keys() - {"all"}), "all"]:
        shown.add_row(group, *(_figures(sums[group][one]) for one in ("gazetteer", "model", "union")))
    return shown


def _figures(count: Count) -> str:
    shares = (_share(count.right, count.found), _share(count.right, count.wanted), count.f1)
    return " / ".join("–" if share is None else f"{share:.3f}" for share in shares)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


# -- names no gazetteer has --------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """Of the names that no gazetteer has: how many each reader saw, and what it saw where there is none."""

    wanted: int = 0
    by_model: int = 0
    by_gazetteer: int = 0
    wrong_of_model: int = 0
    wrong_of_gazetteer: int = 0


def on_unknown(texts: Sequence[UnknownText], readers: Readers) -> tuple[dict[str, Seen], list[str]]:
    """Counts by language (`all` sums them up), and the names that the gazetteer knows by now, left out."""
    seen: dict[str, Seen] = defaultdict(Seen)
    known_by_now = []
    for one in texts:
        spans = readers.spans(one.text)
        places = [(place.start, place.end) for place in extract_one(one.text).places]
        wanted = [span for span in one.unknown if not gazetteer.load().named(one.text[slice(*span)])]
        known_by_now += [one.text[slice(*span)] for span in one.unknown if span not in wanted]
        marked = (*one.unknown, *one.known)
        for group in (one.language, "all"):
            sums = seen[group]
            sums.wanted += len(wanted)
            sums.by_model += sum(meets(spans, span) for span in wanted)
            sums.by_gazetteer += sum(meets(places, span) for span in wanted)
            sums.wrong_of_model += sum(not any(overlap(span, mark) for mark in marked) for span in spans)
            sums.wrong_of_gazetteer += sum(not any(overlap(span, mark) for mark in one.known) for span in places)
    return seen, known_by_now


def unknown_table(seen: dict[str, Seen]) -> Table:
    """Recall and false alarms on names that no gazetteer has."""
    shown = Table(title="names that no gazetteer has", title_justify="left", box=None)
    for head in ("", "names", "seen by model", "by gazetteer", "model: no place", "gazetteer: other place"):
        shown.add_column(head, justify="right")
    for group in [*sorted(seen.keys() - {"all"}), "all"]:
        one = seen[group]
        figures = (one.wanted, one.by_model, one.by_gazetteer, one.wrong_of_model, one.wrong_of_gazetteer)
        shown.add_row(group, *map(str, figures))
    return shown


# -- cost --------------------------------------------------------------------------------------------------------------


def milliseconds(read: Callable[[str], object], texts: Sequence[str], rounds: int = 3) -> float:
    """Processor time a text, the best of a few rounds."""

    def once() -> float:
        start = time.process_time()
        for text in texts:
            read(text)
        return time.process_time() - start

    return min(once() for _ in range(rounds)) / len(texts) * 1000


def megabytes() -> float:
    """What this process holds in memory."""
    return float(psutil.Process(os.getpid()).memory_info().rss) / 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.trained_places",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", type=Path, help="folder of the trained model")
    parser.add_argument("folders", nargs="*", default=["build"], help="folders of tests/gold (default: build)")
    parser.add_argument("--spans", action="store_true", help="show every name that only the model found")
    chosen = parser.parse_args(arguments)
    if not (chosen.model / "meta.json").is_file():
        parser.error(f"{chosen.model}: no model there; make ner CORPORA=… trains one")
    if chosen.spans and set(chosen.folders) & set(HELD):
        parser.error(f"{' and '.join(HELD)} are held back: what is found in them is not looked at while building")
    try:
        gold = [one for folder in chosen.folders for one in read_gold(folder)]
    except FileNotFoundError as error:
        parser.error(str(error))
    console = Console(width=None if sys.stdout.isatty() else 120)
    texts = [one.text for one in gold]
    pipeline_takes = milliseconds(extract_one, texts)
    before = megabytes()
    readers = Readers(spacy.load(chosen.model))
    model_takes = milliseconds(readers.spans, texts)
    held = megabytes() - before
    batches_take = milliseconds(lambda _: list(readers.model.pipe(texts)), ["all at once"]) / len(texts)
    sums, only_model = by_contract(gold, readers)
    console.print(contract_table(sums, len(gold)))
    seen, known_by_now = on_unknown(read_unknown(), readers)
    console.print(unknown_table(seen))
    if known_by_now:
        console.print(f"left out, as the gazetteer has them by now: {', '.join(known_by_now)}")
    console.print(f"only the model: {len(only_model)} names in {len(gold)} texts")
    if chosen.spans:
        console.print("\n".join(only_model), markup=False, highlight=False)
    size = sum(file.stat().st_size for file in chosen.model.rglob("*") if file.is_file()) / 1e6
    takes = f"model {model_takes:.2f} more ({batches_take:.2f} in batches)"
    console.print(f"processor time, ms a text: pipeline {pipeline_takes:.2f}, {takes}")
    console.print(f"model: {size:.1f} MB of files, {held:.0f} MB of memory")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How often the language of two or three words is told right, per language; with every miss of the half to build on.

python -m bench.pairs                    both halves; of the held one its total alone
python -m bench.pairs --misses
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench.gold import FOLDER
from nlp.language.decision import identify

#: One language in the sense of the gold set: two words do not tell them apart.
_ONE = {"hr": "sr", "bs": "sr"}


@dataclass(frozen=True)
class Pair:
    """Words as they stand in a sentence of `language`; `accepted`: the languages they may as well be of."""

    language: str
    half: str
    words: str
    accepted: frozenset[str]


@dataclass(frozen=True)
class Judged:
    """A pair and the language that was told."""

    pair: Pair
    told: str

    @property
    def right(self) -> bool:
        return _ONE.get(self.told, self.told) in {_ONE.get(code, code) for code in self.pair.accepted}


def read_pairs() -> list[Pair]:
    """All pairs of tests/gold/pairs.tsv."""
    with (FOLDER / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(row["language"], row["half"], row["words"], frozenset(row["accepted"].split(","))) for row in rows]


def judge(pairs: Iterable[Pair]) -> list[Judged]:
    """Each pair with what the language component says of it alone, without a hint."""
    return [Judged(pair, identify(pair.words).code) for pair in pairs]


def table(judged: Sequence[Judged]) -> Table:
    """Accuracy by language on the half to build on, and the totals of both halves."""
    by_row: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        if one.pair.half == "build":
            by_row[one.pair.language].append(one.right)
    for half in ("build", "held"):
        by_row[f"all, {half}"] = [one.right for one in judged if one.pair.half == half]
    shown = Table(title="language of two or three words", title_justify="left", box=None)
    shown.add_column("")
    shown.add_column("pairs", justify="right")
    shown.add_column("accuracy", justify="right")
    for row, rights in by_row.items():
        shown.add_row(row, str(len(rights)), f"{sum(rights) / len(rights):.3f}")
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.pairs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misses", action="store_true", help="show every pair to build on that was told wrong")
    chosen = parser.parse_args(arguments)
    judged = judge(read_pairs())
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table(judged))
    if chosen.misses:
        for one in judged:
            if one.pair.half == "build" and not one.right:
                console.print(f"{one.pair.language}  {one.pair.words}  told: {one.told}", markup=False, highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

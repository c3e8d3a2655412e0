"""How fast the extraction is, beside the stack a user would otherwise put together, in one run on one core.

    python -m bench.extraction [--rounds 5] [--lengths]

The texts are the advertisements of the gold set's half to build on (`tests/gold/build`), of up to 250 characters. Both
read the same texts in turns, so that a busy machine slows both. `--lengths` shows in place of that how the time grows
with a text's length. The last line is one JSON object: `texts_per_s` and `ratio` by processor time, `rss_mb` of a
process that only extracts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from bench.gold import read_gold
from bench.peer import peer
from nlp import pipeline
from nlp.extraction import extract_one

_LONGEST = 250
_LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
_MEMORY = """
import sys, psutil
from bench.gold import read_gold
from nlp.extraction import extract
for _ in range(3):
    list(extract((one.text, one.country) for one in read_gold("build")))
print(psutil.Process().memory_info().rss // 1_000_000)
"""


def timed(work: Callable[[], object]) -> float:
    """Processor seconds that `work` takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def against_peer(rounds: int, console: Console) -> dict[str, float]:
    """Times both on the same texts, in turns; prints a table and returns the figures of the last line."""
    texts = [(one.text, one.country) for one in read_gold("build") if len(one.text) <= _LONGEST]
    other = peer()
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(rounds + 1):
        our_time = timed(lambda: [extract_one(text, country) for text, country in texts])
        their_time = timed(lambda: [other.read(text) for text, _ in texts])
        if turn:  # the first round loads tables and fills what is remembered of words
            ours.append(our_time)
            theirs.append(their_time)
    our_rate, their_rate = len(texts) * rounds / sum(ours), len(texts) * rounds / sum(theirs)
    mean = sum(len(text) for text, _ in texts) / len(texts)
    _show_costs(console, texts, f"{len(texts)} texts of {mean:.0f} characters on average, one core")
    shown = Table(box=None)
    for column in ("", "texts/s"):
        shown.add_column(column, justify="right" if column else "left")
    shown.add_row("Waymark, everything on", f"{our_rate:.0f}")
    shown.add_row("the off-the-shelf stack", f"{their_rate:.0f}")
    console.print(shown)
    rss = subprocess.run([sys.executable, "-c", _MEMORY], check=True, capture_output=True, text=True).stdout
    return {"texts_per_s": round(our_rate, 1), "ratio": round(our_rate / their_rate, 1), "rss_mb": int(rss)}


def _show_costs(console: Console, texts: Sequence[tuple[str, str | None]], title: str) -> None:
    """The mean milliseconds that each component takes of one text."""
    nlp = pipeline.load()
    spent: dict[str, float] = defaultdict(float)
    for text, country in texts:
        started = time.process_time()
        doc = pipeline.begin(nlp, text, country)
        spent["the Doc"] += time.process_time() - started
        for name, component in nlp.pipeline:
            started = time.process_time()
            doc = component(doc)
            spent[name] += time.process_time() - started
    shown = Table(title=title, title_justify="left", box=None)
    shown.add_column("component")
    shown.add_column("ms a text", justify="right")
    for name, seconds in spent.items():
        shown.add_row(name, f"{1000 * seconds / len(texts):.3f}")
    console.print(shown)


def by_length(console: Console) -> dict[str, float]:
    """Times texts of growing length, ads and hostile ones; returns milliseconds per 1,000 characters of the longest."""
    ads = "\n".join(one.text for one in read_gold("build"))
    kinds = {
        "ads": ads,
        "digits": "0123456789 ",
        "one word": "a",
        "a place": "Beograd ",
        "arrows": "Niš→",
        "number words": "shtatë zero katër ",
        "prices": "2.500-3.000€ ",
        "marks": "a\u0301\u0301\u0301",
        "links": "t.me/a wa.me/49",
        "capitals": "VON WIEN NACH ",
        "addresses": "a@",
        "accounts": "@abcde ",
        "currencies": "€5 $6 ",
        "euros": "5€",
        "thousands": "1k",
        "figures": "1,",
        "marked": "+381 64 000 000 ",
    }
    shown = Table(title="milliseconds per 1,000 characters", title_justify="left", box=None)
    shown.add_column("text")
    for length in _LENGTHS:
        shown.add_column(f"{length:,}", justify="right")
    worst = {}
    for name, unit in kinds.items():
        row = []
        for length in _LENGTHS:
            text = (unit * (length // len(unit) + 1))[:length]
            row.append(1_000_000 * timed(lambda text=text: extract_one(text)) / length)  # type: ignore[misc]
        worst[name] = round(row[-1], 2)
        shown.add_row(name, *(f"{cost:.2f}" for cost in row))
    console.print(shown)
    return worst


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.extraction", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="turns that are timed (default: 5)")
    parser.add_argument("--lengths", action="store_true", help="texts of 1 kB to 1 MB instead")
    chosen = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    figures = by_length(console) if chosen.lengths else against_peer(max(1, chosen.rounds), console)
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())

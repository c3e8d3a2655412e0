"""How fast a page of the console's search is, over an index of invented leads on a node of the benchmark's own.

    python -m bench.search [--leads 10000] [--growth] [--questions 200]

Example: python -m bench.search --leads 1000000 --growth

It starts an Elasticsearch in STATE/bench (loopback, ended at the end; --keep leaves it and its leads for the next run),
fills it, and asks for pages as a signed-in analyst does: the list, the facets, the histogram, as HTML over HTTP. Every
question is another one, and what Elasticsearch remembers of whole answers is dropped before each, as new leads do it
on a live index; all else is warm. The last line is one JSON object: `leads`, `p50_ms`, `p95_ms` of the pages.

Exit status: 0 done, 2 the command cannot be read, 3 Elasticsearch or the console is not there.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import httpx
from elasticsearch import Elasticsearch
from rich.console import Console
from rich.table import Table

from bench.console_page import signed_in
from bench.filling import fill
from bench.questions import Asked, mix
from leads import box
from leads.facets import divide
from leads.paging import first_page
from nlp.gazetteer import Gazetteer, load
from waymark.cluster import connect
from waymark.errors import WaymarkError
from waymark.node import down, erase, up
from waymark.progress import say, track
from waymark.settings import Settings, settings

_GROWTH = (10_000, 100_000)
_WARM_UP = 60  # questions that are asked before any is timed


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one question: the page, and without the console its list and its facets."""

    kind: str
    page: float
    hits: float
    facets: float


@dataclass(frozen=True)
class Measured:
    """One size of the index."""

    leads: int
    rate: float | None
    times: tuple[Timed, ...]

    def share(self, part: str, percent: int, kind: str | None = None) -> float:
        """The percentile of `page`, `hits` or `facets`, of all questions or of one kind."""
        values = [getattr(one, part) for one in self.times if kind in (None, one.kind)]
        return float(quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0])


def measure(now: Settings, leads: int, questions: int, seed: int) -> Measured:
    """Fills the index up to `leads` and times the questions. Raises WaymarkError where a service fails."""
    filled = fill(now, leads, seed)
    gazetteer = load()
    asked = mix(leads, seed, datetime.now(UTC), gazetteer, questions + _WARM_UP)
    with connect(now, timeout=120) as client, signed_in(client, now) as browser:
        for one in asked[:_WARM_UP]:
            _time(client, browser, now, gazetteer, one)
        with track(f"asking of {leads} leads", questions, "questions") as advance:
            times = []
            for one in asked[_WARM_UP:]:
                times.append(_time(client, browser, now, gazetteer, one))
                advance(1)
    return Measured(leads, filled.rate, tuple(times))


def _time(client: Elasticsearch, browser: httpx.Client, now: Settings, gazetteer: Gazetteer, asked: Asked) -> Timed:
    page = _page(client, browser, now, asked)
    query = box.read(asked.box, gazetteer, datetime.now(UTC)).query
    _forget(client, now)
    began = time.perf_counter()
    first_page(client, now, query, gazetteer)
    listed = time.perf_counter()
    divide(client, now, query, gazetteer)
    divided = time.perf_counter()
    return Timed(asked.kind, page, 1000 * (listed - began), 1000 * (divided - listed))


def _page(client: Elasticsearch, browser: httpx.Client, now: Settings, asked: Asked) -> float:
    _forget(client, now)
    began = time.perf_counter()
    answer = browser.get("/", params={"q": asked.box})
    took = 1000 * (time.perf_counter() - began)
    if answer.status_code != httpx.codes.OK:
        raise WaymarkError(f"the page of {asked.box!r} failed ({answer.status_code})")
    return took


def _forget(client: Elasticsearch, now: Settings) -> None:
    client.indices.clear_cache(index=now.read_alias, request=True)


def show(console: Console, measured: Sequence[Measured]) -> None:
    """A table by size, and one by kind of question for the largest."""
    sizes = Table(title="milliseconds of a page, and of its parts without the console", title_justify="left", box=None)
    for column in ("leads", "p50", "p95", "list p95", "facets p95", "written/s"):
        sizes.add_column(column, justify="right")
    for one in measured:
        figures = [one.share("page", 50), *(one.share(part, 95) for part in ("page", "hits", "facets"))]
        rate = "" if one.rate is None else f"{one.rate:,.0f}"
        sizes.add_row(f"{one.leads:,}", *(f"{figure:.0f}" for figure in figures), rate)
    console.print(sizes)
    last = measured[-1]
    numbers: dict[str, int] = defaultdict(int)
    for timed in last.times:
        numbers[timed.kind] += 1
    kinds = Table(title=f"by what is asked for, {last.leads:,} leads", title_justify="left", box=None)
    for column in ("", "questions", "p50", "p95", "list p95", "facets p95"):
        kinds.add_column(column, justify="right" if column else "left")
    for kind, number in sorted(numbers.items(), key=lambda item: -last.share("page", 95, item[0])):
        figures = [last.share("page", 50, kind), *(last.share(part, 95, kind) for part in ("page", "hits", "facets"))]
        kinds.add_row(kind, str(number), *(f"{figure:.0f}" for figure in figures))
    console.print(kinds)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    folder: Path = chosen.state or settings().state / "bench"
    # A node of its own, whatever cluster and state the environment names.
    given = {"heap": settings().elasticsearch_heap, "maven": settings().maven_repository, "cache": settings().cache}
    now = Settings(
        state=folder,
        cache=given["cache"],
        elasticsearch_heap=given["heap"],
        maven_repository=given["maven"],
        elasticsearch_url=None,
        index_prefix="",
    ).model_copy(update={"elasticsearch_url": None, "elasticsearch_port": None, "index_prefix": ""})
    console = Console(width=None if sys.stdout.isatty() else 120)
    sizes = [size for size in _GROWTH if chosen.growth and size < chosen.leads] + [chosen.leads]
    try:
        say(f"starting an Elasticsearch of the benchmark's own in {folder}")
        up(now)
        try:
            measured = [measure(now, size, chosen.questions, chosen.seed) for size in sizes]
        finally:
            (down if chosen.keep else erase)(now)
    except WaymarkError as error:
        print(f"bench.search: {error}", file=sys.stderr)
        return error.exit_code
    show(console, measured)
    last = measured[-1]
    figures = {
        "leads": last.leads,
        "p50_ms": round(last.share("page", 50), 1),
        "p95_ms": round(last.share("page", 95), 1),
    }
    print(json.dumps(figures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--leads", type=_positive, default=10_000, help="size of the index (default: 10000)")
    parser.add_argument("--growth", action="store_true", help="10,000 and 100,000 leads first, to show the growth")
    parser.add_argument("--questions", type=_positive, default=200, help="questions that are timed (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="of the leads and the questions (default: 1)")
    parser.add_argument("--state", type=Path, help="folder of the node (default: STATE/bench)")
    parser.add_argument("--keep", action="store_true", help="leave the leads there for the next run")
    return parser


def _positive(given: str) -> int:
    number = int(given)
    if number < 1:
        raise argparse.ArgumentTypeError("give a number of at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())

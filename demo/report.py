"""Shows what a demo run found, through search, as an analyst would see it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch
from rich.console import Console
from rich.table import Table
from rich.text import Text

from leads.overview import Leg, Overview, overview
from leads.query import SearchQuery
from leads.search import Hit, search
from nlp.gazetteer import load
from waymark.progress import printable
from waymark.settings import Settings

_EXAMPLES = {
    "waymark search --from Prishtina --to Wien": SearchQuery(origin="Prishtina", destination="Wien"),
    "waymark search --via Ungarn --price-max 3000 --mode van": SearchQuery(via=("Ungarn",), price_max=3000, mode="van"),
}
_console = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else 150)


#: What the DAGs' tasks do, in words.
_TASKS = {
    "list_sources": "listing the sources",
    "check_sources": "checking the files of the sources",
    "crawl": "reading the source",
    "take_in": "taking in the tips",
    "plan": "looking for what is not indexed yet",
    "index": "indexing batch",
}


def told(task: Mapping[str, Any]) -> str:
    """What a task instance, as Airflow's API gives it, did and how it ended, in words."""
    name, number = task["task_id"], task["map_index"]
    which = "" if number < 0 else str(number + 1)  # a batch is called by files of the archive, a source by its id
    if name == "crawl" and task.get("rendered_map_index"):
        which = task["rendered_map_index"]
    return f"{_TASKS.get(name, name)} {which}".rstrip() + f": {task['state']}"


def show(client: Elasticsearch, settings: Settings) -> bool:
    """Prints what the index holds; True when leads from ads and from tips were found through search."""
    gazetteer = load()
    found = overview(client, settings.read_alias, gazetteer)
    _counts(found)
    _routes(found)
    _phones(found)
    for command, query in _EXAMPLES.items():
        results = search(client, settings, query, gazetteer, limit=5)
        _console.print(f"\n[bold]{command}[/bold]  ({results.total} leads, the best {len(results.hits)})")
        _console.print(_table("seen", "source", "language", "route", "text", rows=[_hit(hit) for hit in results.hits]))
    complete = True
    for kind in ("ad", "tip"):
        if not search(client, settings, SearchQuery(kind=kind), gazetteer, limit=1).total:
            _console.print(f"No lead of the kind '{kind}' was found through search.", style="bold red")
            complete = False
    return complete


def _counts(found: Overview) -> None:
    kinds = ", ".join(f"{number} from {kind}s" for kind, number in found.kinds.items())
    _console.print(f"\n[bold]Leads[/bold]: {sum(found.kinds.values())} ({kinds}); those of the demo are invented")
    _console.print(", ".join(f"{language} {number}" for language, number in found.languages.items()))


def _routes(found: Overview) -> None:
    _console.print("\n[bold]Routes and what is asked for them (euro)[/bold]")
    rows = [(f"{leg.origin} → {leg.destination}", str(leg.leads), _prices(leg)) for leg in found.legs]
    _console.print(_table("route", "leads", "lowest – middle – highest", rows=rows))


def _prices(leg: Leg) -> str:
    if leg.low is None or leg.median is None or leg.high is None:
        return "–"
    return f"{leg.low:,.0f} – {leg.median:,.0f} – {leg.high:,.0f}"


def _phones(found: Overview) -> None:
    _console.print("\n[bold]Phones seen in more than one lead[/bold]")
    rows = [
        (phone.e164, str(phone.leads), str(len(phone.sources)), ", ".join(phone.languages)) for phone in found.phones
    ]
    _console.print(_table("phone", "leads", "sources", "languages", rows=rows))


def _hit(hit: Hit) -> tuple[str, ...]:
    lead = hit.lead
    routes = ["→".join(stop.name for stop in route.stops) for route in lead.extraction.routes]
    return (
        f"{lead.last_seen:%Y-%m-%d}",
        lead.source,
        lead.extraction.language.code,
        "; ".join(routes)[:60],
        hit.snippet[:60],
    )


def _table(*heads: str, rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in heads:
        table.add_column(head, no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))  # what a site wrote: neither markup nor commands
    return table

"""How right the extraction is on the gold set, per language; with every miss of the half to build on.

python -m bench.accuracy                                 the half to build on
python -m bench.accuracy more --misses routes --language it
python -m bench.accuracy held held2                      held back: figures only
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from bench.gold import HELD, GoldText, Located, distance_km, read_gold, same_place
from nlp.extraction import extract
from waymark.records import Extraction

FINDINGS = ("language", "phones", "prices", "per", "places", "routes", "stops")
#: One language in the sense of the gold set: their written forms do not tell them apart.
_ONE = {"hr": "sr", "bs": "sr"}


@dataclass
class Count:
    """Right, found and to be found; of language and `per`, `found` counts the judged."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, other: Count) -> None:
        self.right += other.right
        self.found += other.found
        self.wanted += other.wanted

    @property
    def f1(self) -> float | None:
        """None where there was nothing to find and nothing was found."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else None


@dataclass
class Scored:
    """One text's counts, and what was wrong, by finding."""

    counts: dict[str, Count] = field(default_factory=dict)
    misses: dict[str, tuple[str, str]] = field(default_factory=dict)  #: finding → (wanted, found)


def score(gold: GoldText, found: Extraction) -> Scored:
    """Judges one extraction: exact E.164, exact min–max–currency, place within 30 km, whole list of stops."""
    scored = Scored()
    _language(scored, gold, found)
    _items(scored, "phones", gold.phones, [phone.e164 for phone in found.phones])
    _prices(scored, gold, found)
    _places(scored, gold, found)
    _routes(scored, gold, found)
    return scored


def _language(scored: Scored, gold: GoldText, found: Extraction) -> None:
    accepted = {_ONE.get(code, code) for code in gold.languages}
    right = _ONE.get(found.language.code, found.language.code) in accepted
    scored.counts["language"] = Count(int(right), 1, 1)
    if not right:
        scored.misses["language"] = (", ".join(sorted(gold.languages)), found.language.code)


def _items(scored: Scored, finding: str, wanted: Iterable[Hashable], found: Iterable[Hashable]) -> None:
    wanted_once, found_once = Counter(wanted), Counter(found)
    if finding != "prices":  # a number or a place counts once, two equal prices are two
        wanted_once, found_once = Counter(set(wanted_once)), Counter(set(found_once))
    right = (wanted_once & found_once).total()
    scored.counts[finding] = Count(right, found_once.total(), wanted_once.total())
    if right < max(found_once.total(), wanted_once.total()):
        scored.misses[finding] = (str(sorted(map(str, wanted_once - found_once))), str(sorted(map(str, found_once))))


def _prices(scored: Scored, gold: GoldText, found: Extraction) -> None:
    _items(
        scored,
        "prices",
        [amount for amount, _ in gold.prices],
        [(price.min, price.max, price.currency) for price in found.prices],
    )
    left = [((price.min, price.max, price.currency), price.per) for price in found.prices]
    count = Count()
    wrong = []
    for amount, per in gold.prices:
        alike = [one for one in left if one[0] == amount]
        if not alike:
            continue
        best = next((one for one in alike if one[1] == per), alike[0])
        left.remove(best)
        count.add(Count(int(best[1] == per), 1, 1))
        if best[1] != per:
            wrong.append((amount, per, best[1]))
    scored.counts["per"] = count
    if wrong:
        scored.misses["per"] = (str([one[:2] for one in wrong]), str([one[2] for one in wrong]))


def _places(scored: Scored, gold: GoldText, found: Extraction) -> None:
    once = list({place.id: place for place in found.places}.values())
    pairs = _paired(gold.places, once)
    scored.counts["places"] = Count(len(pairs), len(once), len(gold.places))
    if len(pairs) < max(len(once), len(gold.places)):
        missed = [place for at, place in enumerate(gold.places) if at not in pairs]
        wrong = [place for at, place in enumerate(once) if at not in pairs.values()]
        scored.misses["places"] = (_named(missed), _named(wrong))


def _paired(wanted: Sequence[Located], found: Sequence[Located]) -> dict[int, int]:
    """Which wanted place (its index) is which found one; each once, the nearest pairs first."""
    near = sorted(
        (distance_km(place, other), at, to)
        for at, place in enumerate(wanted)
        for to, other in enumerate(found)
        if same_place(place, other)
    )
    pairs: dict[int, int] = {}
    for _, at, to in near:
        if at not in pairs and to not in pairs.values():
            pairs[at] = to
    return pairs


def _routes(scored: Scored, gold: GoldText, found: Extraction) -> None:
    routes = [route.stops for route in found.routes]
    left = list(routes)
    whole = 0
    for wanted in gold.routes:
        match = next((stops for stops in left if _same_stops(wanted, stops)), None)
        if match is not None:
            whole += 1
            left.remove(match)
    scored.counts["routes"] = Count(whole, len(routes), len(gold.routes))
    scored.counts["stops"] = Count(
        _stops_in_order(gold.routes, routes), sum(map(len, routes)), sum(map(len, gold.routes))
    )
    if whole < max(len(routes), len(gold.routes)):
        scored.misses["routes"] = (" | ".join(map(_named, gold.routes)), " | ".join(map(_named, routes)))


def _same_stops(one: Sequence[Located], other: Sequence[Located]) -> bool:
    return len(one) == len(other) and all(map(same_place, one, other))


def _stops_in_order(wanted: Sequence[Sequence[Located]], found: Sequence[Sequence[Located]]) -> int:
    """Stops found in their order: each wanted route against the found one that shares most, each used once."""
    shared = sorted(
        ((_common(one, other), -at, -to) for at, one in enumerate(wanted) for to, other in enumerate(found)),
        reverse=True,
    )
    used: set[tuple[str, int]] = set()
    total = 0
    for common, at, to in shared:
        if ("wanted", at) in used or ("found", to) in used:
            continue
        used |= {("wanted", at), ("found", to)}
        total += common
    return total


def _common(one: Sequence[Located], other: Sequence[Located]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for place in one:
        before = 0
        for at, candidate in enumerate(other, 1):
            above = row[at]
            row[at] = before + 1 if same_place(place, candidate) else max(above, row[at - 1])
            before = above
    return row[-1]


def _named(places: Iterable[Located]) -> str:
    return " → ".join(f"{getattr(place, 'name', '?')} ({place.country})" for place in places) or "–"


def judged(texts: Sequence[GoldText]) -> Iterator[tuple[GoldText, Scored]]:
    """Each text with its score, read by the pipeline as it stands."""
    for gold, found in zip(texts, extract((text.text, text.country) for text in texts), strict=True):
        yield gold, score(gold, found)


def totals(results: Iterable[tuple[GoldText, Scored]]) -> dict[str, dict[str, Count]]:
    """Counts by language and finding; `all` sums them up."""
    by_group: dict[str, dict[str, Count]] = defaultdict(lambda: {finding: Count() for finding in FINDINGS})
    for gold, scored in results:
        for group in (gold.group, "all"):
            for finding, count in scored.counts.items():
                by_group[group][finding].add(count)
    return dict(by_group)


def table(sums: dict[str, dict[str, Count]], title: str) -> Table:
    """The figures as a table for people; `–` where there was nothing to find."""
    shown = Table(title=title, title_justify="left", box=None)
    shown.add_column("")
    for finding in FINDINGS:
        shown.add_column(finding, justify="right")
    for group in [*sorted(sums.keys() - {"all"}), "all"]:
        shown.add_row(group, *("–" if (f1 := sums[group][one].f1) is None else f"{f1:.3f}" for one in FINDINGS))
    return shown


def show_misses(console: Console, results: Iterable[tuple[GoldText, Scored]], finding: str) -> None:
    """Every text where `finding` was wrong: the text, what was wanted, what was found."""
    for gold, scored in results:
        if finding in scored.misses:
            wanted, found = scored.misses[finding]
            console.print(f"\n{gold.id}  {gold.text}", markup=False, highlight=False)
            console.print(f"  wanted: {wanted}\n  found:  {found}", markup=False, highlight=False)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.accuracy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", default=["build"], help="folders of tests/gold (default: build)")
    parser.add_argument("--language", help="only this file's texts, such as it")
    parser.add_argument("--misses", choices=FINDINGS[:-1], help="show every text where this was read wrong")
    parser.add_argument("--json", action="store_true", help="one JSON line a language")
    chosen = parser.parse_args(arguments)
    if chosen.misses and set(chosen.folders) & set(HELD):
        parser.error(f"{' and '.join(HELD)} are held back: their misses are not looked at while building")
    try:
        texts = [text for folder in chosen.folders for text in read_gold(folder)]
    except FileNotFoundError as error:
        parser.error(str(error))
    if chosen.language:
        texts = [text for text in texts if text.group == chosen.language]
    if not texts:
        parser.error(f"no texts in {chosen.language}")
    results = list(judged(texts))
    _report(results, chosen)
    return 0


def _report(results: list[tuple[GoldText, Scored]], chosen: argparse.Namespace) -> None:
    console = Console(width=None if sys.stdout.isatty() else 200)
    if chosen.misses:
        show_misses(console, results, chosen.misses)
    sums = totals(results)
    if chosen.json:
        for group, counts in sums.items():
            print(json.dumps({"texts": group, **{one: counts[one].f1 for one in FINDINGS}}))
        return
    console.print(
        table(sums, f"{len(results)} texts of {', '.join(chosen.folders)}: accuracy of language and per, else F1")
    )


if __name__ == "__main__":
    sys.exit(main())

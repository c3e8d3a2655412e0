"""Learns to read routes: nlp/routes/weights.tsv, second_look.tsv, occasion.tsv and
occasion_net.tsv.

From the gold texts to build on, the marked texts, and the plain ones under tests/nlp; it takes a quarter of an hour.

python -m bench.moves               learns from all of them and writes the tables
python -m bench.moves --occasion    learns the two tables of occasions alone, which takes two minutes
python -m bench.moves --keep        writes the mean of what is learned now and of the tables that stand
python -m bench.moves --check       learns from three quarters, says how well the last quarter is read

How well the held-back texts are read is for `python -m bench.accuracy` to say.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import occasion as learned_occasion
from bench import second_look as learned_look
from bench.learning import Learner, Lesson
from bench.lessons import Told, from_gold, from_marked, from_second_reader, from_ways
from bench.second_look import Candidates
from bench.spelling import spelled
from nlp.routes import network, occasion, second_look, traits
from nlp.routes.choice import Chooser, lists
from nlp.routes.moves import Numbers
from nlp.routes.weights import COLUMNS, TABLE, Weights, load, written

_FOLDERS = ("build", "more", "wide")
_ROUNDS = 5
_FOLDS = 4
_LEARNERS = 2  # that see the texts in orders of their own
_PLAIN = 3  # times that a plain text counts: whoever writes plainly is to be read rightly
_Table = tuple[dict[str, int], npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Example:
    """A text, and the moves that spell its journeys; None where none do."""

    told: Told
    moves: tuple[str, ...] | None


def examples() -> list[Example]:
    """All texts to learn from, spelled."""
    texts = _texts()
    asked = [(text.scene.numbers, text.wanted, _later(text)) for text in texts]
    with ProcessPoolExecutor() as pool:
        moves = list(pool.map(_spelled, asked, chunksize=40))
    print(f"{len(texts)} texts; no moves spell {sum(one is None for one in moves)}", file=sys.stderr)
    return [Example(text, one) for text, one in zip(texts, moves, strict=True)]


def _texts() -> list[Told]:
    texts = [*(text for folder in _FOLDERS for text in from_gold(folder)), *from_marked(), *from_second_reader()]
    return [*texts, *from_ways()]


def _later(text: Told) -> frozenset[int]:
    """The mentions of places that "here" names again."""
    return frozenset(at for at, mention in enumerate(text.scene.mentions) if mention.later)


def _spelled(asked: tuple[tuple[int, ...], tuple[Numbers, ...], frozenset[int]]) -> tuple[str, ...] | None:
    return spelled(*asked)


@dataclass(frozen=True)
class Taught:
    """What was learned."""

    moves: _Table
    second_look: dict[str, float]


def taught(texts: Sequence[Example], rounds: int) -> Taught:
    """Learns the moves from all texts; and the second look from what moves learned from three quarters of them read in
    the last one, for each quarter."""
    _shared[:] = _about_a_journey(texts)
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:  # the texts are there already in each process
        whole = [pool.submit(_moves, None, rounds, seed) for seed in range(_LEARNERS)]
        quarters = [pool.submit(_candidates, fold, rounds) for fold in range(_FOLDS)]
        candidates = [one for quarter in quarters for one in quarter.result()]
        return Taught(_mean([one.result() for one in whole]), learned_look.learned(candidates))


def _about_a_journey(texts: Sequence[Example]) -> list[Example]:
    """The texts of which moves are asked: those with a journey, and those that would be taken for one."""
    asked = [one for one in texts if learned_occasion.is_asked(one.told)]
    odds = learned_occasion.crossed([one.told for one in asked])
    return [one for one, likely in zip(asked, odds, strict=True) if one.told.about or likely > occasion.LEAST]


_shared: list[Example] = []


def _mean(tables: Sequence[_Table]) -> _Table:
    """The mean weights: what one learner has from the order of its texts alone weighs less."""
    rows: dict[str, int] = {}
    for known, _ in tables:
        for trait in known:
            rows.setdefault(trait, len(rows))
    weights = np.zeros((len(rows), len(COLUMNS)), np.float32)
    for known, matrix in tables:
        weights[[rows[trait] for trait in known]] += matrix / np.float32(len(tables))
    return rows, weights


def _moves(without: int | None, rounds: int, seed: int = 0) -> _Table:
    lessons = [
        Lesson(one.told.scene, one.moves)
        for number, one in enumerate(_shared)
        if one.moves is not None and number % _FOLDS != without
        for _ in range(_times(one.told))
    ]
    learner = Learner(lessons, seed)
    name = f"all, learner {seed + 1}" if without is None else f"without quarter {without + 1}"
    for number, wrong in enumerate(learner.learn(rounds), 1):
        print(f"{name}, round {number}: {wrong} of {len(lessons)} read wrongly", file=sys.stderr, flush=True)
    return learner.weights()


def _candidates(fold: int, rounds: int) -> list[Candidates]:
    chooser = Chooser(Weights(*_moves(fold, rounds)), {})
    return [
        Candidates(
            one.told.scene,
            tuple(reading.outcome for reading in chooser.readings(one.told.scene, traits.of_text(one.told.scene))),
            one.told.wanted,
        )
        for one in _shared[fold::_FOLDS]
        for _ in range(_times(one.told))
    ]


def _times(text: Told) -> int:
    return _PLAIN if text.kind == "plain" else 1


def check(found: Taught, texts: Sequence[Told]) -> None:
    """Prints F1 of whole lists of stops by kind of text, with what is read today beside it."""
    chooser = Chooser(Weights(*found.moves), found.second_look)
    by_kind: dict[str, list[tuple[set[tuple[int, ...]], Told]]] = defaultdict(list)
    for text in texts:
        reading = chooser.read(text.scene) if text.scene.numbers else None
        got = set(lists(reading)) if reading else set()
        for kind in (text.kind, "all marked" if text.kind not in _FOLDERS else ""):
            if kind:
                by_kind[kind].append((got, text))
    for kind, read in by_kind.items():
        silent = [got for got, text in read if not text.wanted]
        said = f", {sum(map(bool, silent))} of {len(silent)} without a journey get one" if silent else ""
        now = _f1([(set(text.read), set(text.wanted)) for _, text in read])
        right = _f1([(got, set(text.wanted)) for got, text in read])
        print(f"{kind:12} {len(read):5} texts  {right:.3f}  today {now:.3f}{said}")


def _f1(pairs: Sequence[tuple[set[tuple[int, ...]], set[tuple[int, ...]]]]) -> float:
    right = sum(len(got & wanted) for got, wanted in pairs)
    total = sum(len(got) + len(wanted) for got, wanted in pairs)
    return 2 * right / total if total else 1.0


def _write(table: Path, lines: Iterable[str]) -> None:
    table.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--check", action="store_true", help="say how well texts are read that were not learned from")
    reader.add_argument("--occasion", action="store_true", help="only whether a text is about a journey")
    reader.add_argument("--rounds", type=int, default=_ROUNDS)
    reader.add_argument("--keep", action="store_true", help="the mean of what is learned and of the tables that stand")
    asked = reader.parse_args()
    if asked.occasion:
        _write_occasion(_texts())
        return 0
    texts = examples()
    if asked.check:
        rest = [text for number, text in enumerate(texts) if number % _FOLDS]
        check(taught(rest, asked.rounds), [text.told for text in texts[::_FOLDS]])
        return 0
    found = taught(texts, asked.rounds)
    if asked.keep:
        found = Taught(_mean([load().table, found.moves]), learned_look.mean(second_look.weights(), found.second_look))
    _write_occasion([text.told for text in texts])
    _write(TABLE, written(*found.moves))
    _write(second_look.TABLE, learned_look.written(found.second_look))
    return 0


def _write_occasion(texts: Sequence[Told]) -> None:
    voters = learned_occasion.learned([text for text in texts if learned_occasion.is_asked(text)])
    _write(occasion.TABLE, learned_occasion.written(voters.weights))
    _write(occasion.NETWORK, network.written(voters.network))


if __name__ == "__main__":
    sys.exit(main())

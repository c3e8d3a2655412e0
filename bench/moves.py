"""Learns the moves of the route reader: nlp/routes/weights.tsv and occasion.tsv.

From the gold texts to build on, the marked texts, and the plain ones under tests/nlp; it takes a quarter of an hour.

python -m bench.moves                       learns from all of them and writes the table
python -m bench.moves --check               learns from three quarters, says how well the last quarter is read
python -m bench.moves --check --held        learns from all, says how well the held-back folders are read
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import occasion as learned_occasion
from bench.learning import Learner, Lesson
from bench.lessons import Told, from_gold, from_marked, from_second_reader, from_ways
from bench.spelling import spelled
from nlp.routes import occasion
from nlp.routes.choice import Chooser, lists
from nlp.routes.weights import COLUMNS, TABLE, Weights, written

_FOLDERS = ("build", "more", "wide")
_HELD = ("held", "held2")
_ROUNDS = 8
_FOLDS = 4
_LEARNERS = 2
_PLAIN = 3  # times that a plain text counts: whoever writes plainly is to be read rightly


def learned(texts: Iterable[Told], rounds: int) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    """What is learned from `texts`, as weights.written takes it: the mean of several learners, each with the texts in
    another order. Texts whose journeys no moves spell are left out, and counted."""
    lessons, left_out = [], 0
    for text in texts:
        moves = spelled(text.scene.numbers, text.wanted)
        if moves is None:
            left_out += 1
        elif text.scene.numbers:
            lessons.append(Lesson(text.scene, moves))
    print(f"{len(lessons)} texts to learn from; no moves spell {left_out}", file=sys.stderr)
    return mean([_taught(lessons, rounds, seed) for seed in range(_LEARNERS)])


def _taught(lessons: Sequence[Lesson], rounds: int, seed: int) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    learner = Learner(lessons, seed)
    for number, wrong in enumerate(learner.learn(rounds), 1):
        print(f"learner {seed + 1}, round {number}: {wrong} read wrongly", file=sys.stderr, flush=True)
    return learner.weights()


def mean(
    tables: Sequence[tuple[dict[str, int], npt.NDArray[np.float32]]],
) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    """The mean of several tables of weights; a trait that one does not know weighs nothing there."""
    rows: dict[str, int] = {}
    for known, _ in tables:
        for trait in known:
            rows.setdefault(trait, len(rows))
    total = np.zeros((len(rows), len(COLUMNS)), np.float32)
    for known, matrix in tables:
        total[[rows[trait] for trait in known]] += matrix[list(known.values())]
    return rows, (total / np.float32(len(tables))).astype(np.float32)


def check(weights: Weights, texts: Sequence[Told]) -> None:
    """Prints F1 of whole lists of stops by kind of text, with what is read today beside it."""
    chooser = Chooser(weights)
    by_kind: dict[str, list[tuple[set[tuple[int, ...]], Told]]] = defaultdict(list)
    for text in texts:
        reading = chooser.read(text.scene) if text.scene.numbers else None
        got = set(lists(reading)) if reading else set()
        for kind in (text.kind, "all marked" if text.kind not in (*_FOLDERS, *_HELD) else ""):
            if kind:
                by_kind[kind].append((got, text))
    for kind, found in by_kind.items():
        silent = [got for got, text in found if not text.wanted]
        said = f", {sum(map(bool, silent))} of {len(silent)} without a journey get one" if silent else ""
        now = _f1([(set(text.read), set(text.wanted)) for _, text in found])
        right = _f1([(got, set(text.wanted)) for got, text in found])
        print(f"{kind:12} {len(found):5} texts  {right:.3f}  today {now:.3f}{said}")


def _f1(pairs: Sequence[tuple[set[tuple[int, ...]], set[tuple[int, ...]]]]) -> float:
    right = sum(len(got & wanted) for got, wanted in pairs)
    total = sum(len(got) + len(wanted) for got, wanted in pairs)
    return 2 * right / total if total else 1.0


def _write(table: Path, lines: Iterable[str]) -> None:
    table.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--check", action="store_true", help="say how well texts are read that were not learned from")
    reader.add_argument("--held", action="store_true", help="with --check: the held-back folders, figures only")
    reader.add_argument("--rounds", type=int, default=_ROUNDS)
    asked = reader.parse_args()
    texts = [*(text for folder in _FOLDERS for text in from_gold(folder)), *from_marked(), *from_second_reader()]
    texts += _PLAIN * list(from_ways())
    if not asked.check:
        _write(occasion.TABLE, learned_occasion.written(learned_occasion.learned(texts)))
        _write(TABLE, written(*learned(texts, asked.rounds)))
    elif asked.held:
        check(Weights(*learned(texts, asked.rounds)), [text for folder in _HELD for text in from_gold(folder)])
    else:
        rest = [text for number, text in enumerate(texts) if number % _FOLDS]
        check(Weights(*learned(rest, asked.rounds)), texts[::_FOLDS])
    return 0


if __name__ == "__main__":
    sys.exit(main())

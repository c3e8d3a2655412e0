"""The network of one hidden layer that votes on what a text is about."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from bench import network as lessons
from nlp.routes import network, occasion
from waymark.errors import ConfigurationError


def test_it_learns_what_a_sum_cannot_say(tmp_path: Path) -> None:
    """One trait or the other, but not both; and the table says the same as what was learned."""
    texts = [[0], [1], [0, 1], []] * 200
    found = lessons.learned({"a": 0, "b": 1}, texts, [True, True, False, False] * 200, [1.0] * 800)
    table = tmp_path / "net.tsv"
    table.write_text("".join(f"{line}\n" for line in network.written(found)), "utf-8")
    for voter in (found, network.read(table)):
        assert [voter.odds(said) > 0 for said in (["a"], ["b"], ["a", "b"], [], ["unknown"])] == [
            True, True, False, False, False,
        ]  # fmt: skip


def test_the_order_of_traits_is_of_no_weight() -> None:
    voter = occasion.voter()
    some = sorted(voter.rows)[::97][:5]
    assert len({voter.odds(said) for said in permutations(some)}) == 1


def test_the_same_texts_give_the_same_network() -> None:
    one, other = (lessons.learned({"a": 0}, [[0], []] * 50, [True, False] * 50, [1.0] * 100) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)


@pytest.mark.parametrize("lines", ["bias\t1 2\nout\t1 2 x\n", "bias\t1 2\nout\t1 2\n", "bias\t1 2\na\t1 2\n"])
def test_a_faulty_table_is_named(tmp_path: Path, lines: str) -> None:
    table = tmp_path / "net.tsv"
    table.write_text(lines, "utf-8")
    with pytest.raises(ConfigurationError, match=r"net\.tsv.*bench\.moves"):
        network.read(table)

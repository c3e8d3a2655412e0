"""Where the sentences and the clauses of a text begin, counted in words."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from nlp.directions.wording import Wording

_SENTENCE = r"[.!?؟۔…]+(?=\s|$)|\n+|[•●▪■✅✔️❗‼]"
_BOUND = re.compile(rf"(?P<sentence>{_SENTENCE})|[,;:،؛()«»„“”\"]")


@dataclass(frozen=True, slots=True)
class Layout:
    """First words of sentences and of clauses, in order; the first is word 0."""

    sentences: tuple[int, ...]
    clauses: tuple[int, ...]
    words: int

    def sentence_of(self, word: int) -> int:
        """The number of the sentence that word `word` stands in."""
        return bisect_right(self.sentences, word) - 1

    def sentence(self, word: int) -> tuple[int, int]:
        """The words [start, end) of the sentence of word `word`."""
        return _around(self.sentences, word, self.words)

    def clause(self, word: int) -> tuple[int, int]:
        """The words [start, end) of the clause of word `word`."""
        return _around(self.clauses, word, self.words)


def _around(starts: tuple[int, ...], word: int, words: int) -> tuple[int, int]:
    at = bisect_right(starts, word)
    return starts[at - 1], starts[at] if at < len(starts) else words


def layout(wording: Wording) -> Layout:
    """Cuts `wording`, in time linear in its length but for a look-up a sign."""
    sentences, clauses = [0], [0]
    for bound in _BOUND.finditer(wording.text):
        word = wording.at_offset(bound.end())
        if word > clauses[-1]:
            clauses.append(word)
        if bound["sentence"] and word > sentences[-1]:
            sentences.append(word)
    return Layout(tuple(sentences), tuple(clauses), len(wording.keys))

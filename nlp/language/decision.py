"""Which language a text is written in, from the votes on its parts.

A long text is voted on part by part, and the language of most of it is told: one with a well-known vocabulary would
otherwise outvote another in which more is written.
"""

from __future__ import annotations

from collections import defaultdict

from nlp.language.sample import Sample, samples_of
from nlp.language.south_slavic import which
from nlp.language.vote import UNDETERMINED, Vote, vote_on
from waymark.records import Language

_ALSO = 0.2  # share of a text from which its second language is worth a word


def identify(text: str, country: str | None = None) -> Language:
    """The language of `text`; `und` when unsure. Deterministic, and of constant cost beyond 3,000 characters."""
    samples = samples_of(text)
    votes = [vote_on(sample) for sample in samples]
    vote = votes[0] if len(votes) == 1 else _most_of(samples, votes)
    code = vote.code.removesuffix("-Latn")
    if code == "sh":
        words = [
            word for sample, told in zip(samples, votes, strict=True) if told.code == "sh" for word in sample.words
        ]
        code = which(words, vote.script, country)
    return Language(code=code, script=vote.script, confidence=vote.confidence, rule=vote.rule)


def _most_of(samples: list[Sample], votes: list[Vote]) -> Vote:
    """The language that most letters of the text are held to be in; a second one is named in the rule."""
    shares: dict[str, float] = defaultdict(float)
    for sample, vote in zip(samples, votes, strict=True):
        shares[vote.code] += sample.letters * vote.confidence
    shares.pop(UNDETERMINED, None)
    if not shares:
        return votes[0]
    (code, letters), *others = sorted(shares.items(), key=lambda share: -share[1])[:2]
    first = max((vote for vote in votes if vote.code == code), key=lambda vote: vote.confidence)
    confidence = letters / max(sum(sample.letters for sample in samples), 1)
    also = [f"; also {other.removesuffix('-Latn')}" for other, more in others if more >= _ALSO * (letters + more)]
    rule = f"{first.rule}, {sum(vote.code == code for vote in votes)} of {len(votes)} parts{''.join(also)}"
    return Vote(code, round(min(confidence, 1.0), 3), rule, first.script)

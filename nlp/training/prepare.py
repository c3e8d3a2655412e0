"""`python -m nlp.training.prepare CORPORA OUT [TEXTS…]`: writes OUT/train.spacy and OUT/dev.spacy; fetches nothing.

CORPORA is the folder with the corpora that README.md names, TEXTS are folders of our own texts. A tenth of the
corpora's sentences, and our own sentences with names that training never sees, are the development set.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.tokens import DocBin

from nlp.training import corpora, own_texts, sentences
from nlp.training.corpora import LABEL, Annotated
from waymark.errors import ConfigurationError

SEED = 20261125
_OF_EACH_CORPUS = 1_000
_EACH_SENTENCE, _EACH_DEV_SENTENCE, _EACH_TEXT = 25, 4, 8


def main(arguments: list[str]) -> int:
    """Writes both files; 0, or 2 where something is missing."""
    if len(arguments) < 2:
        sys.stderr.write("usage: python -m nlp.training.prepare CORPORA OUT [TEXTS…]\n")
        return 2
    source, out, *texts = map(Path, arguments)
    try:
        train, dev = split(source, texts)
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    out.mkdir(parents=True, exist_ok=True)
    for name, part in (("train", train), ("dev", dev)):
        packed(part).to_disk(out / f"{name}.spacy")
        sys.stdout.write(f"{name}.spacy: {len(part)} sentences, {sum(len(one.places) for one in part)} places\n")
    return 0


def split(
    source: Path, texts: Sequence[Path] = (), each: int = _EACH_SENTENCE
) -> tuple[list[Annotated], list[Annotated]]:
    """What to train on and what to watch training by; the same at every run over the same corpora.

    `each`: how often each of our own sentences is filled to train on.
    """
    chance = random.Random(SEED)  # noqa: S311 - a reproducible draw, no secret
    foreign = corpora.read(source, _OF_EACH_CORPUS, chance)
    chance.shuffle(foreign)
    tenth = len(foreign) // 10
    train = foreign[tenth:] + sentences.generate(each, chance, held_back=False)
    train += own_texts.read(texts, _EACH_TEXT, chance)
    dev = foreign[:tenth] + sentences.generate(_EACH_DEV_SENTENCE, chance, held_back=True)
    chance.shuffle(train)
    return train, dev


def packed(annotated: Iterable[Annotated]) -> DocBin:
    """As spaCy reads them; a name that ends within a token takes in the whole token."""
    nlp = spacy.blank("xx")
    bin_ = DocBin(attrs=["ENT_IOB", "ENT_TYPE"])
    for sentence in annotated:
        doc = nlp.make_doc(sentence.text)
        spans = (doc.char_span(*place, label=LABEL, alignment_mode="expand") for place in sentence.places)
        doc.set_ents(spacy.util.filter_spans([span for span in spans if span is not None]))
        bin_.add(doc)
    return bin_


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

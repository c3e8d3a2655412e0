"""Training of the model beside the gazetteer: reproducible, on data that is what it claims to be."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
import spacy
from spacy.cli.train import train

import nlp.training
from nlp.training import corpora, own_texts, prepare, sentences
from nlp.training.corpora import Annotated
from nlp.training.names import is_held_back, names
from waymark.errors import ConfigurationError

_CONFIG = Path(nlp.training.__file__).with_name("config.cfg")
#: Invented; in the form of the corpora.
_CORPUS = (
    {"tokens": ["Ana", "živi", "u", "Novom", "Brdu", "."], "tags": ["B-PER", "O", "O", "B-LOC", "I-LOC", "O"]},
    {"tokens": ["Pada", "kiša", "."], "tags": ["O", "O", "O"]},
)


def _write(folder: Path, *lines: object) -> Path:
    with gzip.open(folder / "xx.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("".join(f"{json.dumps(line)}\n" for line in lines))
    return folder


def _spelled(one: Annotated) -> list[str]:
    return [one.text[slice(*span)] for span in one.places]


def _weights(folder: Path, annotated: list[Annotated], seed: int) -> bytes:
    folder.mkdir()
    for part in ("train", "dev"):
        prepare.packed(annotated).to_disk(folder / f"{part}.spacy")
    paths = {f"paths.{part}": str(folder / f"{part}.spacy") for part in ("train", "dev")}
    short = {"training.max_steps": 3, "training.eval_frequency": 3, "system.seed": seed}
    train(_CONFIG, folder / "model", overrides=paths | short)
    return (folder / "model" / "model-last" / "ner" / "model").read_bytes()


def test_same_seed_same_weights_other_seed_others(tmp_path: Path) -> None:
    annotated = sentences.of_language(sentences.load()["mk"], 6, random.Random(1), held_back=False)[:30]
    assert len(annotated) == 30
    first, again, other = (
        _weights(tmp_path / name, annotated, seed) for name, seed in (("first", 7), ("again", 7), ("other", 8))
    )
    assert first == again
    assert first != other


def test_names_held_back_are_in_no_sentence_to_train_on() -> None:
    table = sentences.load()["mk"]  # no cases: each name stands as GeoNames spells it
    pool = names(tuple(table.countries), table.script)
    kept_from = {name for name in pool if is_held_back(name)}
    assert 0.1 < len(kept_from) / len(pool) < 0.3
    trained = sentences.of_language(table, 40, random.Random(1), held_back=False)
    spelled = {name for one in trained for name in _spelled(one)}
    assert len(spelled & set(pool)) > 50
    assert not spelled & kept_from


def test_a_name_takes_the_ending_of_its_case() -> None:
    made = sentences.of_language(sentences.load()["tr"], 3, random.Random(1), held_back=False)
    spelled = [name for one in made for name in _spelled(one)]
    assert any(name.endswith(("'dan", "'den")) for name in spelled)
    assert all(name == name.strip() and not set(name) & set("{}[]") for name in spelled)


def test_a_corpus_is_read_with_its_places_only(tmp_path: Path) -> None:
    read = corpora.read(_write(tmp_path, *_CORPUS), 10, random.Random(1))
    assert sorted((one.text, _spelled(one)) for one in read) == [
        ("Ana živi u Novom Brdu.", ["Novom Brdu"]),
        ("Pada kiša.", []),
    ]


def test_data_is_what_spacy_reads_and_the_same_each_time(tmp_path: Path) -> None:
    source = _write(tmp_path, *_CORPUS * 10)
    (train_on, watch), again = prepare.split(source, each=1), prepare.split(source, each=1)
    assert (train_on, watch) == again
    assert prepare.packed(watch).to_bytes() == prepare.packed(again[1]).to_bytes()
    docs = list(prepare.packed(train_on).get_docs(spacy.blank("xx").vocab))
    assert len(docs) == len(train_on)
    assert {span.label_ for doc in docs for span in doc.ents} == {corpora.LABEL}


def test_our_own_texts_teach_with_their_places_and_with_other_names(tmp_path: Path) -> None:
    text = "prevoz Vranje - Subotica - Beč, kombi, zovi 064 123 45 67"  # invented
    (tmp_path / "sr.yml").write_text(f'- text: "{text}"\n- {{ads: [{{text: "Prodajem kauč, očuvan"}}]}}\n', "utf-8")
    first, *renamed, last = own_texts.read([tmp_path], 5, random.Random(1))
    assert (first.text, _spelled(first)) == (text, ["Vranje", "Subotica", "Beč"])
    assert (last.text, last.places) == ("Prodajem kauč, očuvan", ())
    assert len(renamed) == 5
    for one in renamed:
        assert one.text == "prevoz {} - {} - {}, kombi, zovi 064 123 45 67".format(*_spelled(one))
    assert len({name for one in renamed for name in _spelled(one)}) > 5
    with pytest.raises(ConfigurationError, match="no text"):
        own_texts.read([tmp_path / "none"], 1, random.Random(1))


def test_what_is_wrong_with_the_corpora_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prepare.main([str(tmp_path), str(tmp_path / "out")]) == 2
    assert "no corpus" in capsys.readouterr().err
    with pytest.raises(ConfigurationError, match=r"xx\.jsonl\.gz, line 2: .*1 tokens, 2 tags"):
        corpora.read(_write(tmp_path, _CORPUS[0], {"tokens": ["a"], "tags": ["O", "O"]}), 10, random.Random(1))

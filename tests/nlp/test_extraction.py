"""Any text gives a valid extraction, the same each time, at a cost that grows with its length and no faster."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from nlp.directions.wording import is_arrow
from nlp.extraction import extract, extract_one
from nlp.pipeline import assemble, load
from waymark.records import LONGEST_TEXT, Extraction, Found

PIECES = [
    "044 123 456", "+383 44 123 456", "2500 euro", "2.500€", "nga", "Prishtina", "për", "Vjenë",
    "12.03.2026", "0️⃣", "٣٠٠٠", "یورو", "@beni_rruga", "t.me/", "🇽🇰", "→", "\n", "\u200b",
    "\u202e", "e\u0308", "ß", "İ", "k", "000", "+", "(", "o44", "dy mijë", "e", "od", "do",
    "po osobi", "\ud800", "\U0010ffff", "ﷺ", "IBAN XK05 1212", "-", "/", "wa.me/38344123456",
]  # fmt: skip
texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES)).map("".join),
)
countries = st.sampled_from([None, "XK", "RS", "TR", "AF"])


def findings(extraction: Extraction) -> list[Found]:
    return [*extraction.phones, *extraction.prices, *extraction.places, *extraction.handles]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(texts, countries)
@example("\ud800 044 123 456 \udfff", "XK")
@example("0" * 400, None)
def test_any_text_gives_findings_that_are_slices_of_it_and_the_same_each_time(text: str, country: str | None) -> None:
    extraction = extract_one(text, country)
    for found in findings(extraction):
        assert found.text == "".join(
            "\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text[found.start : found.end]
        )
        assert found.start < found.end
        assert found.rule
    assert extract_one(text, country) == extraction
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction


def test_texts_keep_their_order_and_their_hints() -> None:
    pairs = [("zovi 061 000 0180 svaki dan", "RS"), ("", None), ("Tel 044 123 456 për Gjermani", "XK")]
    found = list(extract(pairs))
    assert [[phone.e164 for phone in extraction.phones] for extraction in found] == [
        ["+381610000180"],
        [],
        ["+38344123456"],
    ]


def test_a_text_longer_than_any_that_is_taken_in_is_refused() -> None:
    with pytest.raises(ValueError, match=r"1000001 characters"):
        extract_one("a" * (LONGEST_TEXT + 1))


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, Python's and C's, `work` calls: a measure of work that no busy machine changes."""
    count = 0

    def seen(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "Nisemi nga Prishtina për Vjenë, 2500 euro për person, tel 044 123 456. ",
        "1 2 3 4 ",
        "044123456",
        "2500-3000€,",
        "Wien 2500, ",
        "Prishtina ",
        "euro ",
        "dy mijë e pesëqind ",
        "aaaaaaaaaa",
        "((((()))))",
        "@a.b@a.b",
        "🇽🇰→🇦🇹",
        "\u200be\u0308",
        "o44 o44 ",
        "a@",
        "€5 $6 ",
        "5€",
        "1k",
        "5 bin ",
    ],
)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    short, long = piece * (4_000 // len(piece)), piece * (16_000 // len(piece))
    extract_one(short)  # fills the caches of what costs once
    extract_one(long)
    base, more = (calls_of(lambda text=text: extract_one(text + ".")) for text in (short, long))
    assert more <= 6 * base + 20_000


def test_a_name_is_weighed_without_a_copy_of_all_others() -> None:
    """Time in place of calls: of 50,000 names each once looked at a set of all the others, in one subtraction."""

    def seconds(length: int) -> float:
        text, taken = "Beograd " * (length // 8), []
        for _ in range(2):  # the first may pay for what costs once, or for what the machine does beside
            started = time.process_time()
            extract_one(text)
            taken.append(time.process_time() - started)
        return min(taken)

    assert seconds(400_000) <= 30 * seconds(50_000)  # linear: 8 times; quadratic: 64


@pytest.mark.parametrize("row", ["-" * 28 + "!", "→" * 28 + "!", "->" * 14 + "!", "~" * 28 + "*", "<-" * 14 + "x"])
def test_a_row_of_signs_is_told_from_an_arrow_in_few_steps(row: str) -> None:
    """A row that is nearly an arrow took 7 seconds: its dashes were tried in every way they can be grouped."""
    started = time.process_time()
    assert not is_arrow(row)
    assert is_arrow(row[:-1])
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("piece", "kind", "limit"),
    [
        ("5€ ", "prices", "nlp.numerals.quantities._MOST"),
        ("dy mijë euro, ", "prices", "nlp.numerals.quantities._MOST"),
        ("@abcde ", "handles", "nlp.handles.finder._MOST"),
        ("Wien ", "places", "nlp.places.finder._MOST"),
        ("tel +383 44 000 117, ", "phones", "nlp.digits.MOST_RUNS"),
    ],
)
def test_a_text_that_is_nothing_but_findings_fills_no_memory(
    piece: str, kind: str, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit, 40)
    assert 0 < len(getattr(extract_one(piece * 60), kind)) <= 40
    monkeypatch.undo()
    assert len(getattr(extract_one(piece * 60 + "."), kind)) == 60


def test_the_vocabulary_does_not_grow_for_ever() -> None:
    before = len(load().vocab.strings)
    extract_one("qwertzak neunword yxcvbnask " * 3)
    assert len(load().vocab.strings) == before


def test_a_component_from_elsewhere_is_given_tokens_and_the_vocabulary_forgets_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    @Pipeline.component("sees_tokens")
    def sees_tokens(doc: Doc) -> Doc:
        seen.extend(token.text for token in doc)
        return doc

    nlp = assemble()
    nlp.add_pipe("sees_tokens")
    monkeypatch.setattr("nlp.pipeline.load", lambda: nlp)
    before = len(nlp.vocab.strings)
    assert [place.name for place in extract_one("yxcvbnask nach Wien").places] == ["Vienna"]
    assert seen == ["yxcvbnask", "nach", "Wien"]
    assert len(nlp.vocab.strings) == before

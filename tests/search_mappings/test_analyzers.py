from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch

from search_mappings.migrate import ensure
from waymark.settings import Settings

pytestmark = pytest.mark.node


@pytest.fixture
def words(client: Elasticsearch, cluster_settings: Settings):  # type: ignore[no-untyped-def]
    index = ensure(client, cluster_settings).name

    def analyze(text: str, analyzer: str) -> list[str]:
        tokens = client.indices.analyze(index=index, analyzer=analyzer, text=text)["tokens"]
        return [token["token"] for token in tokens]

    return analyze


_SAME = [
    ("Prishtinë", "prishtine"),
    ("Niš", "nis"),
    ("Ниш", "Niš"),
    ("Приштина", "Priština"),
    ("Скопје", "Skopje"),
    ("Њујорк", "Njujork"),
    ("Đeravica", "Ђеравица"),
    ("ΘΕΣΣΑΛΟΝΊΚΗ", "θεσσαλονικη"),
    ("٠٤٤١٢٣", "044123"),
    ("۰۴۴۱۲۳", "044123"),
    ("أفغانستان", "افغانستان"),
    ("ترکیه", "تركيه"),
    ("İstanbul", "istanbul"),
    ("București", "bucuresti"),
    ("kom\u200bbi", "kombi"),
    ("Győr", "gyor"),
]


def test_spellings_of_one_word_are_the_same_when_folded(words) -> None:  # type: ignore[no-untyped-def]
    assert [pair for pair in _SAME if words(pair[0], "folded") != words(pair[1], "folded")] == []


def test_different_words_stay_different(words) -> None:  # type: ignore[no-untyped-def]
    assert words("Niš", "folded") != words("Nice", "folded")


def test_albanian_forms_of_a_word_meet(words) -> None:  # type: ignore[no-untyped-def]
    assert len({tuple(words(form, "albanian")) for form in ("makinë", "makina", "makinat", "makinave", "makine")}) == 1
    assert words("për në Prishtinë", "albanian") == words("prishtina", "albanian")


def test_a_number_becomes_every_three_digits_of_it_in_order(words) -> None:  # type: ignore[no-untyped-def]
    assert words("38344", "digits_by_three") == ["383", "834", "344"]

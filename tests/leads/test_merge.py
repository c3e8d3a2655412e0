from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from lead_samples import at, document, extraction, price

from leads import news
from leads.merge import MOST_VERSIONS, MOST_WORDING, Sighting, merge
from waymark.records import Document, Lead


def _sighting(doc: Document) -> Sighting:
    amount = sum(map(ord, doc.text)) % 5 * 500.0
    return Sighting(doc, extraction(prices=(price(amount, amount),)), f"documents/board/{doc.captured_at:%d%H}.jsonl")


def _lead(documents: list[Document]) -> Lead:
    lead: Lead | None = None
    for doc in documents:
        lead, _ = merge(lead, _sighting(doc))
    assert lead is not None
    return lead


_documents = st.builds(
    lambda text, day, published, crawled, url, country, kind: document(
        text,
        day=day,
        crawled=crawled,
        published_at=None if published is None else at(published),
        url=url,
        country=country,
        kind=kind,
    ),
    text=st.sampled_from(["2000 euro", "1800 euro", "po nisemi neser", "е спремно"]),
    day=st.integers(0, 4),
    published=st.none() | st.integers(-2, 5),
    crawled=st.booleans(),
    url=st.sampled_from([None, "https://a.example/1", "https://b.example/1"]),
    country=st.sampled_from([None, "XK", "AL"]),
    kind=st.sampled_from(["ad", "tip"]),
)


@settings(deadline=None)
@given(st.lists(_documents, min_size=1, max_size=4))
def test_the_order_of_arrival_makes_no_difference(documents: list[Document]) -> None:
    expected = _lead(documents)
    for order in permutations(documents):
        assert _lead(list(order)) == expected


@settings(deadline=None)
@given(st.lists(_documents, min_size=1, max_size=5), st.data())
def test_what_comes_again_changes_nothing(documents: list[Document], data: st.DataObject) -> None:
    lead = _lead(documents)
    again, outcome = merge(lead, _sighting(data.draw(st.sampled_from(documents))))
    assert again == lead
    assert outcome == "known"


def test_another_wording_is_a_new_version_of_the_same_lead() -> None:
    first, outcome_of_first = merge(None, _sighting(document("Prishtinë–Vjenë 2000 euro", day=1)))
    second, outcome = merge(first, _sighting(document("Prishtinë–Vjenë 1800 euro", day=3)))
    assert (outcome_of_first, outcome) == ("new", "changed")
    assert second.id == first.id
    assert second.text == "Prishtinë–Vjenë 1800 euro"
    assert [version.text for version in second.versions] == ["Prishtinë–Vjenë 2000 euro", "Prishtinë–Vjenë 1800 euro"]
    assert (second.first_seen, second.last_seen) == (at(1), at(3))
    assert second.evidence is not None
    assert second.evidence.record_id == "<urn:uuid:3>"


def test_a_capture_found_late_takes_its_place_among_the_versions() -> None:
    lead, _ = merge(None, _sighting(document("sot 1800 euro", day=9)))
    lead, outcome = merge(lead, _sighting(document("dje 2500 euro", day=2)))
    assert outcome == "changed"
    assert lead.text == "sot 1800 euro"
    assert [version.text for version in lead.versions] == ["dje 2500 euro", "sot 1800 euro"]
    assert lead.first_seen == at(2)


def test_seen_again_later_moves_last_seen_only() -> None:
    lead, _ = merge(None, _sighting(document("po nisemi", day=1)))
    later, outcome = merge(lead, _sighting(document("po nisemi", day=5)))
    assert outcome == "known"
    assert (later.first_seen, later.last_seen) == (at(1), at(5))
    assert len(later.versions) == 1


def test_of_two_wordings_with_one_date_the_one_taken_in_later_is_the_text() -> None:
    given_first = document("2000 euro", day=3, crawled=False, published_at=at(1))
    given_later = document("1800 euro", day=4, crawled=False, published_at=at(1))
    for order in ([given_first, given_later], [given_later, given_first]):
        assert _lead(order).text == "1800 euro"


def test_grade_and_handling_code_set_by_people_stay() -> None:
    lead, _ = merge(None, _sighting(document("po nisemi", day=1)))
    graded = lead.model_copy(update={"source_grade": "B2", "handling_code": "H1", "cluster": "other"})
    later, _ = merge(graded, _sighting(document("po nisemi neser", day=2)))
    assert (later.source_grade, later.handling_code, later.cluster) == ("B2", "H1", "other")


def test_an_ad_that_changes_at_every_visit_keeps_a_bounded_number_of_versions() -> None:
    lead = _lead([document(f"{number} visitors", day=number) for number in range(MOST_VERSIONS + 5)])
    assert len(lead.versions) == MOST_VERSIONS
    assert lead.text == f"{MOST_VERSIONS + 4} visitors"
    assert lead.first_seen == at(0)


def test_the_same_id_in_another_source_is_another_lead() -> None:
    one, _ = merge(None, _sighting(document("x", source="board")))
    other, _ = merge(None, _sighting(document("x", source="channel")))
    assert one.id != other.id


def test_a_better_pipeline_gives_its_extraction_when_the_same_document_is_read_again() -> None:
    doc = document("nga Prishtina në Vjenë", day=1)
    lead, _ = merge(None, Sighting(doc, extraction()))
    lead, outcome = merge(lead, Sighting(doc, extraction("Prishtina", "Wien")))
    assert outcome == "known"
    assert [found.name for found in lead.extraction.places] == ["Pristina", "Vienna"]


def test_long_wordings_do_not_make_a_lead_that_no_index_takes() -> None:
    """Seven wordings of nearly a million letters made a lead of 23 MB: Elasticsearch answered 429 for ever."""
    lead = _lead([document(f"{number} " + "ш" * 950_000, day=number) for number in range(7)])
    assert lead.text.startswith("6 ")
    assert len(lead.versions) == 2
    assert sum(len(version.text) for version in lead.versions) <= MOST_WORDING


def test_of_wordings_with_one_day_of_publication_what_was_seen_last_is_the_newer() -> None:
    texts = [f"Prishtinë–Vjenë {price} euro" for price in range(1000, 1012)]
    lead = _lead([document(text, day=day, crawled=True, published_at=at(0)) for day, text in enumerate(texts)])
    assert [version.text for version in lead.versions] == texts
    assert news.of(lead, None, None, news.UNMARKED)["version"] == len(texts)

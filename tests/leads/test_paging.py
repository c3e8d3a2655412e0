"""Pages of one moment, and how what was found divides: on the run's real node."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from elasticsearch import Elasticsearch
from lead_samples import START, at, document, extraction, place, price, route

from leads.box import read
from leads.facets import Division, divide
from leads.one import related, the_lead
from leads.paging import SIZE, every, first_page, next_page
from leads.query import SearchQuery
from nlp.gazetteer import load
from waymark.errors import UsageError
from waymark.settings import Settings

pytestmark = pytest.mark.node
ALL = SearchQuery()


def test_pages_lose_and_double_nothing_while_new_leads_arrive(
    take_in, client: Elasticsearch, cluster_settings: Settings
) -> None:  # type: ignore[no-untyped-def]
    count = 2 * SIZE + 3
    take_in("old", [document(f"reklama {number}", id=f"old-{number}", day=number) for number in range(count)])
    page = first_page(client, cluster_settings, ALL, load())
    shown = [hit.lead.document_id for hit in page.hits]
    assert (page.total, page.before, len(shown)) == (count, 0, SIZE)
    run = 0
    while page.after:
        run += 1
        take_in(f"new-{run}", [document(f"e re {run}", id=f"new-{run}", day=100 + run)])
        page = next_page(client, cluster_settings, ALL, load(), page.after)
        assert page.before == len(shown)
        shown += [hit.lead.document_id for hit in page.hits]
    assert shown == [f"old-{number}" for number in reversed(range(count))]
    assert first_page(client, cluster_settings, ALL, load()).total == count + run


def test_a_list_of_one_page_keeps_nothing_open(take_in, client: Elasticsearch, cluster_settings: Settings) -> None:  # type: ignore[no-untyped-def]
    take_in("r", [document("a", id="a")])
    before = _open(client)
    assert first_page(client, cluster_settings, ALL, load()).after is None
    assert _open(client) == before


def test_the_last_page_can_be_loaded_again_and_gone_back_from(
    take_in, client: Elasticsearch, cluster_settings: Settings
) -> None:  # type: ignore[no-untyped-def]
    take_in("r", [document(f"reklama {number}", id=str(number)) for number in range(2 * SIZE + 3)])
    second = first_page(client, cluster_settings, ALL, load()).after
    assert second
    third = next_page(client, cluster_settings, ALL, load(), second).after
    assert third
    last = next_page(client, cluster_settings, ALL, load(), third)
    assert (last.after, len(last.hits)) == (None, 3)
    assert next_page(client, cluster_settings, ALL, load(), third) == last
    assert next_page(client, cluster_settings, ALL, load(), second).after == third


def test_all_leads_of_a_question_leave_nothing_open(take_in, client: Elasticsearch, cluster_settings: Settings) -> None:  # type: ignore[no-untyped-def]
    take_in("r", [document(f"reklama {number}", id=str(number)) for number in range(2 * SIZE + 3)])
    before = _open(client)
    assert len(list(every(client, cluster_settings, ALL, load(), 1000))) == 2 * SIZE + 3
    assert len(list(every(client, cluster_settings, ALL, load(), SIZE + 1))) == SIZE + 1
    given = every(client, cluster_settings, ALL, load(), 1000)
    next(given)
    given.close()  # who asked has gone away
    assert _open(client) == before


def _open(client: Elasticsearch) -> int:
    """Points in time and scrolls that the node keeps."""
    (node,) = client.nodes.stats(metric="indices", index_metric="search")["nodes"].values()
    return int(node["indices"]["search"]["open_contexts"])


@pytest.mark.parametrize("cursor", ["", "x", "eyJhIjoxfQ", "W10", "WyJhIixbXSwwXQ"])
def test_a_cursor_that_is_none_is_said_to_be_none(
    take_in, client: Elasticsearch, cluster_settings: Settings, cursor: str
) -> None:  # type: ignore[no-untyped-def]
    take_in("r", [document("a", id="a")])
    with pytest.raises(UsageError, match="search again"):
        next_page(client, cluster_settings, ALL, load(), cursor)


def test_before_anything_was_taken_in_there_is_an_empty_page(client: Elasticsearch, cluster_settings: Settings) -> None:
    assert first_page(client, cluster_settings, ALL, load()).hits == ()
    assert divide(client, cluster_settings, ALL, load()) == Division((), ())


def test_facets_count_leads_and_not_their_routes_or_prices(
    take_in, client: Elasticsearch, cluster_settings: Settings
) -> None:  # type: ignore[no-untyped-def]
    ways = (route("Prishtina", "Wien"), route("Beograd", "Szeged", "Wien"))
    take_in(
        "r",
        {
            document("dy rrugë", id="a"): extraction(
                language="sq", places=(place("Wien"),), routes=ways, prices=(price(2500, 2500), price(2600, 2600))
            ),
            document("jedan put", id="b", day=3): extraction(language="sr", routes=ways[:1], prices=(price(400, 500),)),
        },
    )
    facets = {facet.title: facet.values for facet in divide(client, cluster_settings, ALL, load()).facets}
    assert [(value.label, value.field, value.value, value.leads) for value in facets["To"]] == [
        ("Vienna", "to", "gn:2761369", 2)
    ]
    assert [(value.label, value.value, value.leads) for value in facets["Route"]] == [
        ("Pristina → Vienna", "gn:786714>gn:2761369", 2),
        ("Belgrade → Vienna", "gn:792680>gn:2761369", 1),
    ]
    assert [(value.label, value.leads) for value in facets["Language"]] == [("Albanian", 1), ("Serbian", 1)]
    bands = [(value.label, value.value, value.leads) for value in facets["Price in euro"] if value.leads]
    assert bands == [("300 – 1\u202f000", "300-1000", 1), ("2\u202f000 – 3\u202f500", "2000-3500", 1)]


def test_bars_of_the_histogram_lie_side_by_side_and_hold_every_lead(
    take_in, client: Elasticsearch, cluster_settings: Settings
) -> None:  # type: ignore[no-untyped-def]
    take_in("r", [document(f"reklama {day}", id=str(day), day=day) for day in (0, 1, 2, 9, 200)])
    take_in("again", [document("reklama 1", id="1", day=9)])  # was there from one bar to another
    days = divide(client, cluster_settings, ALL, load()).days
    assert sum(day.leads for day in days) == 5
    assert all(one.end + timedelta(days=1) == other.start for one, other in pairwise(days))
    assert days[0].start <= START.replace(hour=0) and days[-1].end >= at(200).replace(hour=0)
    spans = [f"{day.start:%Y-%m-%d}..{day.end:%Y-%m-%d}" for day in days]
    behind = [read(f"last:{span}", load(), at(300)).query for span in spans]
    assert [first_page(client, cluster_settings, query, load()).total for query in behind] == [
        day.leads for day in days
    ]
    few = SearchQuery(until=at(3))
    assert {(day.end - day.start).days for day in divide(client, cluster_settings, few, load()).days} == {0}


def test_of_very_many_leads_the_number_is_exact_and_the_rest_estimated(
    take_in, client: Elasticsearch, cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    take_in("r", [document(f"reklama {number}", id=f"a{number}", day=number) for number in range(80)])
    assert not divide(client, cluster_settings, ALL, load()).sampled
    monkeypatch.setattr("leads.facets._COUNTED", 50)
    found = divide(client, cluster_settings, ALL, load())
    assert (found.total, found.sampled) == (80, True)
    (kind,) = [facet for facet in found.facets if facet.title == "Kind"]
    assert 30 < kind.values[0].leads < 140


def test_a_lead_leads_to_its_near_duplicates(take_in, client: Elasticsearch, cluster_settings: Settings) -> None:  # type: ignore[no-untyped-def]
    words = "Nisemi nga Prishtina për Vjenë çdo të premte në mbrëmje, kombi i ri, gjashtë vende, thirrni menjëherë"
    take_in("r", [document(words, id="a"), document(words + "!", id="b", source="feed"), document("tjetër", id="c")])
    (first,) = [hit for hit in first_page(client, cluster_settings, ALL, load()).hits if hit.lead.document_id == "a"]
    lead = the_lead(client, cluster_settings, first.lead.id)
    assert lead is not None
    assert [
        (group.node, [other.document_id for other in group.leads]) for group in related(client, cluster_settings, lead)
    ] == [(None, ["b"])]
    assert the_lead(client, cluster_settings, "none") is None

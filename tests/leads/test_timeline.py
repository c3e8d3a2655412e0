"""A number's leads over time, and what leads away from one lead; on the run's real node."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from elasticsearch import Elasticsearch
from lead_samples import at, document, extraction, phone, place, route

from leads.one import related, the_lead
from leads.query import SearchQuery
from leads.search import search
from leads.timeline import timeline
from nlp.gazetteer import load
from waymark.records import Extraction, Handle
from waymark.settings import Settings

pytestmark = pytest.mark.node
TakeIn = Callable[..., object]
AGIM, DRIVER = "+38344123456", "+381641234567"


def found(
    *names: str, language: str = "sq", phones: tuple[str, ...] = (AGIM,), handle: str | None = None
) -> Extraction:
    return extraction(
        language=language,
        phones=tuple(phone(number) for number in phones),
        places=tuple(place(name) for name in names),
        routes=(route(*names),) if len(names) > 1 else (),
        handles=(Handle(text="x", start=0, end=1, platform="viber", name=handle),) if handle else (),
    )


def test_a_number_moves_from_language_to_language_and_place_to_place(
    take_in: TakeIn, client: Elasticsearch, cluster_settings: Settings
) -> None:
    take_in(
        "r",
        {
            document("a", id="a", day=0): found("Prishtina", "Wien"),
            document("b", id="b", day=3): found("Prishtina", "Wien"),
            document("c", id="c", day=20): found("Subotica", "Szeged", language="sr"),
            document("d", id="d", day=25): found("Subotica", language="hr"),
            document("e", id="e", day=28): found("Beograd", phones=(DRIVER,)),
        },
    )
    told = timeline(client, cluster_settings, AGIM, load())
    assert told is not None
    assert (told.leads, told.first, told.last, told.more) == (4, at(0), at(25), 0)
    rows = [(row.value, row.leads, row.first, row.last) for row in told.languages]
    assert rows == [("sq", 2, at(0), at(3)), ("sr", 2, at(20), at(25))], "Serbian and Croatian are one"
    assert [count for _, count in told.languages[0].came] == [1, 1]
    assert [row.value for row in told.places] == ["gn:2761369", "gn:786714", "gn:3189595", "gn:715429"]
    assert told.places[2].last == at(25)


def test_a_number_that_nobody_has_has_no_timeline(
    take_in: TakeIn, client: Elasticsearch, cluster_settings: Settings
) -> None:
    assert timeline(client, cluster_settings, AGIM, load()) is None, "there is no index yet"
    take_in("r", {document("a", id="a"): found("Prishtina")})
    assert timeline(client, cluster_settings, DRIVER, load()) is None
    once = timeline(client, cluster_settings, AGIM, load())
    assert once is not None and once.first == once.last == at(0)


def test_from_a_lead_its_number_handle_and_route_lead_to_others(
    take_in: TakeIn, client: Elasticsearch, cluster_settings: Settings
) -> None:
    take_in(
        "r",
        {
            document("own", id="own"): found("Prishtina", "Wien", phones=(AGIM, DRIVER), handle="Agimi"),
            document("number", id="number"): found("Beograd"),
            document("driver", id="driver"): found("Beograd", phones=(DRIVER,)),
            document("handle", id="handle"): found("Beograd", phones=(), handle="agimi"),
            document("route", id="route"): found("Prishtina", "Subotica", "Wien", phones=()),
            document("back", id="back"): found("Wien", "Prishtina", phones=()),
        },
    )
    hits = search(client, cluster_settings, SearchQuery(handle="@Agimi"), load()).hits
    assert sorted(hit.lead.document_id for hit in hits) == ["handle", "own"]
    (own,) = (hit.lead for hit in hits if hit.lead.document_id == "own")
    lead = the_lead(client, cluster_settings, own.id)
    assert lead is not None
    told = {
        group.node.id if group.node else "": [other.document_id for other in group.leads]
        for group in related(client, cluster_settings, lead)
    }
    assert told == {
        f"phone:{AGIM}": ["number"],
        f"phone:{DRIVER}": ["driver"],
        "handle:agimi": ["handle"],
        "route:gn:786714>gn:2761369": ["route"],
    }

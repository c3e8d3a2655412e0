"""A lead that is erased is gone: from the index, from what was said, and from what would be indexed again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from elasticsearch import Elasticsearch
from lead_samples import document
from work_desk import people

from leads.identity import lead_id
from leads.paging import first_page
from leads.query import SearchQuery
from leads.work.saying import history, say
from nlp.gazetteer import load
from waymark.archive import Archive
from waymark.audit import Trail
from waymark.settings import Settings

pytestmark = pytest.mark.node


@pytest.fixture
def ana(client: Elasticsearch, cluster_settings: Settings) -> Iterator[Elasticsearch]:
    with people(client, cluster_settings, ana="analyst") as known:
        yield known["ana"]


def test_an_erased_lead_does_not_come_back(
    ana: Elasticsearch,
    take_in,
    waymark: Callable,
    client: Elasticsearch,
    cluster_settings: Settings,
    archive: Archive,  # type: ignore[no-untyped-def,type-arg]
) -> None:
    now, old, kept = cluster_settings, document("nisemi 044 123 456", id="old"), document("kombi", id="kept")
    take_in("r", [old, kept])
    take_in("again", [document("nisemi tani 044 123 456", id="old", day=3)])
    for one in (old, kept):
        say(ana, now, lead_id(one), "note", "x", user="ana", after="once-upon-a-time")
    there = lambda: {hit.lead.document_id for hit in first_page(client, now, SearchQuery(), load()).hits}  # noqa: E731

    told = waymark("index", "erase", lead_id(old), "--json")
    assert (told.status, json.loads(told.out)["erased"], json.loads(told.out)["documents"]) == (0, False, 2)
    assert there() == {"old", "kept"}

    erased = waymark("index", "erase", lead_id(old), "none", "--yes")
    assert (erased.status, "none: no such lead" in erased.err) == (1, True)
    assert f"{lead_id(old)}: erased, 2 files of documents" in erased.out
    assert there() == {"kept"}
    assert history(ana, now, lead_id(old)) == ()
    assert len(history(ana, now, lead_id(kept))) == 1
    assert [(entry.action, entry.details) for entry in Trail(now.audit).entries()][-1:] == [
        ("erase", {"lead": lead_id(old)})
    ]
    assert [one.id for ref in archive.refs("documents") for one in archive.documents(ref)] == ["kept"]
    assert waymark("index", "archive", "--again").status == 0
    assert there() == {"kept"}

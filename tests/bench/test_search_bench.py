"""The search's benchmark: its leads are real ones to the index, its questions find them, its last line is JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch

from bench import search as bench_search
from bench.invented.leads import chunk
from bench.search import Measured, Timed, measure
from leads.fields import to_fields, to_lead
from search_mappings.roles import roles
from waymark.settings import Settings

NOW = datetime(2026, 11, 30, tzinfo=UTC)
LEADS = 300


def test_leads_are_the_same_for_the_same_seed_and_no_copies() -> None:
    first = list(chunk(0, 1, LEADS, NOW))
    assert first == list(chunk(0, 1, LEADS, NOW))
    assert len({lead.id for lead in first}) == LEADS
    assert len({lead.text for lead in first}) > 0.95 * LEADS
    assert len({lead.extraction.language.code for lead in first}) > 10
    assert 0 < len({lead.cluster for lead in first}) < LEADS
    assert any(len(lead.versions) > 1 for lead in first)
    assert not {lead.text for lead in chunk(0, 2, LEADS, NOW)} & {lead.text for lead in first}


def test_what_a_lead_is_said_to_name_stands_in_its_text() -> None:
    for lead in chunk(0, 1, LEADS, NOW):
        found = lead.extraction
        for one in (*found.phones, *found.prices, *found.places, *found.handles):
            assert lead.text[one.start : one.end] == one.text
        assert to_lead(to_fields(lead, NOW)) == lead


def test_the_percentiles_are_those_of_the_pages() -> None:
    times = tuple(Timed("words", float(page), 1.0, 2.0) for page in range(1, 102))
    assert Measured(1, None, times).share("page", 50) == 51
    assert Measured(1, None, times).share("page", 95) == 96
    assert Measured(1, None, times[:1]).share("page", 95) == 1


@pytest.mark.node
def test_pages_are_timed_over_a_filled_index(client: Elasticsearch, cluster_settings: Settings) -> None:
    try:
        measured = measure(cluster_settings, LEADS, questions=12, seed=1)
        assert measure(cluster_settings, LEADS, questions=2, seed=1).rate is None  # the leads are still there
    finally:
        for role in roles(cluster_settings.index_prefix):
            client.security.delete_role(name=role.name)
    assert client.count(index=cluster_settings.read_alias)["count"] == LEADS
    assert len(measured.times) == 12
    assert all(0 < one.hits < one.page + 1000 and one.facets > 0 for one in measured.times)


def test_a_wrong_number_is_a_line_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bench_search.main(["--leads", "0"])
    assert ended.value.code == 2
    assert "at least 1" in capsys.readouterr().err


def test_the_last_line_is_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("up", "erase"):
        monkeypatch.setattr(bench_search, name, lambda _settings: None)
    times = (Timed("words", 10.04, 4.0, 5.0), Timed("phone", 20.0, 9.0, 5.0))
    monkeypatch.setattr(bench_search, "measure", lambda _settings, leads, *_: Measured(leads, 3000.0, times))
    assert bench_search.main(["--leads", "500"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"leads": 500, "p50_ms": 15.0, "p95_ms": 19.5}

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from lead_samples import Read, at, document, extraction

from leads import writing
from leads.batches import pending, title
from leads.fields import rebuilt, to_lead
from leads.identity import lead_id
from leads.intake import index_files
from search_mappings.migrate import migrate
from waymark.archive import Archive, ArchiveError
from waymark.errors import ConfigurationError
from waymark.records import Document, Extraction, Handle
from waymark.settings import Settings

pytestmark = pytest.mark.node


def _leads(client: Elasticsearch, settings: Settings) -> dict[str, str]:
    """Texts of all leads by document id, through search."""
    hits = client.search(index=settings.read_alias, size=1000)["hits"]["hits"]
    return {hit["_source"]["document_id"]: hit["_source"]["text"] for hit in hits}


def test_documents_can_be_searched_when_intake_returns(take_in, client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    outcome = take_in("r1", [document("nisemi neser", id="1"), document("kombi per Austri", id="2")])
    assert outcome.counts() == {"new": 2, "changed": 0, "known": 0, "rejected": 0}
    assert _leads(client, cluster_settings) == {"1": "nisemi neser", "2": "kombi per Austri"}
    assert pending(archive, 500) == []


def test_taking_in_the_same_twice_changes_nothing(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    documents = [document("nisemi neser", id="1"), document("kombi per Austri", id="2")]
    take_in("r1", documents)
    before = client.search(index=cluster_settings.read_alias, version=True)["hits"]["hits"]
    outcome = take_in("r1", documents)
    assert outcome.counts() == {"new": 0, "changed": 0, "known": 2, "rejected": 0}
    assert client.search(index=cluster_settings.read_alias, version=True)["hits"]["hits"] == before


def test_one_id_twice_in_a_file_is_one_lead_with_two_versions(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    outcome = take_in("r1", [document("2000 euro", day=1), document("1800 euro", day=2), document("1800 euro", day=2)])
    assert outcome.counts() == {"new": 1, "changed": 1, "known": 1, "rejected": 0}
    assert _leads(client, cluster_settings) == {"1": "1800 euro"}


def test_what_elasticsearch_rejects_is_kept_with_the_reason_and_the_rest_goes_on(take_in, client, archive) -> None:  # type: ignore[no-untyped-def]
    endless = Handle(text="t.me/x", start=0, end=6, platform="telegram", name="x" * 40_000)  # longer than any term
    outcome = take_in(
        "r1",
        {
            document("t.me/x", id="bad"): extraction(handles=(endless,)),
            document("nisemi neser", id="good"): extraction(),
        },
    )
    assert outcome.counts() == {"new": 1, "changed": 0, "known": 0, "rejected": 1}
    (ref,) = outcome.reject_refs
    (reject,) = archive.rejects(ref)
    assert reject.item == "bad"
    assert "immense term" in reject.reason
    assert Document.model_validate_json(reject.content).text == "t.me/x"


def test_two_sources_never_share_a_reject_file(client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    endless = Handle(text="t.me/x", start=0, end=6, platform="telegram", name="x" * 40_000)
    read = Read({"t.me/x": extraction(handles=(endless,))})
    refs = [
        archive.write_documents(source, run, [document("t.me/x", source=source)], 500)[0]
        for source, run in (("a-b", "c"), ("a", "b-c"))
    ]
    outcome = index_files(refs, archive=archive, client=client, settings=cluster_settings, extract=read)
    rejected = [
        Document.model_validate_json(row.content) for ref in outcome.reject_refs for row in archive.rejects(ref)
    ]
    assert [document.source for document in rejected] == ["a-b", "a"]
    assert len(set(outcome.reject_refs)) == 2


def test_a_text_that_breaks_the_pipeline_is_rejected_alone(client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    def breakable(texts: Iterable[tuple[str, str | None]]) -> Iterator[Extraction]:
        for text, _ in texts:
            if text == "poison":
                raise RuntimeError("secret of the text")
            yield extraction()

    refs = archive.write_documents("board", "r", [document("poison", id="p"), document("nisemi", id="g")], 500)
    outcome = index_files(refs, archive=archive, client=client, settings=cluster_settings, extract=breakable)
    assert outcome.counts() == {"new": 1, "changed": 0, "known": 0, "rejected": 1}
    (reject,) = archive.rejects(outcome.reject_refs[0])
    assert "RuntimeError" in reject.reason
    assert "secret" not in reject.reason


def test_a_pipeline_that_reads_nothing_is_not_blamed_on_the_texts(client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    def broken(texts: Iterable[tuple[str, str | None]]) -> Iterator[Extraction]:
        raise OSError("no model")

    refs = archive.write_documents("board", "r", [document("nisemi")], 500)
    with pytest.raises(ConfigurationError, match="no model"):
        index_files(refs, archive=archive, client=client, settings=cluster_settings, extract=broken)
    assert archive.pending() == refs


def test_a_damaged_file_is_named_and_the_other_files_go_on(client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    archive.write("documents/board/a-0001.jsonl", [b"{broken\n"])
    (good,) = archive.write_documents("board", "b", [document("nisemi")], 500)
    with pytest.raises(ArchiveError, match=r"a-0001\.jsonl, line 1"):
        index_files(
            ["documents/board/a-0001.jsonl", good],
            archive=archive,
            client=client,
            settings=cluster_settings,
            extract=Read(),
        )
    assert _leads(client, cluster_settings) == {"1": "nisemi"}
    assert archive.pending() == ["documents/board/a-0001.jsonl"]


def test_two_workers_on_the_same_leads_lose_nothing(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    def work(worker: int) -> None:
        for day in range(worker, 20, 2):
            take_in(f"r{day}", [document(f"wording of day {day}", id=str(n), day=day) for n in range(30)])

    threads = [threading.Thread(target=work, args=(worker,)) for worker in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.indices.refresh(index=cluster_settings.read_alias)
    hits = client.search(index=cluster_settings.read_alias, size=100)["hits"]["hits"]
    assert len(hits) == 30
    for hit in hits:
        lead = to_lead(hit["_source"])
        assert len(lead.versions) == 20
        assert lead.text == "wording of day 19"
        assert (lead.first_seen, lead.last_seen) == (at(0), at(19))


def test_a_lead_is_read_anew_when_another_wrote_it_meanwhile(  # type: ignore[no-untyped-def]
    take_in, client, cluster_settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    doc = document("po nisemi", day=1)
    send, others = writing.send, ["sot", "neser"]

    def send_after_another(*given: Any) -> Any:
        if others:  # between our reading and our writing; another worker, whom nobody disturbs
            text, day = others.pop(), len(others) + 2
            take_in(f"other{day}", [document(text, day=day)])
        return send(*given)

    monkeypatch.setattr(writing, "send", send_after_another)
    assert take_in("r1", [doc]).counts()["changed"] == 1
    lead = to_lead(client.get(index=cluster_settings.read_alias, id=lead_id(doc))["_source"])
    assert [version.text for version in lead.versions] == ["po nisemi", "sot", "neser"]


def test_what_people_noted_on_a_lead_survives_a_new_wording(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    doc = document("po nisemi", day=1)
    take_in("r1", [doc])
    client.update(index=cluster_settings.write_alias, id=lead_id(doc), doc={"source_grade": "B2"})
    take_in("r2", [document("po nisemi neser", day=2)])
    lead = to_lead(client.get(index=cluster_settings.read_alias, id=lead_id(doc))["_source"])
    assert (lead.source_grade, lead.text) == ("B2", "po nisemi neser")


def test_when_a_lead_arrived_stays_through_new_wordings_and_a_new_index(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    doc = document("po nisemi", day=1)
    take_in("r1", [doc])
    first = client.get(index=cluster_settings.read_alias, id=lead_id(doc))["_source"]
    assert first["arrived"] == first["indexed_at"]
    take_in("r2", [document("po nisemi neser", day=2)])
    migrate(client, cluster_settings, rebuild=rebuilt)
    then = client.get(index=cluster_settings.read_alias, id=lead_id(doc))["_source"]
    assert (then["arrived"], then["indexed_at"] > first["indexed_at"]) == (first["arrived"], True)


def test_pending_files_are_grouped_into_batches(tmp_path) -> None:  # type: ignore[no-untyped-def]
    archive = Archive(str(tmp_path))
    refs = [
        ref
        for run, number in (("a", 2), ("b", 2), ("c", 3), ("d", 7), ("e", 1))
        for ref in archive.write_documents("s", run, [document("x", id=str(n)) for n in range(number)], 500)
    ]
    assert pending(archive, 4) == [refs[:2], [refs[2]], [refs[3]], [refs[4]]]
    archive.receipt(refs[0], {})
    assert pending(archive, 500) == [refs[1:]]


def test_a_batch_says_what_it_is() -> None:
    assert title(["documents/board/r-0001.jsonl"]) == "documents/board/r-0001.jsonl"
    refs = [f"documents/{source}/r-0001.jsonl" for source in ("board", "board", "feed", "tips", "thread", "channel")]
    assert title(refs[:3]) == "3 files of documents of board, feed"
    assert title(refs) == "6 files of documents of board, feed, tips and 2 more"

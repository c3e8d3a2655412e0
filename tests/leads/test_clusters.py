from __future__ import annotations

import threading

import pytest
from elasticsearch import Elasticsearch
from lead_samples import document, extraction

from leads.identity import lead_id
from waymark.records import Document, Extraction
from waymark.settings import Settings

pytestmark = pytest.mark.node

_AD = (
    "Shitet udhëtimi për në Austri, nisja çdo të premte nga Prishtina me kombi të rehatshëm, {} euro për person, "
    "familjet me zbritje, tel {}, Agimi"
)


def _repost(id: str, price: int = 2500, phone: str = "044 123 456", day: int = 0) -> Document:
    return document(_AD.format(price, phone), id=id, day=day)


def _clusters(client: Elasticsearch, settings: Settings) -> dict[str, str]:
    client.indices.refresh(index=settings.read_alias)
    hits = client.search(index=settings.read_alias, size=1000)["hits"]["hits"]
    return {hit["_source"]["document_id"]: hit["_source"]["cluster"] for hit in hits}


def _smallest(*documents: Document) -> str:
    return min(lead_id(doc) for doc in documents)


def test_reposts_come_into_one_cluster_named_after_the_smallest_lead(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    found = extraction("Prishtina", "Wien")
    reposts = [_repost("a"), _repost("b", price=1900), _repost("c", phone="049 987 654")]
    take_in("r1", {reposts[0]: found})
    take_in("r2", {reposts[1]: found, reposts[2]: found})
    assert set(_clusters(client, cluster_settings).values()) == {_smallest(*reposts)}


def test_the_same_template_for_another_destination_stays_apart(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    one, other = _repost("a"), _repost("b", price=1900)
    take_in("r1", {one: extraction("Prishtina", "Wien"), other: extraction("Prishtina", "Szeged")})
    assert _clusters(client, cluster_settings) == {"a": lead_id(one), "b": lead_id(other)}


# Each text is near its neighbour, the ends are not near each other: the middle one connects two clusters.
_FIRST = (
    "kombi prej gjashtë vendesh niset çdo të premte në mbrëmje nga stacioni i vjetër me shofer të sigurt dhe ndalesa "
    "për pushim, merret valixhja pa pagesë dhe fëmijët deri në shtatë vjet nuk paguajnë asgjë"
)
_SECOND = _FIRST.replace("nuk paguajnë asgjë", "janë falas ejani")
_CHAIN = [_FIRST, _SECOND, _SECOND.replace("kombi prej gjashtë vendesh", "minibus i ri për tetë")]


def test_the_ends_of_the_chain_alone_stay_apart(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    ends = [document(_CHAIN[number], id=str(number)) for number in (0, 2)]
    take_in("r", {doc: extraction("Prishtina") for doc in ends})
    assert _clusters(client, cluster_settings) == {doc.id: lead_id(doc) for doc in ends}


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (2, 1, 0)])
def test_a_lead_between_two_clusters_makes_them_one_in_any_order(take_in, client, cluster_settings, order) -> None:  # type: ignore[no-untyped-def]
    chain = [document(text, id=str(number)) for number, text in enumerate(_CHAIN)]
    for number in order:
        take_in(f"r{number}", {chain[number]: extraction("Prishtina")})
    assert set(_clusters(client, cluster_settings).values()) == {_smallest(*chain)}


def test_a_lead_that_gets_another_text_leaves_its_cluster_and_may_split_it(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    chain = [document(text, id=str(number)) for number, text in enumerate(_CHAIN)]
    found: dict[Document, Extraction] = {doc: extraction("Prishtina") for doc in chain}
    take_in("r1", found)
    edited = document(
        "Shes dy biçikleta të përdorura, në gjendje të mirë, për fëmijë deri në dhjetë vjet", id="1", day=2
    )
    take_in("r2", {edited: extraction()})
    assert _clusters(client, cluster_settings) == {
        "0": lead_id(chain[0]),
        "1": lead_id(chain[1]),
        "2": lead_id(chain[2]),
    }


def test_clusters_that_a_broken_run_did_not_get_to_are_made_by_the_next(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    found = extraction("Prishtina")
    one, other = _repost("a"), _repost("b", price=1900)
    take_in("r1", {one: found, other: found})
    for doc in (one, other):  # as the first step of intake leaves it
        client.update(index=cluster_settings.write_alias, id=lead_id(doc), doc={"cluster": lead_id(doc)}, refresh=True)
    assert take_in("r1", {one: found, other: found}).known == 2
    assert set(_clusters(client, cluster_settings).values()) == {_smallest(one, other)}


def test_two_workers_at_once_come_to_one_cluster(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    found = extraction("Prishtina")

    def work(worker: str) -> None:
        for number in range(4):
            take_in(f"{worker}{number}", {_repost(f"{worker}{number}{n}", price=1000 + n): found for n in range(5)})

    threads = [threading.Thread(target=work, args=(worker,)) for worker in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clusters = _clusters(client, cluster_settings)
    assert len(clusters) == 40
    assert set(clusters.values()) == {min(lead_id(_repost(id)) for id in clusters)}

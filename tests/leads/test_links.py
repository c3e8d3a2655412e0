"""What stands together in leads, node by node; on the run's real node."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import networkx
import pytest
from elasticsearch import Elasticsearch
from lead_samples import document, extraction, phone, place, route

from leads.export import graphs
from leads.links import MOST_OPENED, Graph, Node, follow, label, node
from nlp.gazetteer import load
from waymark.errors import UsageError
from waymark.records import Extraction, Handle
from waymark.settings import Settings

AGIM, DRIVER, FEEDER = "+38344123456", "+381641234567", "+36301234567"
WAY = "gn:786714>gn:2761369"  # Pristina → Vienna
Follow = Callable[..., Graph]
pytestmark = pytest.mark.node


def found(*names: str, phones: tuple[str, ...] = (), handles: tuple[str, ...] = ()) -> Extraction:
    """Numbers, handles, and one journey through the named places."""
    return extraction(
        phones=tuple(phone(number) for number in phones),
        handles=tuple(Handle(text="x", start=0, end=1, platform="telegram", name=name) for name in handles),
        places=tuple(place(name) for name in names),
        routes=(route(*names),) if len(names) > 1 else (),
    )


@pytest.fixture
def grown(client: Elasticsearch, cluster_settings: Settings) -> Follow:
    """The graph of the opened nodes, as they stand in an address."""

    def graph(*opened: str, **given: int) -> Graph:
        return follow(client, cluster_settings, [node(one, load()) for one in opened], load(), **given)

    return graph


def edges(graph: Graph) -> dict[tuple[str, str], int]:
    return {(edge.one.id, edge.other.id): edge.leads for edge in graph.links}


def test_neighbours_are_counted_by_the_leads_that_both_stand_in(take_in: Callable[..., object], grown: Follow) -> None:
    take_in(
        "r",
        {
            document("a", id="a"): found("Prishtina", "Wien", phones=(AGIM, DRIVER), handles=("Agimi",)),
            document("b", id="b"): found("Prishtina", "Wien", phones=(AGIM,)),
            document("c", id="c"): found("Subotica", "Szeged", phones=(DRIVER,)),
        },
    )
    graph = grown(f"phone:{AGIM}")
    assert edges(graph) == {
        (f"phone:{AGIM}", f"phone:{DRIVER}"): 1,
        (f"phone:{AGIM}", "handle:agimi"): 1,
        (f"phone:{AGIM}", f"route:{WAY}"): 2,
        (f"phone:{AGIM}", "place:gn:786714"): 2,
        (f"phone:{AGIM}", "place:gn:2761369"): 2,
    }
    (opened,) = graph.opened
    assert (opened.leads, dict(opened.more)) == (2, {})
    assert label(Node("route", WAY), load()) == "Pristina → Vienna"


def test_a_lead_that_names_a_journey_twice_counts_once(take_in: Callable[..., object], grown: Follow) -> None:
    twice = extraction(
        phones=(phone(AGIM),), routes=(route("Prishtina", "Wien"), route("Prishtina", "Beograd", "Wien"))
    )
    take_in("r", {document("a", id="a"): twice})
    assert edges(grown(f"phone:{AGIM}")) == {(f"phone:{AGIM}", f"route:{WAY}"): 1}
    assert edges(grown(f"route:{WAY}")) == {(f"route:{WAY}", f"phone:{AGIM}"): 1}


def test_an_edge_between_opened_nodes_is_there_though_neither_is_among_the_others_first(
    take_in: Callable[..., object], grown: Follow
) -> None:
    busy = {document(f"b{n}", id=f"b{n}"): found(phones=(AGIM, FEEDER)) for n in range(3)}
    other = {document(f"o{n}", id=f"o{n}"): found(phones=(DRIVER, "+43660123456")) for n in range(3)}
    take_in("r", {**busy, **other, document("x", id="x"): found(phones=(AGIM, DRIVER))})
    one = grown(f"phone:{AGIM}", most=1)
    assert edges(one) == {(f"phone:{AGIM}", f"phone:{FEEDER}"): 3}
    assert one.opened[0].more == {"phone": 1}
    assert edges(grown(f"phone:{AGIM}", f"phone:{DRIVER}", most=1)) == {
        (f"phone:{AGIM}", f"phone:{FEEDER}"): 3,
        (f"phone:{AGIM}", f"phone:{DRIVER}"): 1,
        (f"phone:{DRIVER}", "phone:+43660123456"): 3,
    }


def test_a_number_among_thousands_shows_the_first_and_says_how_many_more(
    take_in: Callable[..., object], grown: Follow
) -> None:
    crowd = {
        document(f"t{n}", id=f"t{n}"): found(phones=(AGIM, *(f"+3816{n:03}{m:04}" for m in range(40))))
        for n in range(50)
    }
    take_in("r", crowd)
    (opened,) = grown(f"phone:{AGIM}").opened
    assert (opened.leads, len(opened.neighbours)) == (50, 6)
    assert opened.more["phone"] == pytest.approx(1994, rel=0.02)
    assert len(grown(f"phone:{AGIM}", most=24).opened[0].neighbours) == 24


def test_a_lead_begins_a_graph_and_nothing_comes_of_nothing(take_in: Callable[..., object], grown: Follow) -> None:
    assert grown(f"phone:{AGIM}").links == (), "there is no index yet"
    take_in("r", {document("a", id="a"): found("Prishtina", "Wien", phones=(AGIM,))})
    (lead,) = (one.node for one in grown(f"lead:{'0' * 32}").opened)
    assert (lead.kind, grown(lead.id).links) == ("lead", ())
    assert edges(grown(f"phone:{FEEDER}")) == {}


@pytest.mark.parametrize(
    "written", ["phone:044", "person:Agim", "place:gn:0", "route:gn:786714", "lead:x", "handle:", "handle:a\nb", ""]
)
def test_what_is_no_node_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        node(written, load())


def test_more_nodes_than_anybody_reads_are_refused(grown: Follow) -> None:
    with pytest.raises(UsageError, match="close some"):
        grown(*(f"phone:+38344{n:06}" for n in range(MOST_OPENED + 1)))


@pytest.fixture
def exported(take_in: Callable[..., object], grown: Follow) -> Callable[[str], bytes]:
    """The graph of a number, with a handle that is a formula and markup, in a format."""
    hostile = '=cmd|"x"!a1<&>"'
    take_in(
        "r",
        {
            document("a", id="a"): found("Prishtina", "Wien", phones=(AGIM, DRIVER), handles=(hostile,)),
            document("b", id="b"): found("Prishtina", "Wien", phones=(AGIM,)),
        },
    )
    graph = grown(f"phone:{AGIM}", f"phone:{DRIVER}")

    def write(name: str) -> bytes:
        file = io.BytesIO()
        graphs.write(name, graph, {one: label(one, load()) for one in graph.nodes}, file)
        return file.getvalue()

    return write


def test_graphml_is_read_by_networkx(exported: Callable[[str], bytes]) -> None:
    read = networkx.read_graphml(io.BytesIO(exported("graphml")))
    names = networkx.get_node_attributes(read, "value")
    assert not read.is_directed()
    assert sorted(networkx.get_node_attributes(read, "kind").values()) == sorted(
        ["phone", "phone", "handle", "route", "place", "place"]
    )
    assert '=cmd|"x"!a1<&>"' in names.values()
    weights = {frozenset((names[one], names[two])): leads for one, two, leads in read.edges.data("leads")}
    assert weights[frozenset((AGIM, WAY))] == 2 and weights[frozenset((AGIM, DRIVER))] == 1
    assert {names[one] for one, opened in read.nodes.data("opened") if opened} == {AGIM, DRIVER}


def test_json_is_read_by_networkx(exported: Callable[[str], bytes]) -> None:
    read = networkx.node_link_graph(json.loads(exported("json")), edges="links")
    assert read.edges[f"phone:{AGIM}", f"route:{WAY}"]["leads"] == 2
    assert read.nodes[f"route:{WAY}"]["name"] == "Pristina → Vienna"


def test_csv_has_a_row_an_edge_and_no_formula(exported: Callable[[str], bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(exported("csv").decode("utf-8-sig"), newline="")))
    graph = networkx.Graph()
    graph.add_weighted_edges_from((row["source"], row["target"], int(row["leads"])) for row in rows)
    assert graph[f"phone:{AGIM}"]["place:gn:2761369"]["weight"] == 2
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    with pytest.raises(UsageError, match="graphml, csv, json"):
        exported("gif")

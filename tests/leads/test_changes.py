"""One period beside the one before: counts, prices, and numbers that nobody had before; on the run's real node."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from elasticsearch import Elasticsearch
from lead_samples import START, document, extraction, phone, route

from leads.changes import Changes, Compared, changes
from leads.new_phones import NewPhones, new_phones
from leads.periods import Period, periods
from leads.query import SearchQuery
from leads.search import search
from nlp.gazetteer import load
from waymark.records import Amount, Document, Extraction
from waymark.settings import Settings

pytestmark = pytest.mark.node
TakeIn = Callable[..., object]
WAY, OTHER = "gn:786714>gn:2761369", "gn:3189595>gn:715429"  # Pristina → Vienna, Subotica → Szeged
NOW, BEFORE = periods(10, date(2026, 11, 30))  # START is the first of the month; day 29 of the samples is the last


@pytest.fixture
def compare(client: Elasticsearch, cluster_settings: Settings) -> Callable[..., Changes]:
    def compared(**query: object) -> Changes:
        found = changes(client, cluster_settings, SearchQuery.model_validate(query), load(), NOW, BEFORE)
        assert found is not None
        return found

    return compared


@pytest.fixture
def newcomers(client: Elasticsearch, cluster_settings: Settings) -> Callable[..., NewPhones]:
    def found(**query: object) -> NewPhones:
        return new_phones(client, cluster_settings, SearchQuery.model_validate(query), load(), NOW)

    return found


def offer(
    number: int, day: int, *stops: str, euro: float | None = None, **fields: object
) -> tuple[Document, Extraction]:
    """A lead seen on one day, with one journey."""
    price = Amount(min=euro, max=euro, currency="EUR") if euro else None
    given = {"crawled": False, "published_at": START.replace(day=day + 1), **fields}
    phones = given.pop("phones", ())
    found = extraction(phones=phones, language=given.pop("language", "sq"), routes=(route(*stops, price=price),))
    return document(f"offer {number}", id=str(number), day=day, **given), found


def test_periods_are_as_long_and_touch() -> None:
    assert periods(30, date(2026, 11, 30)) == (
        Period(date(2026, 11, 1), date(2026, 11, 30)),
        Period(date(2026, 10, 2), date(2026, 10, 31)),
    )
    assert (NOW.written, BEFORE.written) == ("2026-11-21..2026-11-30", "2026-11-11..2026-11-20")


def test_routes_languages_and_sources_are_counted_in_both_periods(
    take_in: TakeIn, compare: Callable[..., Changes]
) -> None:
    take_in(
        "r",
        dict(
            [
                *(offer(n, 25, "Prishtina", "Wien") for n in range(3)),
                offer(3, 15, "Prishtina", "Wien", language="tr", source="forum"),
                *(offer(n, 15, "Subotica", "Szeged") for n in (4, 5)),
                offer(6, 2, "Subotica", "Szeged"),
            ]
        ),
    )
    found = compare()
    assert found.leads == found.fresh == Compared("", 3, 3)
    assert found.routes == (Compared(WAY, 3, 1), Compared(OTHER, 0, 2))
    assert found.languages == (Compared("sq", 3, 2), Compared("tr", 0, 1))
    assert found.sources == (Compared("board", 3, 2), Compared("forum", 0, 1))
    assert compare(source="forum").routes == (Compared(WAY, 0, 1),)


def test_a_lead_that_was_there_in_both_counts_in_both_and_is_new_once(
    take_in: TakeIn, compare: Callable[..., Changes], client: Elasticsearch, cluster_settings: Settings
) -> None:
    lasting = offer(1, 25, "Prishtina", "Wien", crawled=True, published_at=START.replace(day=13))
    take_in("r", dict([lasting]))
    found = compare()
    assert (found.leads, found.fresh) == (Compared("", 1, 1), Compared("", 0, 1))
    for period in (NOW, BEFORE):
        assert search(client, cluster_settings, period.of(SearchQuery()), load()).total == 1


def test_languages_that_are_searched_as_one_are_counted_as_one(
    take_in: TakeIn, compare: Callable[..., Changes]
) -> None:
    take_in("r", dict(offer(n, 25, "Subotica", "Szeged", language=code) for n, code in enumerate(("hr", "bs", "sq"))))
    assert compare().languages == (Compared("sr", 2, 0), Compared("sq", 1, 0))


def test_prices_drift_by_their_middle_and_what_half_of_them_lie_between(
    take_in: TakeIn, compare: Callable[..., Changes]
) -> None:
    before = [offer(n, 12, "Prishtina", "Wien", euro=euro) for n, euro in enumerate((2000, 2500, 3000))]
    now = [offer(10 + n, 27, "Prishtina", "Wien", euro=euro) for n, euro in enumerate((2500, 3000, 3500))]
    few = [offer(20 + n, 27 - n, "Subotica", "Szeged", euro=300) for n in range(5)]
    take_in("r", dict([*before, *now, *few]))
    (drift,) = compare().drifts
    assert (drift.route, drift.before.median, drift.now.median) == (WAY, 2500, 3000)
    assert (drift.now.low, drift.now.high, drift.now.journeys) == (2750, 3250, 3)


def test_a_number_is_new_where_no_lead_had_it_before(take_in: TakeIn, newcomers: Callable[..., NewPhones]) -> None:
    old, new, other = (phone(number) for number in ("+38344111111", "+38344222222", "+38344333333"))
    take_in(
        "r",
        dict(
            [
                offer(1, 3, "Subotica", "Szeged", phones=(old,), source="forum"),
                offer(2, 25, "Prishtina", "Wien", phones=(old, new)),
                offer(3, 26, "Prishtina", "Wien", phones=(new,), language="tr"),
                offer(4, 26, "Subotica", "Szeged", phones=(other,)),
            ]
        ),
    )
    found = newcomers()
    assert (found.total, found.exact) == (2, True)
    first, second = found.first
    assert (first.e164, first.leads, first.languages, first.route) == ("+38344222222", 2, ("sq", "tr"), WAY)
    assert first.first_seen.date() == date(2026, 11, 26)
    assert (second.e164, second.leads) == ("+38344333333", 1)
    assert [one.e164 for one in newcomers(source="board", destination="Wien").first] == ["+38344222222"], (
        "old is what any lead had, also one that the question does not find"
    )


def test_without_an_index_nothing_changed(client: Elasticsearch, cluster_settings: Settings) -> None:
    assert changes(client, cluster_settings, SearchQuery(), load(), NOW, BEFORE) is None
    assert new_phones(client, cluster_settings, SearchQuery(), load(), NOW) == NewPhones((), 0, True)

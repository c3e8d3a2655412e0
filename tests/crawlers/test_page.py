"""What golden pages do not show: dates, ids where a site gives none, and pages that mean harm."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from loopback_site import source

from crawlers.dates import Dates
from crawlers.page import parse
from crawlers.text import readable

URL = "http://127.0.0.1:8801/list?page=2"


@pytest.mark.parametrize(
    ("written", "dates", "expected"),
    [
        ("2026-11-24T20:15:00+01:00", Dates(), datetime(2026, 11, 24, 19, 15, tzinfo=UTC)),
        ("2026-11-24T20:15:00Z", Dates(), datetime(2026, 11, 24, 20, 15, tzinfo=UTC)),
        ("2026-07-24 20:15", Dates(timezone="Europe/Belgrade"), datetime(2026, 7, 24, 18, 15, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 20:15:00 +0200", Dates(), datetime(2026, 11, 24, 18, 15, tzinfo=UTC)),
        ("24.11.2026 20:15", Dates(format="%d.%m.%Y %H:%M"), datetime(2026, 11, 24, 20, 15, tzinfo=UTC)),
        ("٢٤/١١/٢٠٢٦", Dates(format="%d/%m/%Y"), datetime(2026, 11, 24, tzinfo=UTC)),
        ("24 nëntor 2026", Dates(format="%d %m %Y", locale="sq"), datetime(2026, 11, 24, tzinfo=UTC)),
        ("24. новембар 2026.", Dates(format="%d. %m %Y.", locale="sr"), datetime(2026, 11, 24, tzinfo=UTC)),
        ("24 Kas 2026", Dates(format="%d %m %Y", locale="tr"), datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026. nov. 24.", Dates(format="%Y. %m %d.", locale="hu"), datetime(2026, 11, 24, tzinfo=UTC)),
        ("yesterday", Dates(), None),
        ("", Dates(), None),
        ("0001-01-01T00:00:00+05:00", Dates(), None),
        ("99999999999999999999", Dates(format="%d.%m.%Y"), None),
    ],
)
def test_a_date_is_read_as_the_site_writes_it_or_not_at_all(
    written: str, dates: Dates, expected: datetime | None
) -> None:
    assert dates.moment(["no date", written]) == expected


def keys(page: str, url: str = URL, **fields: object) -> list[str]:
    return [posting.key for posting in parse(page, url, source("http://127.0.0.1:8801/", **fields)).postings]


def test_an_id_never_holds_the_sites_host_or_port() -> None:
    thread = {"kind": "thread", "select": {"item": "p", "text": ".", "link": "a::attr(href)", "key": ""}}
    page = '<p>one <a href="/p/1?x=2#c">x</a></p><p>two <a href="http://127.0.0.1:8801/p/2">x</a></p>'
    assert keys(page, **thread | {"select": thread["select"] | {"text": "./text()"}}) == ["/p/1?x=2#c", "/p/2"]  # type: ignore[operator]
    assert keys('<article class="ad" data-id="http://127.0.0.1:9/ad/7"><p class="text">x</p></article>') == ["/ad/7"]


def test_ads_without_any_id_on_one_page_stay_apart_and_keep_their_ids() -> None:
    select = {"item": "p", "text": "./text()", "key": ""}
    first = keys("<p>Kombi</p><p>Stan</p>", kind="board", select=select)
    again = keys("<p>Novo</p><p>Kombi</p><p>Stan</p>", kind="board", select=select)
    assert len(set(again)) == 3
    assert again[1:] == first


def test_a_very_long_id_is_shortened_without_mixing_up_two_ads() -> None:
    page = "".join(f'<article class="ad" data-id="{"x" * 4000}{end}"><p class="text">t</p></article>' for end in "ab")
    one, other = keys(page)
    assert one != other
    assert max(len(one), len(other)) <= 300


@pytest.mark.parametrize(
    "page",
    [
        "",
        "\0",
        "\ufeff",
        "<",
        "<html",
        "<![CDATA[",
        "<!DOCTYPE html [",
        "<article class='ad' data-id='1'>" * 3,
        '<li class="ad"><a class="title" href="http://[::1">x</a><a class="title" href="//">y</a></li>',
        '<li class="ad"><a class="title" href="' + "x" * 100_000 + '">x</a></li>',
        "<p>&#xD800;&#x110000;&bogus;</p>",
    ],
)
@pytest.mark.parametrize("kind", ["board", "channel", "thread", "feed"])
def test_no_page_breaks_the_reading(page: str, kind: str) -> None:
    found = parse(page, URL, source("http://127.0.0.1:8801/", kind=kind))
    assert all(len(address) <= 2000 for address in found.further)


def test_elements_nested_without_end_are_read_in_bounded_time() -> None:
    deep = "<div>" * 100_000
    page = parse(f'{deep}<article class="ad" data-id="1"><p class="text">Kombi {deep}</p></article>', URL, source(URL))
    assert len(page.postings) <= 1


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("one<br>two<br/>\nthree", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<b>bold</b> and <i>plain</i>", "bold and plain"),
        ("a\u00a0b  c", "a b c"),
        ('<img alt="🚐"> Kombi', "🚐 Kombi"),
        ('<a href="https://wa.me/38344000117">044 000 117</a>', "044 000 117 https://wa.me/38344000117"),
        ('<a href="tel:+38344000117">+383 (44) 000-117</a>', "+383 (44) 000-117"),
        ('<a href="viber://chat?number=%2B38344000117">Viber</a>', "Viber viber://chat?number=%2B38344000117"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<script>x</script><style>y</style>z", "z"),
    ],
)
def test_markup_becomes_what_a_reader_sees(markup: str, expected: str) -> None:
    assert readable(markup) == expected


def test_markup_nested_without_end_is_read_without_its_structure() -> None:
    """Escaped in a feed, depth has no limit, and a tree of it takes time with the square of its depth."""
    markup = "<div>" * 60_000 + "Prishtin&euml; - Vjen&euml;<br>2500 &euro;" + "</div>" * 60_000
    assert readable(markup).split() == ["Prishtinë", "-", "Vjenë", "2500", "€"]

"""Depth of markup is what the parser makes of it, whatever its tags pretend."""

from __future__ import annotations

import pytest

from waymark.markup import nested_deeper_than


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 2000,
        "<DIV x='1'>" * 2000,
        "</p>" * 3000 + "<div>" * 2000,  # ends that nothing began take nothing off
        ("<b>" * 50 + "<table>" + "</b>" * 50) * 30,  # nor do ends that no parser obeys
        "<b></i>" * 2000,
        "&lt;p&gt;<!-- </div> -->" + "<div><!-- </div> -->" * 2000,
    ],
)
def test_elements_nested_without_end_are_seen(markup: str) -> None:
    assert nested_deeper_than(1000, markup)


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "kombi, 2500 €",
        "<!-- -->",
        "<p>unclosed, as it is allowed " * 5000,
        "<li>one" * 5000,
        "<td>one" * 5000,
        "<br><img src=x><hr/>" * 5000,
        "<div><p>closed</p></div>" * 5000,
        "&lt;div&gt;" * 5000,
        "half of a pair \ud800 <p>",
    ],
)
def test_many_elements_side_by_side_are_not_deep(markup: str) -> None:
    assert not nested_deeper_than(1000, markup)


def test_the_limit_is_what_is_still_read() -> None:
    markup = "<div>" * 10  # in html and body, which the parser adds
    assert not nested_deeper_than(12, markup)
    assert nested_deeper_than(11, markup)

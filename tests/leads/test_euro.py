from __future__ import annotations

from datetime import date

import pytest

from leads.euro import in_euro, rates


def test_every_rate_of_the_table_has_a_date_and_a_source() -> None:
    for rate in rates().values():
        assert date(1998, 12, 31) <= date.fromisoformat(rate.date)
        assert "ECB" in rate.source or len(rate.source) > 10


@pytest.mark.parametrize(
    "currency",
    ["EUR", "RSD", "MKD", "ALL", "BAM", "BGN", "TRY", "HUF", "RON", "CHF", "USD", "GBP", "IRR", "AFN", "PKR"],
)
def test_currencies_of_the_route_have_a_rate(currency: str) -> None:
    assert in_euro(1000, currency) is not None


def test_amounts_are_converted_with_the_rate_of_the_table() -> None:
    assert in_euro(2500, "EUR") == 2500
    assert in_euro(1955.83, "BAM") == 1000
    assert in_euro(200, "XXX") is None

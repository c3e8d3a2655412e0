from __future__ import annotations

import pytest
from lead_samples import phone

from leads.phone_digits import Fragment, digits, fragment
from waymark.errors import UsageError


def test_a_number_is_kept_as_dialled_from_abroad_and_at_home() -> None:
    assert digits(phone("+38344123456")) == ["38344123456", "044123456"]
    assert digits(phone("+36301234567", "HU")) == ["36301234567", "06301234567"]


def test_numbers_that_the_same_words_may_mean_are_kept_too() -> None:
    assert "069123456" in "".join(digits(phone("+381601234567", "RS", candidates=("+38269123456",))))


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("044 123", Fragment("044123", None)),
        ("٠٤٤١٢٣", Fragment("044123", None)),
        ("۰۴۴-۱۲۳", Fragment("044123", None)),
        ("+383 44", Fragment(None, "+38344")),
        ("00383 (0)44", Fragment("0038344", "+38344")),
        ("123", Fragment("123", None)),
    ],
)
def test_fragments_are_read_as_people_write_them(given: str, read: Fragment) -> None:
    assert fragment(given) == read


@pytest.mark.parametrize("given", ["44", "", "call me", "04x123"])
def test_what_is_no_part_of_a_number_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="--phone"):
        fragment(given)

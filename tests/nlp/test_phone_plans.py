"""Numbering plans are matched as libphonenumber matches them. All numbers are made up here."""

from __future__ import annotations

import random
from collections.abc import Iterator

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType

from nlp.phones.plan import international, national

_REGIONS = [
    "XK", "AL", "RS", "MK", "BA", "ME", "HR", "BG", "TR", "GR", "HU", "RO", "AT", "DE", "SI", "IT", "CH",
    "AF", "IQ", "SY", "IR", "PK", "SK", "CZ", "GB", "FR", "BE", "NL", "SE", "CY", "MD", "LB", "JO", "TN",
    "RU", "US", "CA", "ES", "PL", "UA", "AE",
]  # fmt: skip


def _variants(region: str) -> Iterator[str]:
    """Numbers of a region, valid and not: its examples with digits changed, one too many or one too few."""
    rng = random.Random(region)
    for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
        example = phonenumbers.national_significant_number(phonenumbers.example_number_for_type(region, kind))
        for changes in (0, 1, 1, 2, 2, 3, 3, 5, 5, 5):
            digits = list(example)
            for _ in range(changes):
                digits[rng.randrange(1, len(digits))] = rng.choice("0123456789")
            yield "".join(digits)
        yield from (example + "1", example[:-1])


@pytest.mark.parametrize("region", _REGIONS)
def test_what_is_a_number_is_decided_as_by_libphonenumber(region: str) -> None:
    code = phonenumbers.country_code_for_region(region)
    for digits in _variants(region):
        parsed = phonenumbers.parse(f"+{code}{digits}")
        valid = phonenumbers.is_valid_number(parsed)
        found = international(f"{code}{digits}")
        assert (found.e164 if found else None) == (f"+{code}{digits}" if valid else None)
        if found:
            assert found.country == phonenumbers.region_code_for_number(parsed)
            area = phonenumbers.length_of_national_destination_code(parsed)
            assert found.area_digits == (area + len(str(code)) if area else 0)


@pytest.mark.parametrize(
    ("digits", "region", "e164"),
    [
        ("044123456", "XK", "+38344123456"),
        ("06201234567", "HU", "+36201234567"),
        ("6912345678", "GR", "+306912345678"),
        ("055412890", "TN", "+21655412890"),
        ("12345678", "XK", None),
    ],
)
def test_national_numbers_are_read_with_and_without_a_trunk_prefix(digits: str, region: str, e164: str | None) -> None:
    found = national(digits, region)
    assert (found.e164 if found else None) == e164

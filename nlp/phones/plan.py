"""Which numbers a string of digits may be: numbering plans of libphonenumber, looked up fast, confirmed by it.

libphonenumber's own parse and validation take 60 µs; a text has many strings of digits and many countries to try. So
the patterns of its metadata are matched first, and only what they accept is parsed and validated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

SHORTEST, LONGEST = 7, 15  # digits of a subscriber's number with its area; E.164 has at most 15
_MOBILE, _FIXED, _OTHER = 1.0, 0.72, 0.45  # how often such numbers are in advertisements
_LONGEST_FIXED = 11  # German and Austrian plans accept nearly any longer string
_NON_GEOGRAPHIC = "001"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A number that digits may mean."""

    e164: str
    country: str | None
    kind: float  #: weight of the kind of number: mobile, fixed, other
    trunk: bool  #: written with the trunk prefix (0) of its country
    trunkless: bool  #: its country has no trunk prefix
    area_digits: int  #: digits up to the end of the area or operator code as written, 0 where there is none


@dataclass(frozen=True, slots=True)
class _Plan:
    country_code: str
    trunk: str
    lengths: frozenset[int]
    mobile: re.Pattern[str]
    fixed: re.Pattern[str]
    general: re.Pattern[str]

    def kind(self, national: str) -> float | None:
        if len(national) not in self.lengths or not self.general.fullmatch(national):
            return None
        if self.mobile.fullmatch(national):
            return _MOBILE
        if self.fixed.fullmatch(national):
            return _FIXED if len(national) <= _LONGEST_FIXED else None
        return _OTHER


_NEVER = re.compile(r"(?!)")


def _pattern(description: object) -> re.Pattern[str]:
    pattern = getattr(description, "national_number_pattern", None)
    return re.compile(pattern) if pattern else _NEVER


@lru_cache(maxsize=300)
def _plan(region: str) -> _Plan | None:
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.general_desc is None:
        return None
    return _Plan(
        country_code=str(metadata.country_code),
        trunk=metadata.national_prefix or "",
        lengths=frozenset(metadata.general_desc.possible_length),
        mobile=_pattern(metadata.mobile),
        fixed=_pattern(metadata.fixed_line),
        general=_pattern(metadata.general_desc),
    )


@lru_cache(maxsize=20_000)
def national(digits: str, region: str) -> Meaning | None:
    """What `digits` mean when dialled within `region`, or None."""
    plan = _plan(region)
    if plan is None:
        return None
    trunk = bool(plan.trunk) and digits.startswith(plan.trunk)
    rest = digits[len(plan.trunk) :] if trunk else digits
    kind = plan.kind(rest)
    if kind is None:
        return None
    written = len(digits) - len(rest)
    return _confirmed(f"+{plan.country_code}{rest}", kind, trunk, region, written)


@lru_cache(maxsize=20_000)
def international(digits: str) -> Meaning | None:
    """What `digits`, beginning with a country code, mean, or None. A trunk 0 behind the country code is dropped."""
    for length in (1, 2, 3):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:length] or 0))
        if regions is None:
            continue
        rest = digits[length:]
        if regions[0] == _NON_GEOGRAPHIC:
            return _confirmed(f"+{digits}", _OTHER, True, None, length)
        for region in regions:
            plan = _plan(region)
            for number in (rest, rest.removeprefix("0")) if plan and plan.trunk == "0" else (rest,):
                kind = plan.kind(number) if plan else None
                if kind is not None:
                    meaning = _confirmed(f"+{digits[:length]}{number}", kind, True, region, length)
                    if meaning:
                        return meaning
    return None


def _confirmed(e164: str, kind: float, trunk: bool, region: str | None, written: int) -> Meaning | None:
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    country = phonenumbers.region_code_for_number(number)
    if region is not None and country != region and country not in phonenumbers.SUPPORTED_REGIONS:
        return None
    area = phonenumbers.length_of_national_destination_code(number)
    plan = _plan(region) if region else None
    return Meaning(
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        country=None if country == _NON_GEOGRAPHIC else country,
        kind=kind,
        trunk=trunk,
        trunkless=plan is not None and not plan.trunk,
        area_digits=written + area if area else 0,
    )

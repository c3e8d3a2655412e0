"""Which numbers a string of digits may be: the numbering plans of libphonenumber, matched directly.

libphonenumber's own parse, validation and formatting take 150 µs a number; a text has many strings of digits and many
countries to try. So the patterns of its metadata are matched as its `is_valid_number` matches them (Google's
libphonenumber, phonenumberutil); `tests/nlp/test_phone_plans.py` holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers.phonemetadata import NumberFormat, PhoneMetadata

SHORTEST, LONGEST = 7, 15  # digits of a subscriber's number with its area; E.164 has at most 15
_MOBILE, _FIXED, _OTHER = 1.0, 0.72, 0.6  # how often such numbers are in advertisements
_LONGEST_FIXED = 11  # German and Austrian plans accept nearly any longer string
_NON_GEOGRAPHIC = "001"
_EXTRA_ZERO = 0.65  # a 0 before the number where the country has no trunk prefix: written by habit
_OTHER_KINDS = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail"
)  # fmt: skip
_PRINTED = re.compile(r"(?:\\\d)+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A number that digits may mean."""

    e164: str
    country: str | None
    kind: float  #: weight of the kind of number: mobile, fixed, other
    trunk: bool  #: written with the trunk prefix (0) of its country
    trunkless: bool  #: its country has no trunk prefix
    trunk_digits: int  #: how many digits that prefix has, 0 where there is none
    area_digits: int  #: digits up to the end of the area or operator code as written, 0 where there is none


_Matches = Callable[[str], re.Match[str] | None]


class _Shapes(NamedTuple):
    """What numbers of one length look like, by their kind."""

    general: _Matches
    mobile: _Matches
    fixed: _Matches
    other: _Matches


@dataclass(frozen=True, slots=True)
class _Format:
    """How numbers that begin in a certain way are grouped."""

    leading: re.Pattern[str] | None
    pattern: re.Pattern[str]
    first: tuple[int, ...]  #: the groups of the pattern that make the first group of digits as printed


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    country_code: str
    trunk: str
    leading: re.Pattern[str] | None  #: of all numbers of a region that shares its country code
    by_length: dict[int, _Shapes]
    formats: tuple[_Format, ...]

    def kind(self, national: str) -> float | None:
        """The weight of the kind of number that `national` is, None where it is none."""
        shapes = self.by_length.get(len(national))
        if shapes is None or not shapes.general(national):
            return None
        if shapes.mobile(national):
            return _MOBILE
        if shapes.fixed(national):
            return _FIXED if len(national) <= _LONGEST_FIXED else None
        return _OTHER if shapes.other(national) else None

    def area(self, national: str) -> int:
        """How many digits the area or operator code has, 0 where the number is not grouped."""
        for form in self.formats:
            if form.leading is not None and not form.leading.match(national):
                continue
            match = form.pattern.fullmatch(national)
            if match:
                return sum(len(match[group]) for group in form.first)
        return 0


def _by_length(metadata: PhoneMetadata) -> dict[int, _Shapes]:
    def of(length: int, *kinds: str) -> _Matches:
        descriptions = [getattr(metadata, kind) for kind in kinds]
        patterns = [
            description.national_number_pattern
            for description in descriptions
            if description
            and description.national_number_pattern
            and length in (description.possible_length or (length,))
        ]
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) if patterns else "(?!)").fullmatch

    general = metadata.general_desc
    lengths = general.possible_length if general else ()
    return {
        length: _Shapes(
            of(length, "general_desc"), of(length, "mobile"), of(length, "fixed_line"), of(length, *_OTHER_KINDS)
        )
        for length in lengths
        if length > 0
    }


def _format(form: NumberFormat) -> _Format:
    leading = form.leading_digits_pattern[-1] if form.leading_digits_pattern else None
    printed = _PRINTED.findall(form.format or "")
    first = tuple(int(group) for group in printed[0][1::2]) if len(printed) > 1 else ()
    return _Format(re.compile(leading) if leading else None, re.compile(form.pattern or ""), first)


@lru_cache(maxsize=300)
def _plan(region: str, country_code: int = 0) -> _Plan | None:
    metadata = (
        PhoneMetadata.metadata_for_nongeo_region(country_code)
        if region == _NON_GEOGRAPHIC
        else PhoneMetadata.metadata_for_region(region)
    )
    if metadata is None or metadata.general_desc is None:
        return None
    main = metadata if region == _NON_GEOGRAPHIC else _main(str(metadata.country_code)) or metadata
    formats = main.intl_number_format or main.number_format  # regions that share a code are grouped alike
    return _Plan(
        country_code=str(metadata.country_code),
        trunk=metadata.national_prefix or "",
        leading=re.compile(metadata.leading_digits) if metadata.leading_digits else None,
        by_length=_by_length(metadata),
        formats=tuple(_format(form) for form in formats),
    )


def _main(country_code: str) -> PhoneMetadata | None:
    found: PhoneMetadata | None = PhoneMetadata.metadata_for_region(_regions()[country_code][0])
    return found


def national(digits: str, region: str) -> Meaning | None:
    """What `digits` mean when dialled within `region`, or None."""
    plan = _plan(region)
    if plan is None:
        return None
    trunk = plan.trunk or "0"
    rest = len(digits) - len(trunk) if digits.startswith(trunk) else len(digits)
    if rest not in plan.by_length and len(digits) not in plan.by_length:
        return None  # nearly always, and cheaper than to remember it
    return _national(digits, region, plan)


def written_lengths(regions: Iterable[str]) -> frozenset[int]:
    """How many digits national numbers of `regions` have, with a trunk prefix and without."""
    plans = [plan for region in regions if (plan := _plan(region))]
    return frozenset(
        length + extra for plan in plans for length in plan.by_length for extra in (0, len(plan.trunk or "0"))
    )


@lru_cache(maxsize=4_000)
def _national(digits: str, region: str, plan: _Plan) -> Meaning | None:
    trunk = bool(plan.trunk) and digits.startswith(plan.trunk)
    rest, weight = (digits[len(plan.trunk) :] if trunk else digits), 1.0
    kind = plan.kind(rest)
    if kind is None and not plan.trunk and digits.startswith("0"):
        trunk, rest, weight = True, digits[1:], _EXTRA_ZERO
        kind = plan.kind(rest)
    if kind is None:
        return None
    return _meaning(plan, region, rest, kind * weight, trunk, len(digits) - len(rest))


@lru_cache(maxsize=4_000)
def international(digits: str) -> Meaning | None:
    """What `digits`, beginning with a country code, mean, or None. A trunk prefix behind the code is dropped."""
    for length in (1, 2, 3):
        regions = _regions().get(digits[:length])
        if regions is None:
            continue
        for region in regions:
            plan = _plan(region, int(digits[:length]))
            meaning = _abroad(plan, region, digits[length:], length) if plan else None
            if meaning:
                return meaning
        return None  # no country code begins with another
    return None


@lru_cache(maxsize=1)
def _regions() -> dict[str, tuple[str, ...]]:
    return {str(code): regions for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()}


def _abroad(plan: _Plan, region: str, rest: str, length: int) -> Meaning | None:
    trunk = plan.trunk or "0"
    numbers = (rest, rest[len(trunk) :]) if rest.startswith(trunk) else (rest, rest[1:]) if rest[:1] == "0" else (rest,)
    for number in numbers:  # a 0 is written for any trunk prefix: +36 (0) 20 …
        if plan.leading is not None and not plan.leading.match(number):
            continue
        kind = plan.kind(number)
        if kind is not None:
            return _meaning(plan, region, number, kind, trunk=True, written=length)
    return None


def _meaning(plan: _Plan, region: str, number: str, kind: float, trunk: bool, written: int) -> Meaning:
    area = plan.area(number)
    return Meaning(
        e164=f"+{plan.country_code}{number}",
        country=None if region == _NON_GEOGRAPHIC else region,
        kind=kind,
        trunk=trunk,
        trunkless=not plan.trunk,
        trunk_digits=len(plan.trunk),
        area_digits=written + area if area else 0,
    )

"""The records that travel through Waymark, each defined once: captures, documents, extractions, leads.

Every record is frozen and refuses unknown fields. Offsets count Unicode code points in the given text; times are
aware and in UTC; countries are ISO 3166-1 alpha-2 (Kosovo: XK), currencies ISO 4217, phones E.164 (ITU-T).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

Kind = Literal["ad", "tip", "report"]
PlaceKind = Literal["country", "region", "city", "village", "crossing"]
Role = Literal["origin", "transit", "destination"]
Mode = Literal["car", "van", "truck", "bus", "train", "boat", "foot", "plane", "taxi"]
Per = Literal["person", "family", "child", "leg", "group"]

#: Longest text that is taken in, in code points. Longer ones are rejected by name: no ad or tip is a book.
LONGEST_TEXT = 1_000_000


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


def _country_code(code: str) -> str:
    if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
        raise ValueError(f"{code[:40]!r} is no country's code: two capital letters, such as RS or XK (ISO 3166-1)")
    return code


CountryCode = Annotated[str, AfterValidator(_country_code)]


def _web_address(url: str) -> str:
    if not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        raise ValueError(f"{url[:60]!r} is no address of a page: it must begin with http:// or https://")
    return url


WebAddress = Annotated[str, AfterValidator(_web_address)]

#: Pydantic's names of kinds of values, for people who write YAML and JSON.
_KINDS = {
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be fields with values",
    "model_type": "must be fields with values",
    "string_type": "must be a text (in quotes, where it looks like a number or a date)",
    "none_required": "must be left out",
}


def fault(problem: Mapping[str, Any]) -> str:
    """What is wrong with a value, in words for people, out of one of pydantic's `errors()`."""
    said = re.sub(r"^(Input|[A-Z]\w+) should ", "must ", str(problem["msg"]).removeprefix("Value error, "))
    return _KINDS.get(str(problem["type"]), said)


class Record(BaseModel):
    """What all records share: immutable, and loud about a field they do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# -- evidence -----------------------------------------------------------------------------------------------------


class Evidence(Record):
    """Where the page an ad was cut out of is kept as it was seen."""

    warc: str  #: reference of the WARC file in the archive
    record_id: str  #: WARC-Record-ID of the response (ISO 28500)
    sha256: str  #: hexadecimal SHA-256 of the response body as received


class Capture(Record):
    """One page as seen."""

    source: str
    url: str
    captured_at: Moment
    status: int
    content_type: str | None = None
    evidence: Evidence
    documents: tuple[str, ...] = ()  #: ids of the ads cut out of it


class Document(Record):
    """One ad, tip or report as text.

    `id` is the text's own identity within its source (the site's number of the ad, the path of its page, the
    agency's number of the tip): the same ad with another price keeps its id.
    """

    id: str = Field(min_length=1, max_length=500)
    kind: Kind
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    source: str = Field(default="unknown", min_length=1, max_length=200)
    url: WebAddress | None = Field(default=None, max_length=4000)
    country: CountryCode | None = None  #: where it was published, a hint
    published_at: Moment | None = None
    captured_at: Moment
    evidence: Evidence | None = None

    @property
    def seen_from(self) -> datetime:
        """Since when the text is known to have been there. A date of publication in the future is not believed."""
        if self.published_at is None:
            return self.captured_at
        return min(self.published_at, self.captured_at)

    @property
    def seen_until(self) -> datetime:
        """When the text was last known to be there: a crawled page at its capture, a file at its publication."""
        return self.captured_at if self.evidence else self.seen_from


class Reject(Record):
    """Something that could not be taken in, kept with the reason, so that it can be mended and given again."""

    item: str  #: what it was: a line of a file, a document's id, a lead's id
    reason: str
    content: str = ""  #: the item as it came (text; undecodable bytes replaced)


# -- extraction ---------------------------------------------------------------------------------------------------


class Language(Record):
    """The language of a text: ISO 639-1, or 639-3 where there is none; `und` when unsure."""

    code: str
    script: str  #: ISO 15924 of most letters; Zyyy where there is none
    confidence: float = Field(ge=0, le=1)
    rule: str = ""


class Found(Record):
    """Words in a text that mean something: `text` is exactly the slice [start, end) of the text."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    rule: str = ""  #: by which rule or model it was found, for the analyst and the developer


class Phone(Found):
    e164: str = Field(pattern=r"^\+\d{6,15}$")
    country: str | None  #: null for numbers that belong to no country (satellite, international freephone)
    confidence: float = Field(ge=0, le=1)
    candidates: tuple[str, ...] = ()  #: other numbers in E.164 that the same words may mean


class Amount(Record):
    """How much: `min` and `max` in whole units of the currency; null `min` for "up to", equal for one price."""

    min: float | None
    max: float | None
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    per: Per | None = None


class Price(Found):
    min: float | None
    max: float | None
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    per: Per | None = None


class Place(Found):
    id: str  #: `gn:<GeoNames id>`, or `wm:<name>` for what only Waymark's own table knows
    name: str  #: in English where GeoNames has it
    kind: PlaceKind
    country: str
    lat: float | None
    lon: float | None
    geoname_id: int | None


class Handle(Found):
    platform: str  #: telegram, whatsapp, viber, signal, instagram, facebook, tiktok, messenger
    name: str


class Stop(Record):
    id: str
    name: str
    kind: PlaceKind
    country: str
    lat: float | None
    lon: float | None
    role: Role


class Route(Record):
    """One journey: its stops in the order of travel, without doubles."""

    stops: tuple[Stop, ...] = Field(min_length=1)
    modes: tuple[str, ...] = ()  #: of Mode
    price: Amount | None = None
    rule: str = ""


class Extraction(Record):
    """All that is read out of one text."""

    language: Language
    phones: tuple[Phone, ...] = ()
    prices: tuple[Price, ...] = ()
    places: tuple[Place, ...] = ()
    routes: tuple[Route, ...] = ()
    handles: tuple[Handle, ...] = ()


# -- leads --------------------------------------------------------------------------------------------------------


class Version(Record):
    """One wording of a lead; an ad whose price changed is the same lead with a new version."""

    sha256: str  #: of the text, UTF-8
    text: str
    first_seen: Moment
    last_seen: Moment
    captured_at: Moment  #: when it was last taken in; tells the newer of two wordings seen until the same moment
    prices: tuple[Amount, ...] = ()
    evidence: Evidence | None = None


class Lead(Record):
    """A document and its extraction, with its place among the others."""

    id: str  #: from source and document id, so that taking the same thing in twice changes nothing
    document_id: str
    kind: Kind
    source: str
    url: str | None = None
    country: str | None = None
    published_at: Moment | None = None
    text: str
    extraction: Extraction
    first_seen: Moment
    last_seen: Moment
    versions: tuple[Version, ...]  #: by first_seen; the newest wording is the lead's text
    cluster: str  #: id of the near-duplicates this lead belongs to
    source_grade: str | None = None  #: Admiralty/6x6 code, set by people
    handling_code: str | None = None
    evidence: Evidence | None = None
    archive_ref: str | None = None  #: the archive's file of documents that the text came from

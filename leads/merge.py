"""What becomes of a lead when one more document of it is taken in.

The same documents give the same lead in whatever order and however often they come (a join: commutative, associative,
idempotent; tests/leads/test_merge.py tries it with random documents). So two workers may take in the same page, a
batch may run twice, and a capture found late goes to its place among the versions instead of overwriting a newer one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any, Literal

from leads.identity import lead_id, text_sha256
from waymark.records import Amount, Document, Extraction, Lead, Record, Version

Outcome = Literal["new", "changed", "known"]

#: Versions kept with a lead: an ad that shows a counter must not grow without end. The archive keeps every wording.
MOST_VERSIONS = 100
#: Characters of all wordings kept with a lead, the newest in any case: Elasticsearch refuses a write of tens of MB.
MOST_WORDING = 2_000_000


@dataclass(frozen=True)
class Sighting:
    """One document as it was taken in: what was read out of it, and the archive's file that holds it."""

    document: Document
    extraction: Extraction
    archive_ref: str | None = None


def merge(existing: Lead | None, sighting: Sighting) -> tuple[Lead, Outcome]:
    """The lead with this sighting in it, and whether that made it new, gave it a new wording, or was known."""
    seen = _alone(sighting)
    if existing is None:
        return seen, "new"
    known = any(version.sha256 == seen.versions[0].sha256 for version in existing.versions)
    return _joined(existing, seen), "known" if known else "changed"


def _alone(sighting: Sighting) -> Lead:
    """The lead that this sighting alone makes."""
    document, extraction = sighting.document, sighting.extraction
    version = Version(
        sha256=text_sha256(document.text),
        text=document.text,
        first_seen=document.seen_from,
        last_seen=document.seen_until,
        captured_at=document.captured_at,
        prices=tuple(Amount(min=p.min, max=p.max, currency=p.currency, per=p.per) for p in extraction.prices),
        evidence=document.evidence,
    )
    identity = lead_id(document)
    return Lead(
        id=identity,
        document_id=document.id,
        kind=document.kind,
        source=document.source,
        url=document.url,
        country=document.country,
        published_at=document.published_at,
        text=document.text,
        extraction=extraction,
        first_seen=version.first_seen,
        last_seen=version.last_seen,
        versions=(version,),
        cluster=identity,
        evidence=document.evidence,
        archive_ref=sighting.archive_ref,
    )


def _joined(one: Lead, other: Lead) -> Lead:
    """Both leads as one. Text, extraction and address come together from the wording seen last.

    What is the same document again gives its extraction to the lead: the pipeline may have learnt meanwhile.
    """
    newest = one if _recency(one) > _recency(other) else other
    versions = _versions((*one.versions, *other.versions))
    return newest.model_copy(
        update={
            "first_seen": min(one.first_seen, other.first_seen),
            "last_seen": max(one.last_seen, other.last_seen),
            "published_at": _earliest(one.published_at, other.published_at),
            "versions": versions,
            "evidence": max(versions, key=_version_recency).evidence,
            "cluster": one.cluster,
            "source_grade": one.source_grade,
            "handling_code": one.handling_code,
        }
    )


def _versions(versions: Iterable[Version]) -> tuple[Version, ...]:
    """One version for each wording, the last MOST_VERSIONS and MOST_WORDING of them, in the order of their pages."""
    wordings: dict[str, Version] = {}
    for version in versions:
        same = wordings.get(version.sha256)
        wordings[version.sha256] = _same_wording(same, version) if same else version
    newest_first = sorted(wordings.values(), key=_version_recency, reverse=True)[:MOST_VERSIONS]
    sizes = accumulate(len(version.text) for version in newest_first)
    kept = [version for version, size in zip(newest_first, sizes, strict=True) if size <= MOST_WORDING]
    return tuple(sorted(kept or newest_first[:1], key=_place))


def _place(version: Version) -> tuple[datetime, datetime, datetime, str]:
    """All wordings of an ad are dated by its publication: of those, what was seen last is newer."""
    return version.first_seen, version.last_seen, version.captured_at, version.sha256


def _same_wording(one: Version, other: Version) -> Version:
    newest = one if _preference(one) > _preference(other) else other
    return newest.model_copy(update={"first_seen": min(one.first_seen, other.first_seen)})


def _preference(version: Version) -> tuple[Any, ...]:
    """Of two captures of one wording, the later; at the same moment always the same one."""
    return *_version_recency(version), _written(version.evidence)


def _version_recency(version: Version) -> tuple[datetime, datetime, str]:
    return version.last_seen, version.captured_at, version.sha256


def _recency(lead: Lead) -> tuple[Any, ...]:
    """Orders leads by their newest wording; the rest only settles what is equal in all that, always the same way."""
    newest = max(lead.versions, key=_version_recency)
    origin = (lead.kind, lead.url or "", lead.country or "", lead.archive_ref or "")
    return *_version_recency(newest), _written(newest.evidence), *origin


def _written(record: Record | None) -> str:
    return record.model_dump_json() if record else ""


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other

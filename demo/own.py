"""Which leads are the demo's own: those of its sources and of its agencies' tips. All others are somebody's work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from crawlers.registry import load
from tips.inbox import waiting
from tips.intake import take_in
from waymark.archive import Archive

SOURCES = Path(__file__).resolve().parent / "sources"
TIPS = Path(__file__).resolve().parent / "tips"


def own_sources() -> frozenset[str]:
    """The names under which the demo's leads stand in the index; the tips are read for it, in memory."""
    archive = Archive(f"memory://waymark-demo-{uuid4()}")
    tips = take_in(waiting(TIPS), archive, run="own", now=datetime.now(UTC), batch=500)
    agencies = {document.source for ref in tips.refs for document in archive.documents(ref)}
    return frozenset({source.id for source in load([SOURCES])[0]} | agencies)


def warning(sources: Mapping[str, int]) -> str | None:
    """What to say before invented leads are put among these, leads by source; None where all are the demo's."""
    others = {source: number for source, number in sources.items() if source not in own_sources()}
    if not others:
        return None
    return (
        f"this index already holds {sum(others.values())} leads that are not the demo's ({', '.join(sorted(others))}): "
        "the demo's invented ones are put among them. To keep them apart, end this with Ctrl-C and run it with "
        "WAYMARK_STATE=/another/folder"
    )

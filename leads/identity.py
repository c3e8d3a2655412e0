"""Who a lead is: its id comes from source and document id, so that taking the same thing in twice changes nothing."""

from __future__ import annotations

import hashlib

from waymark.records import Document


def lead_id(document: Document) -> str:
    """128 bits of a SHA-256 in hexadecimal: the same for every wording of the same ad, tip or report."""
    return hashlib.sha256(f"{document.source}\0{document.id}".encode()).hexdigest()[:32]


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

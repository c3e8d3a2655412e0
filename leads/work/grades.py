"""The 6×6 grade (Admiralty code, NATO AJP-2.1): how reliable the source is, how credible what it says."""

from __future__ import annotations

from waymark.errors import UsageError

SOURCE = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
INFORMATION = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
#: STIX 2.1, appendix A, "Admiralty credibility"; 6 has no figure.
_CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
NONE = "none"  #: asked for: leads without a grade


def grade(written: str) -> str:
    """A whole grade, such as B2. Raises UsageError."""
    value = written.strip().upper()
    if len(value) == 2 and value[0] in SOURCE and value[1] in INFORMATION:
        return value
    raise UsageError(f"{written!r} is no grade: a letter from A to F for the source, a digit from 1 to 6, as in B2")


def asked(written: str) -> str:
    """A grade as it may be asked for: B2, B, 2 or none. Raises UsageError."""
    value = written.strip().upper()
    if value in SOURCE or value in INFORMATION:
        return value
    return NONE if value.lower() == NONE else grade(value)


def in_words(value: str) -> str:
    """What a grade, or a part of one, means."""
    if value == NONE:
        return "without a grade"
    told = {**{letter: f"source {words}" for letter, words in SOURCE.items()}, **INFORMATION}
    return ", ".join(told[part] for part in value)


def confidence(value: str) -> int | None:
    """The figure from 0 to 100 that STIX gives the credibility."""
    return _CONFIDENCE.get(value[1])

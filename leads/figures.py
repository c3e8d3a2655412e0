"""Figures as people of every language read them alike: 2 500; 2,500 and 2.500 are two and a half to some."""

from __future__ import annotations

_NARROW = "\u202f"  # a narrow blank that no line is broken at (SI brochure, 5.4.4)


def grouped(figure: float) -> str:
    """A whole figure with its thousands apart."""
    return f"{figure:,.0f}".replace(",", _NARROW)


def counted(many: int, one: str = "lead", more: str = "leads") -> str:
    """How many of what: 1 lead, 2 leads."""
    return f"{grouped(many)} {one if many == 1 else more}"

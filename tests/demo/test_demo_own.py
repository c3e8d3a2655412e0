"""Invented leads are not put among somebody's real ones without a word."""

from __future__ import annotations

from demo.own import own_sources, warning


def test_the_demos_own_leads_are_no_reason_to_warn() -> None:
    assert {"demo-board", "demo-channel", "demo-thread", "demo-feed", "hotline-en"} < own_sources()
    assert warning({}) is None
    assert warning(dict.fromkeys(own_sources(), 7)) is None


def test_leads_of_others_are_named_with_the_way_to_keep_the_demo_apart() -> None:
    said = warning({"demo-board": 7, "unknown": 54, "classifieds-rs": 3})
    assert said
    assert "57 leads that are not the demo's (classifieds-rs, unknown)" in said
    assert "WAYMARK_STATE=" in said
    assert "\n" not in said

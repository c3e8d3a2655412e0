"""The cluster of a test as somebody else sees it: with a state folder of their own."""

from __future__ import annotations

from pathlib import Path

from waymark.settings import Settings


def with_own_state(settings: Settings, state: Path) -> Settings:
    """`settings` with the folder `state`, in which the node is written down as in theirs."""
    own = settings.model_copy(update={"state": state})
    own.node_file.parent.mkdir(parents=True)
    own.node_file.write_bytes(settings.node_file.read_bytes())
    return own

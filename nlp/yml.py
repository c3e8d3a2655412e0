"""Tables in YAML: all scalars as they are written; a fault is named with its line."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from waymark.errors import ConfigurationError


class _Loader(yaml.BaseLoader):
    """Of two equal keys YAML takes the last, which drops the words of the first; an empty word would stand anywhere."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise _fault(key, f"{str(key.value)[:60]} stands twice; put what it holds together")
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_sequence(self, node: yaml.SequenceNode, deep: bool = False) -> list[Any]:
        for item in node.value:
            if isinstance(item, yaml.ScalarNode) and not item.value.strip():
                raise _fault(item, "a word is empty; take it out")
        return super().construct_sequence(node, deep)


def _fault(node: yaml.Node, what: str) -> yaml.YAMLError:
    return yaml.YAMLError(f"line {node.start_mark.line + 1}: {what}")


def read(table: Path) -> Any:
    """What `table` (UTF-8) holds. yaml.YAMLError names the line and what is wrong; ConfigurationError: no text."""
    try:
        return yaml.load(table.read_text("utf-8"), _Loader)  # noqa: S506 - a BaseLoader makes nothing but strings
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{table.name}: is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from error

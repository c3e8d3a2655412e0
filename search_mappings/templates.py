"""The component templates and the index template of leads, read from `templates/*.json` and checked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from waymark.errors import ConfigurationError

_FOLDER = Path(__file__).with_name("templates")

#: Analyzers every Elasticsearch 9 brings along (Elasticsearch reference, "Language analyzers") and that we name.
BUILT_IN = frozenset(
    {
        *(
            "standard",
            "arabic",
            "bengali",
            "bulgarian",
            "czech",
            "dutch",
            "english",
            "french",
            "german",
            "greek",
            "hindi",
        ),
        *("hungarian", "italian", "persian", "portuguese", "romanian", "russian", "serbian", "sorani", "spanish"),
        *("swedish", "turkish"),
    }
)

#: Languages that share the analyzer of another: one language in Lucene's eyes, told apart near chance in short texts.
SHARED = {"hr": "sr", "bs": "sr", "sh": "sr"}


class _Component(BaseModel):
    """What a component template file must hold."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    meta: dict[str, Any] = Field(alias="_meta")
    template: dict[str, Any] = Field(min_length=1)


class _Index(BaseModel):
    """What the index template file must hold."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    meta: dict[str, Any] = Field(alias="_meta")
    index_patterns: list[str] = Field(min_length=1)
    composed_of: list[str] = Field(min_length=1)
    priority: int
    template: dict[str, Any] = Field(min_length=1)


@dataclass(frozen=True)
class Templates:
    """All that has to be put into a cluster before the first index of leads, by name."""

    version: int
    components: Mapping[str, Mapping[str, Any]]
    index_name: str
    index: Mapping[str, Any]


def load(prefix: str = "") -> Templates:
    """The templates with `prefix` before every name. Raises ConfigurationError naming the file that is wrong."""
    components = {f"{prefix}waymark-{name}": _read(f"{name}.json", _Component) for name in ("storage", "analysis")}
    leads = _read("leads.json", _Index)
    _check_analyzers(leads["template"]["mappings"], components[f"{prefix}waymark-analysis"]["template"]["settings"])
    for key in ("index_patterns", "composed_of"):
        leads[key] = [name.replace("{prefix}", prefix) for name in leads[key]]
    if set(leads["composed_of"]) != set(components):
        raise ConfigurationError("search_mappings/templates/leads.json: composed_of must name every component template")
    return Templates(_version(leads), components, f"{prefix}waymark-leads", leads)


def _read(name: str, shape: type[BaseModel]) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((_FOLDER / name).read_text("utf-8"))
        shape.model_validate(content)
    except (ValueError, ValidationError) as error:
        raise ConfigurationError(f"search_mappings/templates/{name}: {str(error).splitlines()[0]}") from error
    return content


def _version(leads: Mapping[str, Any]) -> int:
    version = leads["template"]["mappings"].get("_meta", {}).get("version")
    if not isinstance(version, int):
        raise ConfigurationError("search_mappings/templates/leads.json: mappings._meta.version must be a number")
    return version


def analyzers(mappings: Mapping[str, Any]) -> Iterator[str]:
    """Every analyzer a mapping names."""
    for key, value in mappings.items():
        if key == "analyzer" and isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from analyzers(value)


def _check_analyzers(mappings: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
    unknown = set(analyzers(mappings)) - BUILT_IN - set(settings["index"]["analysis"]["analyzer"])
    if unknown:
        raise ConfigurationError(
            f"search_mappings/templates/leads.json: no such analyzer: {', '.join(sorted(unknown))}"
        )


@lru_cache(maxsize=1)
def _bodies() -> frozenset[str]:
    leads = _read("leads.json", _Index)
    return frozenset(leads["template"]["mappings"]["properties"]["body"]["properties"])


def body_language(code: str) -> str | None:
    """The part of `body` that texts in the language `code` go to; None where Lucene has no analyzer for it."""
    code = SHARED.get(code, code)
    return code if code in _bodies() else None


@lru_cache(maxsize=1)
def latin_letters() -> Mapping[int, str]:
    """The analyzers' table of South Slavic Cyrillic to Latin letters, for `str.translate`."""
    settings = _read("analysis.json", _Component)["template"]["settings"]
    lines = settings["index"]["analysis"]["char_filter"]["south_slavic_cyrillic_to_latin"]["mappings"]
    return str.maketrans(dict(line.split(" => ", 1) for line in lines))

"""Moves the leads to a new index without a gap in search and without losing a write.

1. A new index is made from today's templates, and all leads are copied while everyone goes on with the old one.
2. Writing to the old index is blocked (writers wait and try again), and what changed since is copied too.
3. When both hold the same number of leads, both aliases change over in one step; then the old index is removed.

Copies keep their `_version` (external versioning), so a copy never overwrites a newer state, and a writer that read a
lead before the change-over cannot overwrite what it did not see (docs/decisions/index.md). A migration that was killed
leaves a half-filled index without aliases and perhaps the block: the next one removes both first.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from elasticsearch import ApiError, Elasticsearch, TransportError

from search_mappings import copying
from search_mappings.apply import apply
from search_mappings.indices import Index, create, current, existing, name_of
from search_mappings.lock import Lock, alone
from search_mappings.templates import load
from waymark.cluster import failures_in_one_line
from waymark.errors import ConfigurationError, ServiceError
from waymark.settings import Settings

_SETTLE = 2.0  # seconds the old index stays after the change-over, for searches that have already begun on it


@dataclass(frozen=True)
class Migration:
    """What a migration did; `old` is None where there was no index before."""

    old: str | None
    new: str
    leads: int


def ensure(client: Elasticsearch, settings: Settings) -> Index:
    """The index to write leads to, made on first use; safe when several processes do it at the same time.

    Raises ConfigurationError when the index there is of another version than this Waymark writes.
    """
    wanted = load(settings.index_prefix).version
    index = current(client, settings)
    if index is None:
        apply(client, settings)
        create(client, settings, Index(name_of(settings, wanted, 1), wanted, 1), with_aliases=True)
        index = current(client, settings)
    if index is None:
        raise ConfigurationError(f"the alias {settings.write_alias} is missing: run `waymark index migrate`")
    if index.version != wanted:
        raise ConfigurationError(
            f"the index {index.name} has version {index.version}, this Waymark writes version {wanted}: "
            + ("run `waymark index migrate`" if index.version < wanted else "use the newer Waymark")
        )
    return index


def up_to_date(client: Elasticsearch, settings: Settings) -> bool:
    """Whether the leads are in an index of the version that this Waymark writes."""
    with failures_in_one_line(settings):
        index = current(client, settings)
    return index is not None and index.version == load(settings.index_prefix).version


def migrate(client: Elasticsearch, settings: Settings, *, rebuild: copying.Rebuild = copying.unchanged) -> Migration:
    """Builds a new index from the leads of the current one and puts it behind both aliases.

    `rebuild` makes a lead's index document anew, so that fields a new version derives from the lead get filled.
    Raises WaymarkError when a migration is already running, here or elsewhere, ServiceError when the copy is not
    complete or a lead does not fit the new mapping; the old index then goes on as if nothing had happened.
    """
    with failures_in_one_line(settings), alone(client, settings) as lock:
        old = current(client, settings)
        if old is None:
            return Migration(None, ensure(client, settings).name, 0)
        number = existing(client, settings)[-1].number + 1  # never the name of one that a migration before made
        _clear(client, settings, old)
        version = apply(client, settings).version
        if version < old.version:
            raise ConfigurationError(f"the index {old.name} is newer than this Waymark (version {version})")
        new = Index(name_of(settings, version, number), version, number)
        if not create(client, settings, new, with_aliases=False):
            raise ServiceError(f"{new.name} was just made by another migration: nothing was changed, try again")
        with _undone_on_failure(client, old, new, lock):
            leads = _fill(client, old, new, rebuild, lock)
            lock.require()
            _change_over(client, settings, old, new)
        time.sleep(_SETTLE)
        client.indices.delete(index=old.name, ignore_unavailable=True)
    return Migration(old.name, new.name, leads)


def _fill(client: Elasticsearch, old: Index, new: Index, rebuild: copying.Rebuild, lock: Lock) -> int:
    checkpoint = copying.checkpoint(client, old.name)
    copying.copy(client, old.name, new.name, rebuild)
    lock.require()
    client.indices.add_block(index=old.name, block="write")
    copying.copy(client, old.name, new.name, rebuild, after=checkpoint)
    copying.remove_deleted(client, old.name, new.name)
    before, after = (copying.count(client, index.name) for index in (old, new))
    if before != after:
        raise ServiceError(f"{new.name} holds {after} leads, {old.name} {before}: nothing was changed, try again")
    return after


def _change_over(client: Elasticsearch, settings: Settings, old: Index, new: Index) -> None:
    """In one step, or not at all: where another migration has changed over meanwhile, the old aliases are not there."""
    aliases = (settings.read_alias, settings.write_alias)
    client.indices.update_aliases(
        actions=[
            *({"remove": {"index": old.name, "alias": alias, "must_exist": True}} for alias in aliases),
            {"add": {"index": new.name, "alias": settings.read_alias}},
            {"add": {"index": new.name, "alias": settings.write_alias, "is_write_index": True}},
        ]
    )


def _clear(client: Elasticsearch, settings: Settings, old: Index) -> None:
    """Removes what a killed migration left: indices behind no alias, and the block on writing."""
    for index in existing(client, settings):
        if index != old:
            client.indices.delete(index=index.name, ignore_unavailable=True)
    _unblock(client, old)


def _unblock(client: Elasticsearch, index: Index) -> None:
    client.indices.put_settings(index=index.name, settings={"index.blocks.write": None})


@contextmanager
def _undone_on_failure(client: Elasticsearch, old: Index, new: Index, lock: Lock) -> Iterator[None]:
    """Clears up while the lock is held; whoever took it over clears up for both, and may be on the old index now."""
    try:
        yield
    except BaseException:
        with suppress(ApiError, TransportError, ServiceError):
            lock.require()
            _unblock(client, old)
            client.indices.delete(index=new.name, ignore_unavailable=True)
        raise

"""Errors a person can act on: one line that names the item, the cause and the way out."""

from __future__ import annotations


class WaymarkError(Exception):
    """A failure whose message is meant for the person at the terminal (one line, no traceback)."""

    exit_code = 1


class UsageError(WaymarkError):
    """What was asked for cannot be read: a bad option, a missing file, an unreadable query."""

    exit_code = 2


class ServiceError(WaymarkError):
    """Something Waymark needs is not there: Elasticsearch, Airflow, Java, a port, disk space.

    `status`: by which Elasticsearch refused, where it did."""

    exit_code = 3

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class ConfigurationError(WaymarkError):
    """A setting, source file or table does not fit its schema."""

    exit_code = 4

"""What Airflow's own metrics (StatsD, where `[metrics] statsd_on` is set) are told of saved queries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alerts.lateness import Lateness
    from alerts.run import Report

_PREFIX = "waymark.alerts"
_MOST_TIMES = 1000  # that are sent of one run; each is a packet


def count(report: Report) -> None:
    """Tells what a run did, and of each delivery the time from capture to notification."""
    from airflow.sdk.observability import stats

    for name in ("hits", "delivered", "retry", "dead"):
        stats.incr(f"{_PREFIX}.{name}", getattr(report, name))
    for name in ("queries", "failing"):
        stats.gauge(f"{_PREFIX}.{name}", getattr(report, name))
    for lag in report.lags[:_MOST_TIMES]:
        stats.timing(f"{_PREFIX}.capture_to_notification", timedelta(seconds=lag))


def late(found: Lateness) -> None:
    """Tells how much is late."""
    from airflow.sdk.observability import stats

    stats.gauge(f"{_PREFIX}.late_leads", found.leads)
    stats.gauge(f"{_PREFIX}.late_deliveries", found.deliveries)

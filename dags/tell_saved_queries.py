"""The sweep of saved queries: asks what no batch's own run has asked, sends what has become due, shows what is late.

Batches are asked about as soon as they are indexed (`extract_and_index`); this run finds what a failure left, tells
what had to wait (quiet hours, retries), and fails where an operator has to look: when the queries cannot be asked, when
leads or deliveries are late, and, naming each, when queries fail (their owners are told as well).
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException

from dags.limits import ALERTS_SCHEDULE


@dag(
    schedule=ALERTS_SCHEDULE,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=30),
    tags=["waymark"],
    default_args={"owner": "waymark"},
    doc_md=__doc__,
)
def tell_saved_queries() -> None:
    @task(retries=1, retry_delay=timedelta(seconds=30), execution_timeout=timedelta(minutes=12))
    def sweep() -> dict[str, int | float | None]:
        """Asks, gathers and sends; returns the numbers of what was done. It has a deadline: longer is a failure.

        Skipped where nobody has saved a query."""
        from alerts.post_office import post_office
        from alerts.run import run
        from dags import metrics
        from nlp.gazetteer import load
        from search_mappings.alerts import exist
        from waymark.cluster import connect
        from waymark.settings import settings

        with connect(settings()) as client:
            if not exist(client, settings()):
                raise AirflowSkipException("no query is saved")
            report = run(client, settings(), load(), post_office(client, settings()))
        metrics.count(report)
        print(report.told())  # noqa: T201 - into the task's log
        return report.as_result()

    @task(trigger_rule="all_done")
    def check_lateness() -> None:
        """Fails when leads or deliveries are late, whatever became of the sweep."""
        from datetime import UTC, datetime

        from alerts.lateness import lateness
        from dags import metrics
        from waymark.cluster import connect
        from waymark.errors import ServiceError
        from waymark.settings import settings

        with connect(settings()) as client:
            found = lateness(client, settings(), datetime.now(UTC))
        metrics.late(found)
        if late := found.told():
            raise ServiceError(f"late: {late}; `waymark alerts run` and its output say why")

    @task
    def check_queries() -> None:
        """Fails, naming each, when there are saved queries that cannot be asked; the others are."""
        from alerts.watching import watched
        from waymark.cluster import connect
        from waymark.errors import ServiceError
        from waymark.settings import settings

        with connect(settings()) as client:
            failing = [one.query for one in watched(client, settings()) if one.state == "failing"]
        if failing:
            named = ", ".join(f"{query.id} of {query.owner}" for query in failing)
            raise ServiceError(f"{len(failing)} saved queries fail: {named}; `waymark alerts list` says why")

    sweep() >> [check_lateness(), check_queries()]


tell_saved_queries()

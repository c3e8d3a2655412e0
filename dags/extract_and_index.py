"""Reads languages, phones, prices, places and routes out of new documents and puts the leads into the index.

Runs when documents have arrived, and once an hour for what an earlier failure left: its work is every file of
documents in the archive that has no receipt, so nothing depends on an event being seen exactly once.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from dags.assets import DOCUMENTS

#: Batches of one run; what is left over is taken by the next (Airflow maps at most 1,024 tasks by default).
MOST_BATCHES = 200


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("30 * * * *", timezone="UTC"), assets=[DOCUMENTS]),
    catchup=False,
    max_active_runs=1,
    tags=["waymark"],
    default_args={"owner": "waymark"},
    doc_md=__doc__,
)
def extract_and_index() -> None:
    @task(retries=3, retry_delay=timedelta(seconds=10))
    def plan() -> list[list[str]]:
        """Batches of references that are still to be indexed; skipped where there are none."""
        from leads.batches import pending
        from waymark.archive import Archive
        from waymark.settings import settings

        batches = pending(Archive(settings().archive_url), settings().batch)[:MOST_BATCHES]
        if not batches:
            raise AirflowSkipException("every file of documents has its receipt")
        return batches

    @task(
        map_index_template="{{ batch_name }}",
        retries=4,
        retry_delay=timedelta(seconds=20),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(minutes=20),
        max_active_tis_per_dag=2,
    )
    def index(refs: list[str]) -> dict[str, int]:
        """Indexes one batch; returns the counts of leads that were new, changed, known and rejected."""
        from alerts.run import after_batch
        from dags import metrics
        from leads.batches import title
        from leads.intake import index_files
        from nlp.extraction import extract
        from waymark.archive import Archive
        from waymark.cluster import connect
        from waymark.settings import settings

        get_current_context()["batch_name"] = title(refs)  # type: ignore[typeddict-unknown-key]
        with connect(settings()) as client:
            outcome = index_files(
                refs, archive=Archive(settings().archive_url), client=client, settings=settings(), extract=extract
            )
            if trouble := after_batch(client, settings(), metrics.count):
                print(trouble)  # noqa: T201 - into the task's log
        return outcome.counts()

    index.expand(refs=plan())


extract_and_index()

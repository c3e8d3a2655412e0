"""Takes in the tip files that have arrived in the inbox since the last run, and announces the documents written."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from dags.assets import DOCUMENTS
from dags.limits import TIPS_SCHEDULE


@dag(
    schedule=TIPS_SCHEDULE,
    catchup=False,
    max_active_runs=1,
    tags=["waymark"],
    default_args={"owner": "waymark"},
    doc_md=__doc__,
)
def ingest_tips() -> None:
    @task(
        outlets=[DOCUMENTS],
        retries=3,
        retry_delay=timedelta(seconds=30),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(minutes=20),
    )
    def take_in() -> list[str]:
        """Reads the new files; returns references of the files of documents. Skipped where nothing is new."""
        from tips.inbox import take_in_new
        from waymark.archive import Archive
        from waymark.settings import settings

        intake = take_in_new(settings(), Archive(settings().archive_url))
        if not intake.refs:
            raise AirflowSkipException("no new tips in the inbox")
        get_current_context()["outlet_events"][DOCUMENTS].extra = {"documents": list(intake.refs)}
        return list(intake.refs)

    take_in()


ingest_tips()

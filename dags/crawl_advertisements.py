"""Crawls every authorised source, one mapped task a source, and announces the files of documents it wrote."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, get_current_context, task

from dags.assets import DOCUMENTS
from dags.limits import CRAWL_SCHEDULE, SITES_POOL


@dag(
    schedule=CRAWL_SCHEDULE,
    catchup=False,
    max_active_runs=1,
    tags=["waymark"],
    default_args={"owner": "waymark"},
    doc_md=__doc__,
)
def crawl_advertisements() -> None:
    @task(retries=3, retry_delay=timedelta(seconds=10))
    def list_sources() -> list[str]:
        """Ids of the sources that may be read; a broken file is left to `check_sources` to show."""
        from crawlers.registry import load
        from waymark.settings import settings

        return [source.id for source in load(settings().source_folders)[0]]

    @task
    def check_sources() -> None:
        """Fails, naming each, when there are source files that cannot be read; the other sources are crawled."""
        from crawlers.registry import refuse_problems
        from waymark.settings import settings

        refuse_problems(settings().source_folders)

    @task(
        pool=SITES_POOL,
        outlets=[DOCUMENTS],
        map_index_template="{{ task.op_kwargs['source'] }}",
        retries=3,
        retry_delay=timedelta(seconds=30),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(minutes=20),
        execution_timeout=timedelta(hours=2),
    )
    def crawl(source: str) -> list[str]:
        """Reads one source; returns references of its files of documents. Fails when its statistics say it failed."""
        from crawlers.crawl import crawl as read
        from crawlers.registry import named
        from waymark.archive import Archive
        from waymark.settings import settings

        context = get_current_context()
        # With the try's number: a retry never replaces what an earlier try captured.
        run = f"{context['run_id']}-{context['ti'].try_number}"
        archive = Archive(settings().archive_url)
        outcome = read(named(source, settings().source_folders), run=run, archive=archive, settings=settings())
        context["outlet_events"][DOCUMENTS].extra = {"documents": list(outcome.documents)}
        return list(outcome.documents)

    check_sources()
    crawl.expand(source=list_sources())


crawl_advertisements()

"""When and how much the DAGs run, as the environment says: plain values, so whoever starts Airflow can use them."""

from __future__ import annotations

import os

#: The Airflow pool that limits how many sites are crawled at the same time (docs/operations.md says how to make it).
SITES_POOL = "sites"
#: Cron expressions; empty: only when somebody asks for a run.
CRAWL_SCHEDULE = os.environ.get("WAYMARK_CRAWL_SCHEDULE", "@hourly") or None
TIPS_SCHEDULE = os.environ.get("WAYMARK_TIPS_SCHEDULE", "*/10 * * * *") or None
ALERTS_SCHEDULE = os.environ.get("WAYMARK_ALERTS_SCHEDULE", "*/5 * * * *") or None

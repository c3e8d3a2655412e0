#!/usr/bin/env bash
# A database of its own for Celery's results, so that workers need no access to Airflow's. The PostgreSQL image runs it
# once, when it makes the data folder.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set password="$CELERY_DB_PASSWORD" <<'SQL'
CREATE ROLE celery LOGIN PASSWORD :'password';
CREATE DATABASE celery OWNER celery;
REVOKE ALL ON DATABASE celery FROM PUBLIC;
REVOKE ALL ON DATABASE airflow FROM PUBLIC;
SQL

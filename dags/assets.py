"""What passes between the DAGs: the archive's files of documents. An event carries references, never a document."""

from __future__ import annotations

from airflow.sdk import Asset

DOCUMENTS = Asset("waymark-documents", uri="waymark://archive/documents")

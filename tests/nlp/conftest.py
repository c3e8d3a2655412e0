"""What the tests of reading share."""

from __future__ import annotations

import pytest
from spacy.language import Language as Pipeline

from nlp import pipeline


@pytest.fixture(scope="session")
def reader() -> Pipeline:
    """The pipeline as config.cfg assembles it."""
    return pipeline.load()

"""What all tests share: the --golden option. Each room's own fixtures stand in its folder's conftest.py."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", choices=["check", "accept"], default="check", help="accept: rewrite golden files")


@pytest.fixture(scope="session")
def accept_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be rewritten with what comes out now (make golden)."""
    return bool(pytestconfig.getoption("--golden") == "accept")

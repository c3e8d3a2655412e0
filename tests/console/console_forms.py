"""What tests of the console type in and read out of forms."""

from __future__ import annotations

import re

PASSWORD = "an invented passphrase"  # of users that live as long as one test


def token(page: str) -> str:
    """The token that stands in the forms of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, "no form on the page"
    return found[1]

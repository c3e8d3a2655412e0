"""How many deliveries of a saved query were given up is counted beside those that were told."""

from __future__ import annotations

import pytest
from alert_desk import Desk, document

from alerts.notice import Outcome
from alerts.watching import watched
from cli.alerts import _cells

pytestmark = pytest.mark.node


def test_deliveries_that_were_given_up_are_counted_by_query(desk: Desk) -> None:
    vans = desk.save("vans", "kombi")
    desk.save("boats", "varka")
    desk.take_in(document("1", "kombi sot"))
    desk.run()
    desk.take_in(document("2", "kombi neser"), document("3", "varka"))
    desk.receiver.answers = [Outcome(status="failed", detail="gone")] * 2
    assert desk.run().dead == 2
    desk.take_in(document("4", "varka sot"))
    desk.run()
    fares = {one.query.name: one for one in watched(desk.client, desk.settings)}
    assert {name: (one.dead, one.as_result()["dead"]) for name, one in fares.items()} == {
        "vans": (1, 1),
        "boats": (1, 1),
    }
    assert all(one.lag_s is not None for one in fares.values())
    assert "0, 1 given up" in _cells(fares["vans"])
    assert vans.id == fares["vans"].query.id

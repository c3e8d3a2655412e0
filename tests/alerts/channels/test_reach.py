"""Which addresses notifications may be sent to."""

from __future__ import annotations

import pytest

from alerts.channels.reach import ClosedAddressError, allowed
from waymark.errors import ConfigurationError
from waymark.networks import networks, of_this_machine
from waymark.settings import Settings, settings

ELSEWHERE = Settings(elasticsearch_url="https://search.example:9200")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "198.18.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "fec0::1",
    ],
)
def test_what_is_not_the_public_internet_is_closed(address: str) -> None:
    with pytest.raises(ClosedAddressError, match="WAYMARK_ALERT_NETWORKS"):
        allowed([address], "host.example", ELSEWHERE)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_the_public_internet_is_open(address: str) -> None:
    assert allowed([address], "host.example", ELSEWHERE) == [address]


def test_of_several_addresses_only_open_ones_are_used() -> None:
    assert allowed(["10.0.0.1", "93.184.216.34", "93.184.216.34"], "x", ELSEWHERE) == ["93.184.216.34"]


def test_an_address_in_another_dress_is_the_same_address() -> None:
    assert allowed(["::ffff:93.184.216.34"], "x", ELSEWHERE) == ["93.184.216.34"]
    opened = ELSEWHERE.model_copy(update={"alert_networks": "10.0.0.0/8"})
    assert allowed(["::ffff:10.1.2.3"], "x", opened) == ["10.1.2.3"]


def test_an_opened_network_is_open_and_its_neighbour_is_not() -> None:
    opened = ELSEWHERE.model_copy(update={"alert_networks": "10.20.0.0/16,fd00::/8"})
    assert allowed(["10.20.3.4", "fd00::9", "10.21.0.1"], "x", opened) == ["10.20.3.4", "fd00::9"]


@pytest.mark.parametrize(
    ("url", "here"),
    [
        (None, True),
        ("http://127.0.0.1:9200", True),
        ("https://[::1]:9200", True),
        ("http://localhost:9200", True),
        ("https://search.example:9200", False),
        ("http://127.0.0.1.example:9200", False),
    ],
)
def test_what_is_this_machine(url: str | None, here: bool) -> None:
    assert of_this_machine(url) is here
    assert bool(Settings(elasticsearch_url=url).own_networks) is here


def test_a_network_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert networks("none") == ()
    monkeypatch.setenv("WAYMARK_ALERT_NETWORKS", "10.0.0.0/8,10.1.2.3/8")
    settings.cache_clear()
    try:
        with pytest.raises(ConfigurationError, match=r"WAYMARK_ALERT_NETWORKS.*10\.1\.2\.3/8"):
            settings()
    finally:
        settings.cache_clear()

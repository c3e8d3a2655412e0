"""The private local Elasticsearch node: fetched once, run unprivileged on loopback with security on."""

from waymark.node.lifecycle import Status, down, erase, status, up
from waymark.node.record import Node

__all__ = ["Node", "Status", "down", "erase", "status", "up"]

"""The whole way by the command line: a query is saved, documents are ingested, a real receiver is told once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from http_receiver import Receiver

import cli

pytestmark = pytest.mark.node


def waymark(environ: dict[str, str], *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from cli.main import run; run()", *words]
    root = Path(cli.__file__).parent.parent
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, env=environ | {"COLUMNS": "200"}, cwd=root, check=False
    )


def line(identity: str, text: str) -> str:
    return json.dumps({"id": identity, "kind": "ad", "source": "board", "text": text}) + "\n"


def results(ended: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert ended.returncode == 0, ended.stderr
    return [json.loads(one) for one in ended.stdout.splitlines()]


def test_from_saving_to_being_told(cluster_environ: dict[str, str]) -> None:
    environ = cluster_environ
    with Receiver() as receiver:
        add = ("alerts", "add", "to Vienna", "--query", "from:Prishtina to:Wien", "--owner", "elastic")
        assert waymark(environ, *add, "--webhook", receiver.url("/ok"), "--inbox").returncode == 0
        given = line("1", "Kombi Prishtinë - Vjenë çdo natë, 2500 euro") + line("2", "Shes makinë në Tiranë")
        ingested = waymark(environ, "ingest", "-", stdin=given)
        assert ingested.returncode == 0 and "hits 1" in ingested.stderr, ingested.stderr
        waymark(environ, "ingest", "-", stdin=given)
        assert waymark(environ, "alerts", "run").returncode == 0
        (got,) = receiver.got
    (found,) = results(waymark(environ, "search", "--to", "Wien", "--json"))
    assert got.content["alert"] == "to Vienna"
    assert [lead["id"] for lead in got.content["leads"]] == [found["id"]]
    told = results(waymark(environ, "alerts", "deliveries", "--json"))
    assert {(one["channel"], one["state"]) for one in told} == {("webhook", "delivered"), ("inbox", "delivered")}
    assert got.content["delivery_id"] in {one["delivery_id"] for one in told}
    (fares,) = results(waymark(environ, "alerts", "list", "--json"))
    assert (fares["state"], fares["hits"], fares["waiting"]) == ("active", 1, 0)
    assert fares["last_run"] and fares["lag_s"] is not None
    assert waymark(environ, "alerts", "pause", "to Vienna").stdout.startswith("to Vienna: paused")
    (paused,) = results(waymark(environ, "alerts", "list", "--json"))
    assert paused["paused"] is True
    assert waymark(environ, "alerts", "resume", "to Vienna").stdout == "to Vienna: resumed\n"
    (tried,) = results(waymark(environ, "alerts", "try", "to Vienna", "--json"))
    assert tried["total"] == 1
    (follows,) = results(
        waymark(environ, "alerts", "follow", "route", "Prishtina>Wien", "--owner", "elastic", "--json")
    )
    assert follows["name"] == "Route Pristina → Vienna"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "x", "--query", "frm:Wien"), "no field"),
        (("add", "x", "--query", "kombi", "--owner", "nobody-of-that-name"), "no user 'nobody-of-that-name'"),
        (("add", "x", "--query", "kombi", "--quiet", "late"), "--quiet"),
        (("add", "x", "--query", "kombi", "--at-most", "often"), "--at-most"),
        (("add", "x", "--query", "kombi", "--expires", "2020-01-01"), "past"),
        (("add", "x", "--query", "kombi", "--zone", "Nowhere/At all"), "no time zone"),
        (("add", "x", "--query", " "), "query"),
        (("add", "", "--query", "kombi"), "name"),
        (("add", "  ", "--query", "kombi"), "the name is empty"),
        (("add", "x", "--query", "kombi", "--webhook", "desk"), "--webhook: 'desk' is no address"),
        (("add", "x", "--query", "kombi", "--webhook", "http://10.1.2.3/hook"), "10.1.2.3 is not on the public"),
        (("add", "x", "--query", "kombi", "--mattermost", "ftp://chat.example"), "--mattermost: 'ftp://"),
        (("add", "x", "--query", "kombi", "--email", "ana"), "--email: 'ana' is no address"),
        (("add", "x", "--query", "kombi", "--apprise", "smoke://hill"), "--apprise: Apprise knows no service"),
        (("add", "x", "--query", "kombi", "--apprise", "syslog://"), "--apprise: syslog acts on the machine"),
        (("add", "x", "--query", "kombi", "--apprise", "json://10.1.2.3/"), "10.1.2.3 is not on the public"),
        (("pause", "x"), "no saved query"),
        (("follow", "phone", "044123"), "country's code"),
        (("edit", "x"), "nothing is given"),
        (("replay",), "--all"),
        (("deliveries", "--state", "gone"), "there are pending"),
    ],
)
def test_a_mistake_is_said_in_one_line(cluster_environ: dict[str, str], words: tuple[str, ...], said: str) -> None:
    ended = waymark(cluster_environ, "alerts", *words)
    assert ended.returncode == 2, ended.stderr
    assert said in ended.stderr and len(ended.stderr.strip().splitlines()) == 1, ended.stderr

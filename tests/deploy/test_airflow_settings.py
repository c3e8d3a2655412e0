"""Airflow's settings in docker-compose.yml and in the image exist in the Airflow that is installed."""

from __future__ import annotations

import configparser
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import airflow
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = Path(airflow.__path__[0]) / "config_templates"


@pytest.fixture(scope="module")
def known() -> set[tuple[str, str]]:
    """Every (section, option) of Airflow, and of the providers that Airflow itself has fallbacks for (celery)."""
    described = yaml.safe_load((TEMPLATES / "config.yml").read_text("utf-8"))
    options = {(section, option) for section, content in described.items() for option in content["options"]}
    fallback = configparser.RawConfigParser()
    fallback.read(TEMPLATES / "provider_config_fallback_defaults.cfg", "utf-8")
    # The one option of the celery provider that Airflow has no fallback for; its absence is the default.
    options.add(("celery", "result_backend"))
    return options | {(section, option) for section in fallback.sections() for option in fallback[section]}


def settings_in(environment: dict[str, Any]) -> dict[tuple[str, str], str]:
    split = (key.split("__", 2) for key in environment if key.startswith("AIRFLOW__"))
    return {
        (section.lower(), option.lower()): str(environment[f"AIRFLOW__{section}__{option}"])
        for _, section, option in split
    }


def test_every_airflow_setting_exists(services: dict[str, dict[str, Any]], known: set[tuple[str, str]]) -> None:
    seen: set[tuple[str, str]] = set()
    for name, service in services.items():
        given = set(settings_in(service.get("environment", {})))
        assert given <= known, f"{name}: {given - known} are no settings of this Airflow"
        seen |= given
    assert {("core", "execution_api_server_url"), ("celery", "broker_url")} <= seen


def test_every_airflow_setting_of_the_image_exists(known: set[tuple[str, str]]) -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    given = {(a.lower(), b.lower()) for a, b in re.findall(r"AIRFLOW__([A-Z_]+?)__([A-Z_]+)=", text)}
    assert given and given <= known


def test_workers_reach_the_execution_api_where_the_api_server_listens(services: dict[str, dict[str, Any]]) -> None:
    given = settings_in(services["airflow-worker"]["environment"])
    described = yaml.safe_load((TEMPLATES / "config.yml").read_text("utf-8"))
    port = described["api"]["options"]["port"]["default"]
    assert given["core", "execution_api_server_url"] == f"http://airflow-api-server:{port}/execution/"
    assert services["airflow-api-server"]["ports"][0].endswith(f":{port}")
    health = described["scheduler"]["options"]["scheduler_health_check_server_port"]["default"]
    assert f":{health}/health" in services["airflow-scheduler"]["healthcheck"]["test"][-1]


def test_components_agree_on_what_they_share(services: dict[str, dict[str, Any]]) -> None:
    components = [
        settings_in(service["environment"]) for name, service in services.items() if name.startswith("airflow-")
    ]
    assert len(components) == 6
    for one in components:
        for other in components:
            assert {key for key in one.keys() & other.keys() if one[key] != other[key]} == set()


def test_only_those_who_need_it_hold_a_secret_of_airflow(services: dict[str, dict[str, Any]]) -> None:
    holders: dict[tuple[str, str], set[str]] = {}
    for name, service in services.items():
        for option in settings_in(service.get("environment", {})):
            holders.setdefault(option, set()).add(name.removeprefix("airflow-"))
    assert holders["api_auth", "jwt_secret"] == {"api-server", "scheduler"}
    database = {
        "init",
        "api-server",
        "scheduler",
        "dag-processor",
        "triggerer",
    }  # not the worker: it reads hostile pages
    assert holders["database", "sql_alchemy_conn"] == database
    assert holders["core", "fernet_key"] == database


def test_every_component_is_a_command_of_this_airflow(services: dict[str, dict[str, Any]]) -> None:
    parser = import_module("airflow.cli.cli_parser").get_parser()
    commands = {name for action in parser._subparsers._group_actions for name in action.choices}
    for name in ("airflow-api-server", "airflow-scheduler", "airflow-dag-processor", "airflow-triggerer"):
        assert services[name]["command"] in commands
    for name in ("airflow-dag-processor", "airflow-triggerer"):
        test = services[name]["healthcheck"]["test"]
        assert test[0] == "CMD"
        parser.parse_args(test[2:])  # ends with SystemExit where an option does not exist


def test_the_pool_that_is_made_is_the_pool_that_is_used() -> None:
    from dags.limits import SITES_POOL

    assert f"airflow pools set {SITES_POOL} " in (ROOT / "deploy" / "airflow-init").read_text("utf-8")

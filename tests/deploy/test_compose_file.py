"""docker-compose.yml holds together: its schema, and every name in it that points at something."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from waymark.node.release import ELASTICSEARCH
from waymark.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
Services = dict[str, dict[str, Any]]


def mounts(service: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Source and target of every mount of a service, short or long form."""
    for volume in service.get("volumes", []):
        if isinstance(volume, str):
            source, target = volume.split(":")[:2]
            yield source, target
        else:
            yield volume["source"], volume["target"]


def is_named_volume(source: str) -> bool:
    return not source.startswith((".", "/", "$"))


def test_the_file_fits_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_check_refuses_an_unknown_key(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("services: {a: {image: x, depend_on: [b]}}", "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "broken.yml"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_every_dependency_is_a_service_that_can_reach_the_state_waited_for(services: Services) -> None:
    for name, service in services.items():
        for other, wanted in service.get("depends_on", {}).items():
            assert other in services, f"{name} waits for {other}, which does not exist"
            if wanted["condition"] == "service_healthy":
                assert "healthcheck" in services[other], f"{name} waits for the health of {other}, which has no check"
            if wanted["condition"] == "service_completed_successfully":
                assert services[other]["restart"] == "no", f"{other} never completes: it is started again"


def test_no_service_waits_for_itself_by_a_detour(services: Services) -> None:
    def waits_for(name: str, seen: tuple[str, ...]) -> None:
        assert name not in seen, f"a circle: {' → '.join((*seen, name))}"
        for other in services[name].get("depends_on", {}):
            waits_for(other, (*seen, name))

    for name in services:
        waits_for(name, ())


def test_volumes_and_networks_are_declared_and_used(compose: dict[str, Any], services: Services) -> None:
    volumes = {source for service in services.values() for source, _ in mounts(service) if is_named_volume(source)}
    networks = {network for service in services.values() for network in service.get("networks", [])}
    assert volumes == set(compose["volumes"])
    assert networks == set(compose["networks"])
    assert not any("secrets" in service or "configs" in service for service in services.values())


def test_files_and_folders_of_the_checkout_that_are_mounted_exist(services: Services) -> None:
    sources = {source for service in services.values() for source, _ in mounts(service) if source.startswith("./")}
    assert sources, "none found: has the form of the mounts changed?"
    for source in sources:
        assert (ROOT / source).exists(), source


def test_a_script_that_a_service_runs_is_mounted_into_it(services: Services) -> None:
    ran = 0
    for name, service in services.items():
        for word in service.get("entrypoint", []):
            for source, target in mounts(service):
                if target.startswith("/setup") and word.startswith(target):
                    ran += 1
                    assert (ROOT / source / word.removeprefix(target).lstrip("/")).is_file(), f"{name}: {word}"
            if word.startswith("/setup"):
                assert any(word.startswith(target) for _, target in mounts(service)), f"{name}: {word}"
    assert ran == 3  # certificates, access, airflow-init


def test_variables_and_the_example_agree_and_secrets_have_no_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    used = dict(re.findall(r"(?<!\$)\$\{([A-Z_]+)([^}]*)\}", text))
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text("utf-8").splitlines()
        if re.match("[A-Z]", line)
    )
    assert set(used) == set(example)
    for name, value in example.items():
        if value.startswith("generate:"):
            assert used[name].startswith(":?"), f"{name} is a secret and must be required"
        if not used[name].startswith((":?", "-")):
            assert used[name] == f":-{value}", f"{name}: the default in the compose file is not that of .env.example"


def test_nothing_is_published_beyond_loopback(services: Services) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published, "none found: has the form of the ports changed?"
    assert all(str(port).startswith("127.0.0.1:") for port in published)
    assert not any(service.get("network_mode") == "host" or service.get("privileged") for service in services.values())


def test_stores_of_data_are_reached_only_on_the_internal_network(compose: dict[str, Any], services: Services) -> None:
    assert compose["networks"]["backend"] == {"internal": True}
    for store in ("elasticsearch", "postgres", "redis"):
        assert services[store]["networks"] == ["backend"]


def test_services_that_share_a_network_are_the_only_ones_that_name_each_other(services: Services) -> None:
    for name, service in services.items():
        for key, value in service.get("environment", {}).items():
            for other in re.findall(r"(?:https?://|@)([a-z][a-z-]*)(?=[:/]|$)", str(value)):
                assert other in services, f"{name}: {key} names the host {other}"
                assert set(service["networks"]) & set(services[other]["networks"]), f"{name} cannot reach {other}"


def test_every_image_is_pinned_and_the_own_one_has_the_version_of_the_project(services: Services) -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version
    for name, service in services.items():
        image, _, tag = service["image"].rpartition(":")
        assert re.match(r"\d+\.\d+", tag), f"{name}: {service['image']} is not pinned"
        if image == "waymark-airflow":
            assert tag == version[1]


def test_elasticsearch_is_the_version_that_the_tests_run_on(services: Services) -> None:
    assert services["elasticsearch"]["image"].endswith(f":{ELASTICSEARCH.version}")


def test_services_run_without_root_and_without_capabilities_and_keep_their_logs_short(services: Services) -> None:
    as_root = {name for name, service in services.items() if service["user"].startswith("0")}
    assert as_root == {"certificates", "access"}
    writable = {name for name, service in services.items() if not service.get("read_only")}
    assert writable == {"certificates", "elasticsearch"}  # their images write beside their data
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["logging"]["options"]["max-size"], name
        assert service["mem_limit"], name


def test_what_runs_on_is_restarted_and_watched(services: Services) -> None:
    for name, service in services.items():
        if service["restart"] != "no":
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name


def test_workers_can_be_scaled(services: Services) -> None:
    worker = services["airflow-worker"]
    assert not {"container_name", "ports", "hostname"} & set(worker)


def test_settings_of_waymark_in_the_containers_are_settings_it_knows(services: Services) -> None:
    known = known_settings()
    given = {
        key for service in services.values() for key in service.get("environment", {}) if key.startswith("WAYMARK_")
    }
    given |= {key for key in services["airflow-worker"]["environment"] if key.startswith("ELASTICSEARCH_")}
    assert {"WAYMARK_ARCHIVE", "ELASTICSEARCH_URL"} <= given
    assert given <= known


def known_settings() -> set[str]:
    """The environment variables that Settings reads."""
    names: set[str] = set()
    for field, info in Settings.model_fields.items():
        aliases = getattr(info.validation_alias, "choices", None) or [f"WAYMARK_{field.upper()}"]
        names.update(str(alias) for alias in aliases)
    return names


def test_paths_given_to_waymark_are_mounted(services: Services) -> None:
    worker = services["airflow-worker"]
    targets = {target for _, target in mounts(worker)}
    for key in (
        "WAYMARK_SOURCES",
        "WAYMARK_STATE",
        "WAYMARK_TIPS_INBOX",
        "ELASTICSEARCH_CA",
        "ELASTICSEARCH_API_KEY_FILE",
    ):
        path = worker["environment"][key]
        assert any(path == target or path.startswith(f"{target}/") for target in targets), key
    archive = re.search(r"^WAYMARK_ARCHIVE=(.+)$", (ROOT / ".env.example").read_text("utf-8"), re.M)
    assert archive and archive[1] in targets


def test_the_compose_file_is_one_document_without_doubled_keys() -> None:
    class Strict(yaml.SafeLoader):
        pass

    def construct(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if key.value != "<<"]
        assert len(keys) == len(set(keys)), f"doubled key near {node.start_mark}"
        loader.flatten_mapping(node)
        return dict(loader.construct_pairs(node, deep=True))

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, construct)
    yaml.load((ROOT / "docker-compose.yml").read_text("utf-8"), Strict)  # a safe loader, made stricter


def test_only_what_works_with_leads_reaches_the_archive_and_the_key(services: Services) -> None:
    workers = {"airflow-worker", "index-init", "waymark"}
    for name, service in services.items():
        volumes = {source for source, _ in mounts(service)}
        assert ("archive" in volumes) == (name in workers), name
        assert ("AWS_SECRET_ACCESS_KEY" in service.get("environment", {})) == (name in workers), name
        assert ("access" in volumes) == (name in workers | {"certificates", "access"}), name
        assert ("elasticsearch-authority" in volumes) == (name == "certificates"), name

"""The image: what it copies exists, every package is in it, and it holds the versions that are tested."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
#: Named in deploy/Makefile with the reason.
FREE = {"python-dateutil", "multidict"}


def locked(file: Path) -> dict[str, str]:
    """Package → version of a lock file; fails where a package has no hash."""
    text = file.read_text("utf-8")
    entries = re.findall(r"^([a-z0-9][^=\s;]*)==(\S+)((?: ;[^\\\n]*)?)( \\\n    --hash=sha256:)?", text, re.M)
    assert entries and all(hashed for *_, hashed in entries), f"{file.name}: a package without a hash"
    return {name.partition("[")[0]: version for name, version, *_ in entries}


def test_everything_that_is_copied_exists_and_passes_the_ignore_file() -> None:
    let_in = {
        line[1:].rstrip("/") for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"
    }
    copied = [word for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.M) for word in line.split()[:-1]]
    assert copied
    for path in copied:
        assert (ROOT / path).exists(), path
    assert let_in == set(copied)


def test_every_package_of_the_project_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for package in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        assert f"\nCOPY {package} /opt/waymark/source/{package}\n" in DOCKERFILE, package


def test_the_base_is_the_airflow_and_python_of_the_lock() -> None:
    base = re.search(r"^FROM apache/airflow:slim-([\d.]+)-python([\d.]+)$", DOCKERFILE, re.M)
    assert base
    assert base[1] == locked(ROOT / "requirements.lock")["apache-airflow"]
    assert f"/lib/python{base[2]}/site-packages/dags" in DOCKERFILE


def test_the_image_holds_the_versions_that_are_tested() -> None:
    project, image = locked(ROOT / "requirements.lock"), locked(ROOT / "deploy" / "requirements.lock")
    different = {name for name in project.keys() & image.keys() if project[name] != image[name]}
    assert different <= FREE
    wanted = re.findall(r"^([a-z0-9-]+)", (ROOT / "deploy" / "requirements.in").read_text("utf-8"), re.M)
    direct = re.findall(
        r'^    "([a-z0-9-]+)', (ROOT / "pyproject.toml").read_text("utf-8").split("[project.scripts]")[0], re.M
    )
    missing = {name for name in (*wanted, *direct) if name not in image}
    assert not missing, f"make -C deploy lock: {missing}"


def test_files_become_readable_by_the_user_the_services_run_as() -> None:
    last = re.findall(r"^USER (\S+)$", DOCKERFILE, re.M)[-1]
    assert last == "airflow"
    assert "install -d -o airflow -g root" in DOCKERFILE

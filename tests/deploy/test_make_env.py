"""deploy/make-env writes a complete .env that only its owner reads, and never twice the same secret."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / ".env.example", tmp_path)
    return tmp_path


def make_env(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "deploy" / "make-env", folder], capture_output=True, text=True, check=False)


def values(folder: Path) -> dict[str, str]:
    lines = (folder / ".env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if re.match("[A-Z]", line))


def test_every_secret_is_drawn_at_random(folder: Path) -> None:
    assert make_env(folder).returncode == 0
    first = values(folder)
    (folder / ".env").unlink()
    assert make_env(folder).returncode == 0
    second = values(folder)
    example = (ROOT / ".env.example").read_text("utf-8")
    for name in re.findall(r"^([A-Z_]+)=generate:hex$", example, re.M):
        assert re.fullmatch("[0-9a-f]{64}", first[name]), name
        assert first[name] != second[name], name
    secrets = [first[name] for name in re.findall(r"^([A-Z_]+)=generate:", example, re.M)]
    assert len(secrets) == len(set(secrets)) == 8
    Fernet(first["AIRFLOW_FERNET_KEY"])  # ValueError where it is no key


def test_only_the_owner_reads_it(folder: Path) -> None:
    make_env(folder)
    assert (folder / ".env").stat().st_mode & 0o777 == 0o600


def test_an_env_that_is_there_is_left_alone(folder: Path) -> None:
    (folder / ".env").write_text("MINE=1\n", "utf-8")
    done = make_env(folder)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert (folder / ".env").read_text("utf-8") == "MINE=1\n"


def test_a_kind_of_secret_it_does_not_know_leaves_no_half_file(folder: Path) -> None:
    (folder / ".env.example").write_text("A=generate:hex\nB=generate:magic\n", "utf-8")
    done = make_env(folder)
    assert done.returncode == 1
    assert "B=generate:magic" in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == [".env.example"]


def test_a_secret_is_never_committed() -> None:
    done = subprocess.run(["git", "check-ignore", "--quiet", ".env"], cwd=ROOT, check=False)
    assert done.returncode == 0, ".env is not in .gitignore"

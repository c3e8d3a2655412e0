"""Which Java the node would run on, by folders laid out as Java lays them out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from waymark.errors import ServiceError
from waymark.node.java import OLDEST, USUAL_PLACES, find_java, read_java

Layer = Callable[..., Path]


@pytest.fixture
def lay(tmp_path: Path) -> Layer:
    """Lays out a Java's home with the files that tell its version and kind."""

    def home(
        name: str, version: str, modules: str | None = "java.base jdk.jlink jdk.zipfs", jlink: bool = False
    ) -> Path:
        place = tmp_path / name
        (place / "bin").mkdir(parents=True)
        for tool in ("java", *(["jlink"] if jlink else [])):
            (place / "bin" / tool).touch(mode=0o755)
        lines = ['IMPLEMENTOR="Example"', f'JAVA_VERSION="{version}"']
        lines += [f'MODULES="{modules}"'] if modules else []
        (place / "release").write_text("\n".join(lines) + "\n")
        return place

    return home


def test_this_machine_has_a_java_that_fits() -> None:
    assert find_java().version >= OLDEST


def test_the_java_of_java_home_is_taken_before_others(lay: Layer, tmp_path: Path) -> None:
    lay("jvm/java-21", "21.0.4")
    chosen = lay("mine", "25.0.3")
    assert find_java({"JAVA_HOME": str(chosen), "PATH": ""}, [f"{tmp_path}/jvm/*"]).home == chosen


def test_java_on_the_path_is_found_through_links(lay: Layer, tmp_path: Path) -> None:
    home = lay("jdk-21", "21")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(home / "bin" / "java")
    assert find_java({"PATH": str(tmp_path / "bin")}, []).home == home


def test_a_java_home_too_old_is_passed_over_for_one_that_fits(lay: Layer, tmp_path: Path) -> None:
    old = lay("old", "17.0.15")
    lay("jvm/b-25", "25.0.1")
    good = lay("jvm/c-21", "21.0.4")
    assert find_java({"JAVA_HOME": str(old), "PATH": ""}, [f"{tmp_path}/jvm/*"]).home == good


@pytest.mark.parametrize(
    ("version", "modules", "complaint"),
    [
        ("17.0.15", "java.base jdk.jlink", "Java 17 in {home} (too old)"),
        ("1.8.0_402", None, "Java 8 in {home} (too old)"),
        ("25.0.1", "java.base java.logging", "Java 25 in {home} (a runtime without jdk.jlink)"),
        ("25-ea", None, "no Java at all"),
    ],
)
def test_what_does_not_fit_is_named_in_one_line_with_the_way_out(
    lay: Layer, version: str, modules: str | None, complaint: str
) -> None:
    home = lay("found", version, modules)
    with pytest.raises(ServiceError) as raised:
        find_java({"JAVA_HOME": str(home), "PATH": ""}, [])
    message = str(raised.value)
    assert complaint.format(home=home) in message
    assert "JAVA_HOME" in message
    assert "\n" not in message


def test_no_java_at_all_is_said() -> None:
    with pytest.raises(ServiceError, match=r"JDK\) 21 or newer; found: no Java at all"):
        find_java({"PATH": ""}, [])


def test_a_java_that_the_nodes_user_may_not_read_is_said_to_be_so(lay: Layer) -> None:
    home = lay("private", "25")
    with pytest.raises(ServiceError, match=r"not readable by the node's user"):
        find_java({"JAVA_HOME": str(home), "PATH": ""}, [], usable=lambda _: False)


def test_a_release_file_without_modules_counts_as_a_kit_when_jlink_is_there(lay: Layer) -> None:
    kit, runtime = read_java(lay("kit", "21", None, jlink=True)), read_java(lay("runtime", "21", None))
    assert kit and kit.full
    assert runtime and not runtime.full


def test_every_usual_place_is_a_pattern() -> None:
    assert all("*" in place for place in USUAL_PLACES)

"""The node's configuration, written anew at every start, and its password in its keystore."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from waymark.errors import ServiceError
from waymark.node.java import Java
from waymark.node.places import Places

USER = "elastic"
#: Where a node looks for a port when none is chosen; it takes the first that is free.
PORTS = range(9200, 9300)
_TRANSPORT_PORTS = "9300-9399"
_KEYSTORE = "elasticsearch.keystore"


@dataclass(frozen=True)
class Installation:
    """What a node consists of: the release's home, the Java it runs on, its places."""

    home: Path
    java: Java
    places: Places

    def environment(self) -> dict[str, str]:
        """All that the node sees of the environment: nothing of Waymark's own settings and keys."""
        java = str(self.java.home)
        return {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(self.places.home),
            "HOSTNAME": "localhost",
            "JAVA": f"{java}/bin/java",
            "JAVA_HOME": java,
            "ES_JAVA_HOME": java,
            "JAVA_TYPE": "ES_JAVA_HOME",
            "ES_HOME": str(self.home),
            "ES_PATH_CONF": str(self.places.configuration),
            "ES_TMPDIR": str(self.places.temporary),
            "ES_DISTRIBUTION_TYPE": "tar",
            "CLI_JAVA_OPTS": "",
        }

    def tool(self, class_path: str, *arguments: str) -> list[str]:
        """The command line of one of the release's small Java programs (the options of its own scripts)."""
        small = ("-Xms4m", "-Xmx64m", "-XX:+UseSerialGC")
        return [str(self.java.home / "bin" / "java"), *small, "-cp", class_path, *arguments]


def _settings(places: Places, port: int | None) -> dict[str, object]:
    return {
        "cluster.name": "waymark",
        "node.name": "waymark",
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": port or f"{PORTS.start}-{PORTS.stop - 1}",
        "transport.port": _TRANSPORT_PORTS,
        "node.portsfile": True,  # tells which port the node took
        "path.data": str(places.data),
        "path.logs": str(places.logs),
        # A write to a name without an index is a mistake, not the birth of an index without mappings.
        "action.auto_create_index": False,
        # In bytes: the defaults are shares of the disk, which would stop a small node on a large disk that is 90 %
        # full. Writing still stops before the disk is full, which would damage the index.
        "cluster.routing.allocation.disk.watermark.low": "2gb",
        "cluster.routing.allocation.disk.watermark.high": "1gb",
        "cluster.routing.allocation.disk.watermark.flood_stage": "500mb",
        "xpack.security.enabled": True,
        "xpack.security.autoconfiguration.enabled": False,
        # Loopback only, so nobody can listen in between; certificates would have to be made and trusted.
        "xpack.security.http.ssl.enabled": False,
        "xpack.security.transport.ssl.enabled": False,
        "xpack.ml.enabled": False,
        # Otherwise the node asks a cloud service what it may use.
        "xpack.inference.elastic.authorization.enabled": False,
        "xpack.inference.elastic.periodic_authorization_enabled": False,
    }


def _jvm_options(heap: str) -> str:
    options = (
        f"-Xms{heap}",
        f"-Xmx{heap}",
        # The second compiler waits until code is ten times hotter: 23 instead of 33 s of processor time until the node
        # is up, and indexing 45,000 texts and 800 searches after that took no more than with the defaults.
        "-XX:Tier4InvocationThreshold=50000",
        "-XX:Tier4MinInvocationThreshold=6000",
        "-XX:Tier4CompileThreshold=150000",
        "-XX:Tier4BackEdgeThreshold=400000",
        "-XX:-AlwaysPreTouch",  # memory is taken when it is needed: this is a small node beside other programs
        "-XX:-HeapDumpOnOutOfMemoryError",  # a dump would hold leads, in clear, outside the index
        "-Xlog:disable",
        "-Xlog:all=warning:stderr:utctime,level,tags",
    )
    return "\n".join(options) + "\n"


def write_configuration(node: Installation, port: int | None, heap: str) -> None:
    """Writes the node's configuration folder; `port` None lets the node choose among PORTS."""
    target = node.places.configuration
    for source in (node.home / "config").iterdir():
        if not (target / source.name).exists():
            shutil.copyfile(source, target / source.name)
    (target / "elasticsearch.yml").write_text(yaml.safe_dump(_settings(node.places, port)), "utf-8")
    (target / "jvm.options.d").mkdir(exist_ok=True)
    (target / "jvm.options.d" / "waymark.options").write_text(_jvm_options(heap), "utf-8")
    for path in (target, *target.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        node.places.give(path)


def has_password(places: Places) -> bool:
    """Whether a password was set at an earlier start."""
    return (places.configuration / _KEYSTORE).exists()


def set_password(node: Installation, password: str) -> None:
    """Makes `password` the one of USER, through the keystore (it goes through a pipe, no command line shows it)."""
    libraries = f"{node.home}/lib/*:{node.home}/lib/cli-launcher/*"
    properties = {
        "cli.name": "keystore",
        "cli.script": "elasticsearch-keystore",
        "cli.libs": "lib/tools/keystore-cli",
        "es.path.home": str(node.home),
        "es.path.conf": str(node.places.configuration),
        "es.distribution.type": "tar",
        "es.java.type": "ES_JAVA_HOME",
    }
    command = node.tool(
        libraries,
        *(f"-D{name}={value}" for name, value in properties.items()),
        "org.elasticsearch.launcher.CliToolLauncher",
        *("add", "--force", "--stdin", "bootstrap.password"),
    )
    user = node.places.user
    done = subprocess.run(
        command,
        input=password,
        capture_output=True,
        text=True,
        check=False,
        cwd=node.home,
        env=node.environment(),
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()
        raise ServiceError(f"Elasticsearch's keystore cannot be written: {reason[0] if reason else done.returncode}")

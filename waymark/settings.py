"""All settings, read once from the environment (12-factor). docs/operations.md has the table of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from waymark.errors import ConfigurationError
from waymark.networks import LOOPBACK, Network, networks, of_this_machine

_HERE = Path(__file__).resolve().parent.parent


def checkout() -> Path | None:
    """The folder of the checkout this package runs from, or None when it is installed elsewhere."""
    return _HERE if (_HERE / "pyproject.toml").is_file() else None


def _state() -> Path:
    return (checkout() or Path.home() / ".local" / "share" / "waymark") / (".waymark" if checkout() else "")


def _absolute(path: Path) -> Path:
    """The path as it is from here: crawls and Elasticsearch work in folders of their own."""
    return path.expanduser().absolute()


def _checked(given: str) -> str:
    networks(given)
    return given


_Folder = Annotated[Path, AfterValidator(_absolute)]


class Settings(BaseSettings):
    """Where things are and how much of the machine may be used. Creating it has no side effects.

    A variable that is set to nothing counts as not set: that is how a compose file leaves one out.
    """

    model_config = SettingsConfigDict(
        env_prefix="WAYMARK_", env_ignore_empty=True, frozen=True, extra="ignore", populate_by_name=True
    )

    state: _Folder = Field(default_factory=_state, description="Folder for all that Waymark keeps on this machine")
    cache: _Folder = Field(
        default_factory=lambda: Path.home() / ".cache" / "waymark",
        description="Folder for downloads that can be fetched again",
    )
    archive: str | None = Field(
        default=None, description="Folder or fsspec URL (file://, s3://) of the archive; unset: STATE/archive"
    )
    sources: str = Field(
        default=str(_HERE / "crawlers" / "sources"), description="Folders with source files, separated by ':'"
    )
    tips_inbox: _Folder | None = Field(
        default=None, description="Folder that tip files arrive in; unset: STATE/tips-inbox"
    )
    contact: str = Field(
        default="https://waymark.example/crawler",
        description="Address the crawler gives in its user agent, for owners of sites",
    )
    index_prefix: str = Field(
        default="",
        pattern=r"^([a-z0-9][a-z0-9._-]{0,99})?$",
        description="Put before the names of indices and aliases: small letters, digits, dots, underscores and hyphens",
    )
    batch: int = Field(default=500, ge=1, le=5000, description="Most documents in one file of the archive (one batch)")
    crawl_schedule: str = Field(default="@hourly", description="When sources are crawled (cron); empty: when asked")
    tips_schedule: str = Field(default="*/10 * * * *", description="When the inbox is read (cron); empty: when asked")
    alerts_schedule: str = Field(default="*/5 * * * *", description="When saved queries are swept; empty: when asked")
    elasticsearch_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("ELASTICSEARCH_URL", "WAYMARK_ELASTICSEARCH_URL"),
        description="Your own Elasticsearch 9; unset: the private local node",
    )
    elasticsearch_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("ELASTICSEARCH_API_KEY", "WAYMARK_ELASTICSEARCH_API_KEY"),
        description="API key for ELASTICSEARCH_URL",
    )
    elasticsearch_api_key_file: Path | None = Field(
        default=None,
        validation_alias=AliasChoices("ELASTICSEARCH_API_KEY_FILE", "WAYMARK_ELASTICSEARCH_API_KEY_FILE"),
        description="File that holds the API key, where ELASTICSEARCH_API_KEY is not given",
    )
    elasticsearch_ca: Path | None = Field(
        default=None,
        validation_alias=AliasChoices("ELASTICSEARCH_CA", "WAYMARK_ELASTICSEARCH_CA"),
        description="PEM file with the certificate authority of ELASTICSEARCH_URL",
    )
    maven_repository: str | None = Field(
        default=None, description="Mirror to fetch the local node's Elasticsearch from; unset: Maven Central"
    )
    elasticsearch_port: int | None = Field(
        default=None, ge=1, le=65535, description="Port of the local node; unset: 9200, or the next free one"
    )
    airflow_port: int | None = Field(
        default=None, ge=1, le=65535, description="Port of the demo's Airflow; unset: 8080, or the next free one"
    )
    console_port: int | None = Field(
        default=None, ge=1, le=65535, description="Port of the demo's console; unset: 8090, or the next free one"
    )
    console_hosts: str = Field(
        default="",
        pattern=r"^(\s*(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\s*(,|$))*$",
        description="Names that browsers reach the console by, behind your proxy, separated by commas",
    )
    console_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/?#]+[^\s?#]*$",
        description="Address that people reach the console by, for links in what is sent: https://host/path",
    )
    smtp_host: str | None = Field(default=None, description="Mail server that takes notifications; unset: no e-mail")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port: 587 with STARTTLS, 465 with TLS")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="starttls, tls, or none for a mail server on this machine"
    )
    smtp_from: str | None = Field(default=None, description="Address that notifications come from")
    smtp_user: str | None = Field(default=None, description="User at the mail server; unset: no sign-in there")
    smtp_password_file: _Folder | None = Field(default=None, description="File (mode 600) with that user's password")
    webhook_secret_file: _Folder | None = Field(
        default=None, description="File (mode 600) with what webhooks are signed with; unset: one is made in STATE"
    )
    alert_networks: Annotated[str, AfterValidator(_checked)] | None = Field(
        default=None,
        description="Networks, beside the public internet, that notifications may be sent to (10.1.0.0/16), or none",
    )
    alert_ca: _Folder | None = Field(
        default=None, description="PEM file with your own authority of mail server and webhooks, beside the public ones"
    )
    apprise_services: str = Field(
        default="*",
        pattern=r"^(\*|none|\s*[a-z0-9]+(\s*,\s*[a-z0-9]+)*\s*)$",
        description="Services of Apprise that may be used, by the beginning of their addresses (ntfys, msteams,...)",
    )
    alerts_on_ingest: bool = Field(
        default=True, description="Whether saved queries are asked after each batch; no: by `waymark alerts run`"
    )
    alerts_price_share: float = Field(
        default=0.1, ge=0, le=10, description="Share by which a lead's prices must move to be news (0.1 is a tenth)"
    )
    alerts_zone: str = Field(default="UTC", description="Time zone of quiet hours, such as Europe/Belgrade")
    elasticsearch_heap: str = Field(
        default="1g", pattern=r"^\d+[mg]$", description="Java heap of the local node: 512m, 1g"
    )

    @property
    def archive_url(self) -> str:
        return self.archive or str(self.state / "archive")

    @property
    def inbox(self) -> Path:
        return self.tips_inbox or self.state / "tips-inbox"

    @property
    def source_folders(self) -> tuple[Path, ...]:
        return tuple(Path(part) for part in self.sources.split(":") if part)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names the console answers to."""
        given = (name.strip() for name in self.console_hosts.split(","))
        return ("127.0.0.1", "localhost", "[::1]", *(name for name in given if name))

    @property
    def console_address(self) -> str:
        """The beginning of every link into the console, without a slash at its end."""
        return (self.console_url or f"http://127.0.0.1:{self.console_port or 8090}").rstrip("/")

    @property
    def own_networks(self) -> tuple[Network, ...]:
        """Networks that notifications may be sent to beside the public internet.

        This machine itself only where Elasticsearch runs on it too: it then serves whoever sits at it.
        """
        if self.alert_networks is None:
            return LOOPBACK if of_this_machine(self.elasticsearch_url) else ()
        return networks(self.alert_networks)

    @property
    def webhook_secret(self) -> Path:
        """The file with what webhooks are signed with."""
        return self.webhook_secret_file or self.state / "webhook-secret"

    @property
    def node_file(self) -> Path:
        """Where the local node's address and credentials stand (mode 600)."""
        return self.state / "elasticsearch" / "node.json"

    @property
    def audit(self) -> Path:
        """Folder of the audit trail."""
        return self.state / "audit"

    @property
    def read_alias(self) -> str:
        return f"{self.index_prefix}leads"

    @property
    def work_index(self) -> str:
        """Alias of the index of what people say about leads."""
        return f"{self.index_prefix}leads-work"

    @property
    def inbox_index(self) -> str:
        """Alias of the index of what saved queries told their readers in the console."""
        return f"{self.index_prefix}inbox"

    @property
    def write_alias(self) -> str:
        return f"{self.index_prefix}leads-write"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read from the environment at the first call.

    Raises ConfigurationError that names the variable that does not fit, not its value: it may be a secret.
    """
    try:
        return Settings()
    except RuntimeError as error:  # Path.home: a user number without an entry in /etc/passwd, and no HOME
        raise ConfigurationError(
            "this user has no home folder: set HOME, or WAYMARK_STATE and WAYMARK_CACHE"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        variable = name if name.isupper() else f"{Settings.model_config['env_prefix']}{name.upper()}"
        raise ConfigurationError(f"the environment variable {variable} does not fit: {_fault(name, first)}") from error


def _fault(name: str, problem: Mapping[str, Any]) -> str:
    """What is wrong, in words: what the setting is for, where the check is a regular expression."""
    field = Settings.model_fields.get(name)
    return str((field and problem["type"] == "string_pattern_mismatch" and field.description) or problem["msg"])

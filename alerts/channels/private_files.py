"""Secrets in files that only their owner may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from waymark.errors import ConfigurationError

_OTHERS = 0o077


def read(file: Path, variable: str) -> str:
    """What the file holds, without white space around it.

    Raises ConfigurationError, which names the variable and never the secret."""
    try:
        if file.stat().st_mode & _OTHERS:
            raise ConfigurationError(f"{file} ({variable}) can be read by others: chmod 600 {file}")
        content = file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file} cannot be read ({_reason(error)}): see {variable}") from error
    if not content:
        raise ConfigurationError(f"{file} ({variable}) is empty: write the secret into it")
    return content


def make(file: Path) -> None:
    """Puts a new secret into the file, where there is none; of two at once one wins. Raises ConfigurationError."""
    aside = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(32) + "\n")
        try:
            os.link(aside, file)
        except FileExistsError:
            return
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"{file} cannot be made ({error.strerror}): set WAYMARK_STATE to a folder of yours"
        ) from error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or "unreadable") if isinstance(error, OSError) else "it is no text in UTF-8"

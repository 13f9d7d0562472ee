"""Every setting: its name in the environment, its default, what it means; read and checked once, at start."""
import os
import re
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


class ConfigError(Exception):
    """Settings that cannot be; the message names each and says what to write instead."""


def setting(name, default, meaning, read=str):
    return field(default=default, metadata={"name": name, "default": default, "meaning": meaning, "read": read})


def whole(low, high):
    """Read a whole number from `low` to `high`."""

    def read(text):
        if not re.fullmatch(r"\d{1,10}", text, re.ASCII) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return read


def one_of(*words):
    def read(text):
        if text.lower() not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return text.lower()

    return read


def address(text):
    """Read `host:port` or `unix:/path`."""
    if not re.fullmatch(r"unix:.+|(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}", text) or (
        not text.startswith("unix:") and int(text.rpartition(":")[2]) > 65535
    ):
        raise ValueError("must be host:port or unix:/path")
    return text


def database_url(text):
    """Read a database's address; PostgreSQL is always spoken to by psycopg 3."""
    scheme, colon, rest = text.partition("://")
    if scheme in ("postgresql", "postgres", "postgresql+psycopg") and colon and _can_be_read(text):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1 and ":memory:" not in rest:
        return text
    raise ValueError("must be postgresql://user:password@host:port/name or sqlite:/// and a file")


def _can_be_read(url):
    try:
        return bool(make_url(url))
    except (ArgumentError, ValueError):  # the latter of a port that is no number
        return False


def redis_url(text):
    if not text.startswith(("redis://", "rediss://", "redis+unix:///")):
        raise ValueError("must begin with redis://, rediss:// or redis+unix:///")
    try:
        urlsplit(text).port  # noqa: B018  it is read to see whether it can be
    except ValueError:
        raise ValueError("must have a number for its port, 65535 at most") from None
    return text


def origins(text):
    """Read `*`, or origins as browsers write them."""
    if not all(re.fullmatch(r"\*|[a-z][a-z0-9+.-]*://[^\s/,]+", each.strip()) for each in text.split(",")):
        raise ValueError("must be * or origins like https://example.org, with commas between")
    return text


def secret(text):
    if len(text) < 32:
        raise ValueError("must have 32 characters or more")
    return text


@dataclass(frozen=True)
class Settings:
    """What an operator can set. Empty texts mean what `meaning` says of them."""

    data_dir: Path = setting("QUIZBANK_DATA_DIR", "quizbank-data", "folder of everything kept on disk", Path)
    database_url: str = setting(
        "QUIZBANK_DATABASE_URL", "", "`sqlite:///file` or `postgresql://user@host/name`; empty: `quizbank.db` in the data folder", database_url
    )
    bind: str = setting("QUIZBANK_BIND", "127.0.0.1:8000", "where to listen: `host:port` or `unix:/path`", address)
    secret: str = setting(
        "QUIZBANK_SECRET", "", "signs cursors and receipts and names choices; the same on all hosts, and kept for ever; empty: made once and kept in the data folder", secret
    )
    workers: int = setting("QUIZBANK_WORKERS", 2, "processes that serve", whole(1, 64))
    threads: int = setting("QUIZBANK_THREADS", 4, "threads in each of them", whole(1, 64))
    log_level: str = setting("QUIZBANK_LOG_LEVEL", "info", "`debug`, `info`, `warning` or `error`", one_of("debug", "info", "warning", "error"))
    rate_anonymous: int = setting("QUIZBANK_RATE_ANONYMOUS", 600, "requests a minute from one address without a credential", whole(1, 10**9))
    rate_credential: int = setting("QUIZBANK_RATE_CREDENTIAL", 6000, "requests a minute with one credential", whole(1, 10**9))
    redis_url: str = setting("QUIZBANK_REDIS_URL", "", "counts the rates over all hosts; empty: each worker counts its share", redis_url)
    trusted_proxies: int = setting("QUIZBANK_TRUSTED_PROXIES", 0, "proxies in front whose X-Forwarded-For, -Proto and -Host are believed", whole(0, 9))
    cors_origins: str = setting("QUIZBANK_CORS_ORIGINS", "*", "origins whose pages may call: `*`, or several with commas between; empty: none", origins)


def read(environment=None):
    """Read the settings from the environment, or raise a ConfigError that names all that are wrong."""
    environment = os.environ if environment is None else environment
    values, faults = {}, []
    for each in fields(Settings):
        name, text = each.metadata["name"], environment.get(each.metadata["name"], "")
        try:
            values[each.name] = each.metadata["read"](text) if text else each.metadata["default"]
        except ValueError as why:
            faults.append(f"{name} {why}, not {text!r}" if each.name not in ("secret", "database_url", "redis_url") else f"{name} {why}")
    if environment.get("QUIZBANK_CORS_ORIGINS") == "":  # the one whose empty text is no default
        values["cors_origins"] = ""
    if faults:
        raise ConfigError("; ".join(faults) + ".")
    return complete(**values)


def complete(**values):
    """Settings from some values: the data folder is made, a secret is made and kept, the default database is named."""
    folder = Path(values.get("data_dir") or Settings.__dataclass_fields__["data_dir"].default).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        values["secret"] = values.get("secret") or kept_secret(folder / "secret")
    except OSError as error:
        raise ConfigError(f"QUIZBANK_DATA_DIR {folder} cannot be used: {error.strerror}.") from None
    values["database_url"] = values.get("database_url") or f"sqlite:///{folder / 'quizbank.db'}"
    return Settings(**{**values, "data_dir": folder})


def kept_secret(path):
    """The secret in this file, made when there is none; of two who make one at once both get the same."""
    fresh = path.with_name(f".secret-{secrets.token_hex(8)}")
    if not path.exists():
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    kept = path.read_text().strip()
    if len(kept) < 32:
        raise ConfigError(f"{path} must hold 32 characters or more: write the secret back into it, or remove it to have a new one made.")
    return kept

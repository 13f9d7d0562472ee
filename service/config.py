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


def setting(name, default, meaning, read=str, hidden=False):
    """A setting; one that is `hidden` may hold a secret and is repeated nowhere."""
    said = {"name": name, "default": default, "meaning": meaning, "read": read, "hidden": hidden}
    return field(default=default, repr=not hidden, metadata=said)


def whole(low, high):
    """Read a whole number from `low` to `high`."""

    def read(text):
        if not re.fullmatch(r"\d{1,10}", text, re.ASCII) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return read


def number(low, high):
    """Read a number from `low` to `high`, with up to 6 decimal places."""

    def read(text):
        if not re.fullmatch(r"\d{1,7}(\.\d{1,6})?", text, re.ASCII) or not low <= float(text) <= high:
            raise ValueError(f"must be a number from {low} to {high}")
        return float(text)

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


def web_address(text):
    """Read the address of somebody else's service; a name and password in it would be shown to all who look."""
    plain = re.fullmatch(r"https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?", text, re.ASCII)
    try:
        if not plain or urlsplit(text).port == 0:
            raise ValueError
    except ValueError:  # of a port or an IPv6 address that cannot be, too
        raise ValueError("must be like https://host/v1, without a name, password or query") from None
    return text


def visible(most):
    """Read up to `most` characters of ASCII without blanks."""

    def read(text):
        if not re.fullmatch(f"[!-~]{{1,{most}}}", text):
            raise ValueError(f"must have {most} characters at most, of ASCII and without blanks")
        return text

    return read


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
        "QUIZBANK_DATABASE_URL", "", "`sqlite:///file` or `postgresql://user@host/name`; empty: `quizbank.db` in the data folder", database_url, hidden=True
    )
    bind: str = setting("QUIZBANK_BIND", "127.0.0.1:8000", "where to listen: `host:port` or `unix:/path`", address)
    secret: str = setting(
        "QUIZBANK_SECRET", "", "signs cursors and receipts and names choices; the same on all hosts, and kept for ever; empty: made once and kept in the data folder", secret, hidden=True
    )
    workers: int = setting("QUIZBANK_WORKERS", 2, "processes that serve", whole(1, 64))
    threads: int = setting("QUIZBANK_THREADS", 4, "threads in each of them", whole(1, 64))
    log_level: str = setting("QUIZBANK_LOG_LEVEL", "info", "`debug`, `info`, `warning` or `error`", one_of("debug", "info", "warning", "error"))
    rate_anonymous: int = setting("QUIZBANK_RATE_ANONYMOUS", 600, "requests a minute from one address without a credential", whole(1, 10**9))
    rate_credential: int = setting("QUIZBANK_RATE_CREDENTIAL", 6000, "requests a minute with one credential", whole(1, 10**9))
    redis_url: str = setting("QUIZBANK_REDIS_URL", "", "counts the rates over all hosts; empty: each worker counts its share", redis_url, hidden=True)
    trusted_proxies: int = setting("QUIZBANK_TRUSTED_PROXIES", 0, "proxies in front whose X-Forwarded-For, -Proto and -Host are believed", whole(0, 9))
    cors_origins: str = setting("QUIZBANK_CORS_ORIGINS", "*", "origins whose pages may call: `*`, or several with commas between; empty: none", origins)
    import_at_once: int = setting("QUIZBANK_IMPORT_AT_ONCE", 262_144, "bytes of a file that is imported while the caller waits; a longer one by a job", whole(0, 10**8))
    encoder: str = setting("QUIZBANK_ENCODER", "on", "`on` or `off`: whether written answers are read with the sentence encoder, where it is installed", one_of("on", "off"))
    encoder_dir: Path | str = setting("QUIZBANK_ENCODER_DIR", "", "folder with another copy of the encoder's two files; empty: the installed one", Path)
    opinion_url: str = setting(
        "QUIZBANK_OPINION_URL", "", "an OpenAI-compatible service, `https://host/v1`, that written answers are sent to for a second opinion; empty: none",
        web_address, hidden=True,
    )  # fmt: skip
    opinion_model: str = setting("QUIZBANK_OPINION_MODEL", "", "the model to ask for there", visible(100))
    opinion_key: str = setting("QUIZBANK_OPINION_KEY", "", "the key for it; empty: none is sent", visible(1000), hidden=True)
    opinion_timeout_s: float = setting("QUIZBANK_OPINION_TIMEOUT_S", 10, "seconds that a second opinion may take", number(0.1, 60))
    opinion_when: str = setting("QUIZBANK_OPINION_WHEN", "review", "`review` (where our own reader is unsure) or `always`", one_of("review", "always"))
    opinion_daily: int = setting("QUIZBANK_OPINION_DAILY", 1000, "most requests to it a day (UTC), of each worker", whole(0, 10**9))
    opinion_price_in: float = setting("QUIZBANK_OPINION_PRICE_IN", 0, "price of a million tokens sent, to count the cost", number(0, 10**6))
    opinion_price_out: float = setting("QUIZBANK_OPINION_PRICE_OUT", 0, "price of a million tokens received", number(0, 10**6))


def read(environment=None):
    """Read the settings from the environment, or raise a ConfigError that names all that are wrong."""
    environment = os.environ if environment is None else environment
    values, faults = {}, []
    for each in fields(Settings):
        name, text = each.metadata["name"], environment.get(each.metadata["name"], "")
        try:
            values[each.name] = each.metadata["read"](text) if text else each.metadata["default"]
        except ValueError as why:
            faults.append(f"{name} {why}, not {text!r}" if not each.metadata["hidden"] else f"{name} {why}")
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

"""Settings: each is checked at start, all faults are told at once, and a secret is made once."""
import stat
from concurrent.futures import ProcessPoolExecutor
from dataclasses import FrozenInstanceError, fields
from multiprocessing import get_context
from pathlib import Path

import pytest

from service import config


def read(folder, **environment):
    return config.read({"QUIZBANK_DATA_DIR": str(folder), **{f"QUIZBANK_{name}": value for name, value in environment.items()}})


def test_without_any_setting_all_have_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = config.read({})
    assert settings.data_dir == tmp_path / "quizbank-data" and settings.database_url == f"sqlite:///{tmp_path}/quizbank-data/quizbank.db"
    assert (settings.bind, settings.workers, settings.threads, settings.log_level) == ("127.0.0.1:8000", 2, 4, "info")
    assert (settings.rate_anonymous, settings.rate_credential, settings.trusted_proxies, settings.cors_origins) == (600, 6000, 0, "*")


def test_an_empty_setting_is_as_none_but_for_the_origins(tmp_path):
    empty = {field.metadata["name"].removeprefix("QUIZBANK_"): "" for field in fields(config.Settings) if field.name != "data_dir"}
    assert read(tmp_path, **{**empty, "CORS_ORIGINS": "*"}) == read(tmp_path)
    assert read(tmp_path, CORS_ORIGINS="").cors_origins == ""


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("DATABASE_URL", "postgresql://me:secret@db:5432/quiz", "database_url", "postgresql+psycopg://me:secret@db:5432/quiz"),
        ("DATABASE_URL", "postgres://me@db/quiz", "database_url", "postgresql+psycopg://me@db/quiz"),
        ("DATABASE_URL", "postgresql+psycopg://db/quiz", "database_url", "postgresql+psycopg://db/quiz"),
        ("DATABASE_URL", "sqlite:////var/lib/quiz.db", "database_url", "sqlite:////var/lib/quiz.db"),
        ("BIND", "0.0.0.0:80", "bind", "0.0.0.0:80"),
        ("BIND", "[::1]:8000", "bind", "[::1]:8000"),
        ("BIND", "unix:/run/quiz.sock", "bind", "unix:/run/quiz.sock"),
        ("WORKERS", "64", "workers", 64),
        ("LOG_LEVEL", "DEBUG", "log_level", "debug"),
        ("RATE_ANONYMOUS", "1000000000", "rate_anonymous", 10**9),
        ("TRUSTED_PROXIES", "2", "trusted_proxies", 2),
        ("REDIS_URL", "rediss://cache:6379/1", "redis_url", "rediss://cache:6379/1"),
        ("CORS_ORIGINS", "https://a.test, http://localhost:3000", "cors_origins", "https://a.test, http://localhost:3000"),
        ("SECRET", "s" * 32, "secret", "s" * 32),
        ("ENCODER", "Off", "encoder", "off"),
        ("ENCODER_DIR", "/var/lib/encoder", "encoder_dir", Path("/var/lib/encoder")),
    ],
)
def test_a_setting_that_can_be_is_taken(tmp_path, name, text, field, value):
    assert getattr(read(tmp_path, **{name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("DATABASE_URL", "mysql://db/quiz", "must be postgresql://"),
        ("DATABASE_URL", "postgresql://db:port/quiz", "must be postgresql://"),
        ("DATABASE_URL", "postgresql:/db/quiz", "must be postgresql://"),
        ("DATABASE_URL", "sqlite://", "sqlite:/// and a file"),
        ("DATABASE_URL", "sqlite:///:memory:", "sqlite:/// and a file"),
        ("DATABASE_URL", "quiz.db", "sqlite:/// and a file"),
        ("BIND", "8000", "must be host:port or unix:/path"),
        ("BIND", "localhost", "must be host:port or unix:/path"),
        ("BIND", "localhost:99999", "must be host:port or unix:/path"),
        ("BIND", "http://localhost:8000", "must be host:port or unix:/path"),
        ("SECRET", "too short", "must have 32 characters or more"),
        ("WORKERS", "0", "must be a whole number from 1 to 64, not '0'"),
        ("WORKERS", "65", "must be a whole number from 1 to 64, not '65'"),
        ("WORKERS", "two", "must be a whole number from 1 to 64, not 'two'"),
        ("THREADS", "1.5", "must be a whole number from 1 to 64, not '1.5'"),
        ("LOG_LEVEL", "loud", "must be one of debug, info, warning, error, not 'loud'"),
        ("RATE_ANONYMOUS", "-1", "must be a whole number from 1 to 1000000000, not '-1'"),
        ("RATE_CREDENTIAL", "1e3", "must be a whole number from 1 to 1000000000, not '1e3'"),
        ("REDIS_URL", "localhost:6379", "must begin with redis://"),
        ("REDIS_URL", "unix:///run/redis.sock", "or redis+unix:///"),
        ("REDIS_URL", "redis://cache:port", "must have a number for its port"),
        ("TRUSTED_PROXIES", "10", "must be a whole number from 0 to 9, not '10'"),
        ("CORS_ORIGINS", "example.org", "must be * or origins like https://example.org"),
        ("CORS_ORIGINS", "https://example.org/", "must be * or origins like https://example.org"),
        ("CORS_ORIGINS", "https://a.test https://b.test", "with commas between"),
        ("ENCODER", "maybe", "must be one of on, off"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_what_to_write_instead(tmp_path, name, text, sentence):
    with pytest.raises(config.ConfigError) as error:
        read(tmp_path, **{name: text})
    assert str(error.value).startswith(f"QUIZBANK_{name} ") and sentence in str(error.value) and str(error.value).endswith(".")


def test_every_setting_with_limits_of_its_own_is_among_these():
    """Any text names a folder; all others are checked above."""
    unchecked = {field.name for field in fields(config.Settings) if field.metadata["read"] is str}
    assert unchecked == set()


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(config.ConfigError) as error:
        read(tmp_path, WORKERS="no", BIND="no", LOG_LEVEL="no")
    assert str(error.value).count("QUIZBANK_") == 3 and str(error.value).count("\n") == 0


def test_what_may_hold_a_secret_is_not_repeated(tmp_path):
    with pytest.raises(config.ConfigError) as error:
        read(tmp_path, DATABASE_URL="mysql://me:hush@db/q", REDIS_URL="http://:hush@cache", SECRET="hush")
    assert "hush" not in str(error.value)


def test_settings_do_not_change(tmp_path):
    with pytest.raises(FrozenInstanceError):
        read(tmp_path).workers = 3


@pytest.mark.parametrize("blocked", ["data", "data/below"])
def test_a_data_folder_that_cannot_be_made_is_named(tmp_path, blocked):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(config.ConfigError, match=r"QUIZBANK_DATA_DIR .*data.* cannot be used: .*\."):
        read(tmp_path / blocked)


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    folder = tmp_path / "new" / "data"
    secret = read(folder).secret
    assert len(secret) >= 43 and read(folder).secret == secret
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [file.name for file in folder.iterdir()] == ["secret"]
    assert read(tmp_path / "other").secret != secret


def test_a_secret_that_is_given_is_not_kept(tmp_path):
    assert read(tmp_path / "data", SECRET="s" * 40).secret == "s" * 40
    assert not (tmp_path / "data" / "secret").exists()


@pytest.mark.parametrize("kept", ["", "short\n"])
def test_a_secret_file_that_was_cut_off_is_told_and_not_used(tmp_path, kept):
    (tmp_path / "secret").write_text(kept)
    with pytest.raises(config.ConfigError, match="32 characters"):
        read(tmp_path)


def test_of_several_who_make_it_at_once_all_get_the_same(tmp_path):
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        made = set(pool.map(config.kept_secret, [tmp_path / "secret"] * 40))
    assert len(made) == 1 and [file.name for file in tmp_path.iterdir()] == ["secret"]

"""What is wrong with this installation, if anything: one sentence a finding."""
import os
import socket
import sqlite3
import sys

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from service import auth, config, db, migrate
from service.free_text import encoder
from service.models.content import Topic


def findings():
    """Yield (whether it is well, a sentence)."""
    yield sys.version_info >= (3, 11), f"Python is {sys.version.split()[0]} (3.11 or later is needed)."
    try:
        settings = config.read()
    except config.ConfigError as error:
        yield False, str(error)
        return
    yield True, "The settings can be read."
    yield os.access(settings.data_dir, os.W_OK), f"The data folder {settings.data_dir} can be written to."
    mode = settings.data_dir.stat().st_mode & 0o077
    yield mode == 0, "Only its owner may read the data folder." if mode == 0 else f"Others may read {settings.data_dir}: chmod 700 it."
    yield from _database(settings)
    yield _port(settings)
    if settings.redis_url:
        yield _redis(settings)
    elif settings.workers > 1:
        yield True, f"No QUIZBANK_REDIS_URL: each of {settings.workers} workers counts its share of the limits."
    yield _encoder(settings)
    yield _opinion(settings)


def _database(settings):
    if settings.database_url.startswith("sqlite"):
        fts5 = any("FTS5" in row[0] for row in sqlite3.connect(":memory:").execute("PRAGMA compile_options"))
        yield fts5, f"SQLite is {sqlite3.sqlite_version}, {'with' if fts5 else 'WITHOUT'} full-text search (FTS5)."
    engine = db.connect(settings.database_url)
    try:
        with db.snapshot(engine) as connection:
            connection.execute(text("SELECT 1"))
            yield True, f"The database answers ({engine.dialect.name})."
            behind = migrate.behind(connection)
            yield not behind, f"Its schema is {migrate.current(connection) or 'empty'}{'; run `migrate`' if behind else ''}."
            if not behind:
                yield True, f"It holds {len(db.execute(select(Topic.__table__.c.id)).all())} topics."
                keys = db.execute(select(auth.KEYS.c.id).where(auth.valid())).all()
                yield bool(keys), f"{len(keys)} keys are valid{'' if keys else '; make one with `key create`'}."
    except SQLAlchemyError as error:
        yield False, f"The database cannot be used: {str(getattr(error, 'orig', None) or error).strip().splitlines()[0]}"
    finally:
        engine.dispose()


def _port(settings):
    if settings.bind.startswith("unix:"):
        return True, f"It will listen at {settings.bind}."
    host, _, port = settings.bind.rpartition(":")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        taken = probe.connect_ex((host.strip("[]"), int(port))) == 0
    return True, f"{settings.bind} {'is in use (by a running service?)' if taken else 'is free'}."


def _redis(settings):
    from limits.storage import storage_from_string

    try:
        well = storage_from_string(settings.redis_url).check()
    except Exception as error:  # whatever the client raises, it is the finding
        return False, f"Redis cannot be used: {error}"
    return well, "Redis answers." if well else "Redis does not answer."


def _encoder(settings):
    alone = "written answers are graded by their words alone"
    if settings.encoder == "off":
        return True, f"QUIZBANK_ENCODER is off: {alone}."
    folder = encoder.find(settings.encoder_dir)
    if not folder:
        return True, f"The sentence encoder is not installed (service/encoder.lock names it): {alone}."
    try:
        encoder.load(folder)
    except encoder.Unavailable as error:
        asked_for = settings.encoder_dir or isinstance(error, encoder.Damaged)
        return not asked_for, f"{error} Until then {alone}."
    return True, f"Written answers are read with the sentence encoder in {folder}."


def _opinion(settings):
    if not settings.opinion_url:
        return True, "No QUIZBANK_OPINION_URL: nobody is asked for a second opinion."
    if not settings.opinion_model:
        return False, "QUIZBANK_OPINION_URL names whom to ask for a second opinion, but QUIZBANK_OPINION_MODEL is not set: nobody is asked."
    key = "a key" if settings.opinion_key else "no key"
    return True, f"Second opinions on written answers come from {settings.opinion_model} at {settings.opinion_url}, with {key}."

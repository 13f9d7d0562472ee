"""The database: its engine, the types of its columns, and the one connection that a request or command uses.

A column's Python value is its wire value: times are RFC 3339 text, numbers are JSON numbers, JSON is JSON. So a row
needs nothing but its names to be a reply.
"""
import os
import sqlite3
import time
import zlib
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from threading import Lock

import orjson
from sqlalchemy import JSON, BigInteger, MetaData, String, TypeDecorator, create_engine, event, func, select
from sqlalchemy import Text as PlainText
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase

PATIENCE = 5000
"""Milliseconds that a writer waits for another."""
SCALE = 100_000
"""Numbers are kept to 5 decimal places, as whole numbers: SQLite has no decimals, and floats do not add up."""

Id = String(36).with_variant(String(36, collation="C"), "postgresql")
Text = PlainText().with_variant(PlainText(collation="C"), "postgresql")
Tags = JSON().with_variant(JSONB(), "postgresql")
"""JSONB where it is searched; JSON, which keeps its text as it was, where it is only carried."""


class MomentText(TypeDecorator):
    """A moment as RFC 3339 text in UTC, `2026-01-31T09:30:00.000000Z`."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and rfc3339(datetime.fromisoformat(value))


class MomentStamp(TypeDecorator):
    """The same, kept as a timestamptz."""

    impl = TIMESTAMP(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and datetime.fromisoformat(value)

    def process_result_value(self, value, dialect):
        return value and rfc3339(value)


Moment = MomentText().with_variant(MomentStamp(), "postgresql")


class Scaled(TypeDecorator):
    """A JSON number of up to 5 decimal places, kept as a whole number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else int((Decimal(str(value)) * SCALE).to_integral_value(ROUND_HALF_EVEN))

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value // SCALE if value % SCALE == 0 else value / SCALE


class Anything(TypeDecorator):
    """Any JSON, a number or a text too: in a column of SQLite that is called JSON, numbers would be kept as such."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value, dialect):
        return None if value is None else orjson.loads(value)


class Base(DeclarativeBase):
    """Names every constraint, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def rfc3339(moment):
    """A moment as the wire has it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def now(**later):
    """The present moment, or so much later: `now(hours=24)`."""
    return rfc3339(datetime.now(UTC) + timedelta(**later))


_ticking, _last_tick = Lock(), 0


def new_id():
    """A UUIDv7 in text (RFC 9562, section 6.2, method 3): 12 more bits of time, so that ids made in a row are in order."""
    global _last_tick
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    with _ticking:
        _last_tick = tick = max((milliseconds << 12) | (rest << 12) // 1_000_000, _last_tick + 1)
    value = (tick >> 12 << 80) | (0x7 << 76) | ((tick & 0xFFF) << 64) | (0x2 << 62) | int.from_bytes(os.urandom(8)) >> 2
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


NOTICED_DEAD = {"keepalives_idle": 30, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""When a PostgreSQL that was lost with its network is given up: seconds, seconds, times, milliseconds (libpq)."""


def connect(url, threads=4):
    """An engine for this address; nothing is opened yet."""
    common = {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": orjson.loads}
    common["hide_parameters"] = True  # an error's text goes to the log, and answers are among what statements are given
    if url.startswith("sqlite"):
        engine = create_engine(url, pool_size=threads, max_overflow=threads, pool_timeout=10, **common)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options = "-c timezone=UTC -c lock_timeout=5s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
    return create_engine(
        url, pool_size=threads, max_overflow=2, pool_timeout=10, pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 5, **NOTICED_DEAD}, **common,
    )  # fmt: skip


def _prepare_sqlite(connection, _record):
    connection.isolation_level = None  # the driver's own transactions are not transactions; ours begin below
    for pragma in (f"busy_timeout={PATIENCE}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _go_over_to_wal(connection)


def _go_over_to_wal(connection):
    """Write ahead from now on; while another goes over at the same moment SQLite says "locked" at once, however patient."""
    until = time.monotonic() + PATIENCE / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection):
    options = connection.get_execution_options()
    if not options.get("writes"):
        connection.connection.driver_connection.execute("BEGIN")  # takes no lock, so it cannot fail in a way to be told
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE if options['waits'] else 0}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")


_connection = ContextVar("connection")


def connection():
    """The connection of this request or command."""
    return _connection.get()


def execute(statement, *parameters):
    """Run a statement on it."""
    return _connection.get().execute(statement, *parameters)


def insert(table):
    """An INSERT that may say what happens where the row is there already (`on_conflict_…`), as either database says it."""
    return (postgresql if connection().dialect.name == "postgresql" else sqlite).insert(table)


def in_turn(what, however_long=False):
    """Let one writer of all hosts at a time go on from here until it commits; in SQLite they queue anyway."""
    if connection().dialect.name != "postgresql":
        return
    if however_long:
        connection().exec_driver_sql("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0")
    execute(select(func.pg_advisory_xact_lock(zlib.crc32(what.encode()))))


@contextmanager
def snapshot(engine):
    """Read: everything inside sees the database as it is at one moment."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as opened, opened.begin():
        yield from _as_current(opened)


@contextmanager
def writing(engine, waits=True):
    """Write: all of it or nothing; on disk when the block ends. Who does not wait fails at once where SQLite has another writer."""
    with engine.connect().execution_options(writes=True, waits=waits) as opened, opened.begin():
        yield from _as_current(opened)


def _as_current(opened):
    token = _connection.set(opened)
    try:
        yield opened
    finally:
        _connection.reset(token)

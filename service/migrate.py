"""Bringing a database to the schema that this code needs, and telling whether it is there."""
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from service import db

FOLDER = Path(__file__).parent / "migrations"


def config(engine=None):
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    found.attributes["engine"] = engine
    return found


@cache
def _script():
    return ScriptDirectory.from_config(config())


def head():
    """The newest schema that this code knows."""
    return _script().get_current_head()


def current(connection):
    """The schema that the database has, or None."""
    return MigrationContext.configure(connection).get_current_revision()


def behind(connection):
    """The database's schema where it lacks what this code needs, else nothing. One that we do not know is a later one."""
    found = current(connection)
    if found is None:
        return "empty"
    known = {script.revision for script in _script().walk_revisions()}
    return found if found in known and found != head() else ""


def to(url, revision="head"):
    """Migrate the database at this address; of several at once one does it and the others wait."""
    engine = db.connect(url)
    try:
        if revision == "head":
            with db.snapshot(engine) as connection:
                if not behind(connection):
                    return
            command.upgrade(config(engine), revision)
        else:
            with db.snapshot(engine) as connection:
                here = current(connection)
            passed = {script.revision for script in _script().iterate_revisions(here, "base")} if here else ()
            (command.downgrade if revision == "base" or revision in passed else command.upgrade)(config(engine), revision)
    finally:
        engine.dispose()

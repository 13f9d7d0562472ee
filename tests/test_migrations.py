"""The schema: from nothing to the newest and back on both databases, equal to the models, made once by several at once."""
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from service import config, db, migrate
from tests import postgres
from tests.world import DATABASES, SEEDED, World

pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
BY_HAND = {"ix_topics_author_folded", "ix_search_words", "ix_topics_tags", "ix_questions_tags"}
"""Indexes that only one of the databases knows; the migrations make them, the models do not name them."""


@pytest.fixture(params=DATABASES)
def url(request, tmp_path):
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        made = postgres.fresh_database()
        yield config.database_url(made)
        postgres.drop_database(made)


def ask(url, question):
    """Ask a question of a connection."""
    engine = db.connect(url)
    try:
        with db.snapshot(engine) as connection:
            return question(connection)
    finally:
        engine.dispose()


def tables(connection):
    """What there is but for alembic's own table; all that search keeps on SQLite is called `found…`."""
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def ours(thing, name, kind, reflected, compare_to):
    """What the models are to be equal to: all but what one database alone knows."""
    return not (kind == "table" and name.startswith("found")) and not (kind == "index" and name in BY_HAND)


def differences(connection):
    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True, "compare_server_default": True})
    return compare_metadata(context, db.Base.metadata)


def test_from_nothing_to_the_newest(url):
    assert ask(url, migrate.behind) == "empty"
    migrate.to(url)
    assert ask(url, migrate.current) == migrate.head() and ask(url, migrate.behind) == ""
    assert set(db.Base.metadata.tables) <= ask(url, tables)


def test_the_models_are_the_newest_schema(url):
    migrate.to(url)
    assert ask(url, differences) == []


def test_a_model_that_had_changed_would_be_noticed(url, monkeypatch):
    migrate.to(url)
    monkeypatch.setattr(db.Base.metadata.tables["topics"].c.team, "nullable", False)
    assert ask(url, differences) != []


def test_to_the_newest_and_back_to_nothing_and_again(url):
    migrate.to(url)
    migrate.to(url, "base")
    assert ask(url, tables) == set() and ask(url, migrate.current) is None
    migrate.to(url)
    assert ask(url, differences) == []


def test_each_step_can_be_gone_alone_up_and_down(url):
    steps = [script.revision for script in migrate._script().walk_revisions()][::-1]
    for step in (*steps, *steps[-2::-1], "base", *steps):
        migrate.to(url, step)
        assert ask(url, migrate.current) == (None if step == "base" else step)


def test_again_changes_nothing(url):
    migrate.to(url)
    before = ask(url, tables)
    migrate.to(url)
    assert ask(url, tables) == before


def test_of_several_at_once_one_does_it_and_all_end_well(url):
    command = [sys.executable, "-W", "error", "-c", f"from service import migrate; migrate.to({url!r}); print(migrate.head())"]
    racing = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(each.communicate(timeout=60), each.returncode) for each in racing] == [((migrate.head() + "\n", ""), 0)] * 2
    assert ask(url, differences) == []


def test_a_step_that_fails_leaves_nothing_behind(url, monkeypatch):
    module = migrate._script().get_revision(migrate.head()).module
    upgrade = module.upgrade

    def half():
        upgrade()
        raise RuntimeError("in the middle")

    monkeypatch.setattr(module, "upgrade", half)
    monkeypatch.setattr("alembic.script.base.ScriptDirectory.from_config", lambda _: migrate._script())
    with pytest.raises(RuntimeError):
        migrate.to(url)
    assert ask(url, tables) == set() and ask(url, migrate.current) is None


@pytest.mark.parametrize("kind", DATABASES)
def test_what_is_kept_survives_a_migration_that_has_nothing_to_do(kind):
    world = World(kind)
    before = world.get(f"/topics/{SEEDED}?include=questions,answers,notes", by="admin").data
    migrate.to(world.settings.database_url)
    assert world.get(f"/topics/{SEEDED}?include=questions,answers,notes", by="admin").data == before
    world.close()


@pytest.mark.parametrize("kind", DATABASES)
def test_what_was_kept_before_topics_set_reviews_and_reveals_stays_and_shows_nothing(kind):
    world = World(kind)
    before = world.get(f"/topics/{SEEDED}?include=questions,answers,notes", by="admin").json
    world.engine.dispose()
    for step in ("0001", "head"):
        migrate.to(world.settings.database_url, step)
    after = world.get(f"/topics/{SEEDED}?include=questions,answers,notes", by="admin").json
    assert after == before | {"review": None, "reveal": dict.fromkeys(("during", "submitted", "closed"), "nothing")}
    world.close()


def test_a_later_schema_than_ours_is_left_alone(url):
    migrate.to(url)
    engine = db.connect(url)
    with db.writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    migrate.to(url)
    assert ask(url, migrate.current) == "9999" and ask(url, migrate.behind) == ""

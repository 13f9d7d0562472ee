"""The command line to tell stories with: on a database with the seed content, and on one with nothing."""
import re

from click.testing import CliRunner

from service import cli, config, db
from tests import postgres
from tests.world import SECRET, copy_of_template

KEY = re.compile(r"qz_[A-Za-z0-9_-]{43}")


class Command:
    """`quizbank …` with settings of its own. `command("key", "list")` gives its lines; `fails` is for what ends with 1."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder
        self.env = {"QUIZBANK_DATABASE_URL": url, "QUIZBANK_DATA_DIR": str(folder), "QUIZBANK_SECRET": SECRET}

    def __call__(self, *words, **env):
        done = self.run(*words, **env)
        assert done.exit_code == 0, done.output
        return done.stdout.splitlines()

    def run(self, *words, **env):
        return CliRunner(env=self.env | env).invoke(cli.main, words)

    def fails(self, *words, **env):
        """It ends with 1 and one clear sentence, on standard error."""
        done = self.run(*words, **env)
        assert done.exit_code == 1 and isinstance(done.exception, SystemExit) and done.stdout == ""
        assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
        return done.stderr.strip()

    def asked(self, ask):
        """Ask the database."""
        engine = db.connect(self.url)
        try:
            with db.snapshot(engine) as connection:
                return ask(connection)
        finally:
            engine.dispose()


def on_seeded(kind, folder):
    """A command line on a database with the seed content, which is gone afterwards."""
    yield from _with_database(kind, copy_of_template(kind), folder)


def on_empty(kind, folder):
    """A command line on an empty database, which is gone afterwards."""
    url = config.database_url(postgres.fresh_database()) if kind == "postgresql" else f"sqlite:///{folder / 'new.db'}"
    yield from _with_database(kind, url, folder)


def _with_database(kind, url, folder):
    yield Command(url, folder)
    if kind == "postgresql":
        postgres.drop_database(url.replace("+psycopg", ""))

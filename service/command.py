"""What all commands share: the application that they work with, and one clear sentence where something is wrong."""
from functools import wraps

import click
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from service import config, db, migrate
from service.errors import Problem


class Failure(click.ClickException):
    """One clear sentence, and exit code 1."""

    def show(self, file=None):
        click.echo(self.message, err=True)


def clearly(command):
    """End with one clear sentence where something is missing."""

    @wraps(command)
    def wrapped(*args, **kwargs):
        try:
            return command(*args, **kwargs)
        except config.ConfigError as error:
            raise Failure(str(error)) from None
        except Problem as problem:
            raise Failure(problem.detail) from None
        except CommandError as error:
            raise Failure(f"The schema cannot be brought there: {error}.") from None
        except UnicodeEncodeError:
            raise Failure("What is given must be UTF-8.") from None
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise Failure(f"The database cannot be used: {reason}") from None

    return wrapped


def app():
    """The application, for its database and its settings; what it opens is closed when the command ends."""
    from service.app import create_app

    application = create_app()
    click.get_current_context().call_on_close(application.extensions["engine"].dispose)
    return application


def ready_app():
    """The application, on a database that has the schema."""
    application = app()
    with db.snapshot(application.extensions["engine"]) as connection:
        if migrate.behind(connection):
            raise Failure("The database lacks the newest schema: run `migrate` first.")
    return application

"""The command line: the same words as `python3 -m service …` and as `quizbank …`."""
import json
import os
import sys

import click
from marshmallow import ValidationError
from sqlalchemy import select, update

from schemas.access import SCOPES, NewKey
from service import auth, bank_commands, config, db, migrate, wire
from service.command import Failure, app, clearly, ready_app
from service.errors import Problem
from service.models.content import Question, Topic

ADMIN = "first admin key"
QUESTIONS, TOPICS = Question.__table__, Topic.__table__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quizbank", message="%(version)s")
def main():
    """Serve topics, questions, answers and study notes as JSON, and grade responses."""


@main.command()
@clearly
def serve():
    """Migrate, load the seed content into an empty database, and serve."""
    from service import logs, serving
    from service.seeding import seed_if_empty

    settings = config.read()
    serving.check_address(settings)
    migrate.to(settings.database_url)
    application = app()
    engine = application.extensions["engine"]
    with application.app_context():
        for title in seed_if_empty(engine):
            click.echo(f"Loaded: {title}")
        hand_out_first_key(engine, settings)
    engine.dispose()
    where = f"http://{settings.bind}" if not settings.bind.startswith("unix:") else settings.bind
    click.echo(f"Serving at {where}/  (API reference: {where}/docs, API: {where}/api/v1/topics)")
    sys.stdout.flush()
    logs.configure(settings.log_level)
    serving.serve(settings)


def hand_out_first_key(engine, settings):
    """Make the first admin key: shown on a terminal, else written where only its owner may read."""
    with db.writing(engine):
        db.in_turn("set up", however_long=True)
        if db.execute(select(auth.KEYS.c.id).limit(1)).first():
            return
        _, secret = auth.make_key(ADMIN, ["admin"])
        if sys.stdout.isatty():
            click.echo(f"Your admin key, shown this once: {secret}")
            return
        path = settings.data_dir / "admin-key"
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret + "\n")
        click.echo(f"Your admin key is in {path}")


@main.command()
@clearly
def work():
    """Do the jobs that are queued, until told to stop; `serve` does so by itself."""
    from service import logs, working

    application = ready_app()
    logs.configure(application.config["SETTINGS"].log_level)
    working.work(application, working.until_told())


@main.command(name="migrate")
@click.argument("revision", default="head")
@clearly
def migrate_(revision):
    """Bring the database to the newest schema, or to REVISION (`base`: to nothing)."""
    settings = config.read()
    migrate.to(settings.database_url, revision)
    click.echo(f"The schema is at {migrate.head() if revision == 'head' else revision}.")


@main.command()
@clearly
def seed():
    """Load the seed content that is not there yet."""
    from service.seeding import seed as load

    application = ready_app()
    with application.app_context():
        loaded = load(application.extensions["engine"])
    click.echo("\n".join(f"Loaded: {title}" for title in loaded) or "All of it is there already.")


@main.group()
def key():
    """Make, list and revoke keys."""


@key.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(list(SCOPES)), help="May be given several times.")
@clearly
def create(name, scopes):
    """Make a key; the last line is the key, shown this once."""
    try:
        data = NewKey().load({"name": name, "scopes": list(dict.fromkeys(scopes))})
    except ValidationError as error:
        raise Failure(f"A key cannot have this name: {error.messages['name'][0]}") from None
    with db.writing(ready_app().extensions["engine"]):
        row, secret = auth.make_key(**data)
    click.echo(f"Key {row['id']} ({name}) with {', '.join(row['scopes'])}:")
    click.echo(secret)


@key.command(name="list")
@clearly
def list_():
    """List the keys that are valid."""
    with db.snapshot(ready_app().extensions["engine"]):
        for row in db.execute(select(auth.KEYS).where(auth.valid()).order_by(auth.KEYS.c.created_at)):
            used = f"last used {row.last_used_at}" if row.last_used_at else "never used"
            until = f", until {row.expires_at}" if row.expires_at else ""
            click.echo(f"{row.id}  {row.name}  {','.join(row.scopes)}  {used}{until}")


@key.command()
@click.argument("id")
@clearly
def revoke(id):
    """Revoke the key with this ID."""
    keys = auth.KEYS
    with db.writing(ready_app().extensions["engine"]):
        gone = update(keys).where(keys.c.id == id, keys.c.revoked_at.is_(None)).values(revoked_at=db.now())
        if db.execute(gone.returning(keys.c.id)).first() is None:
            raise Failure(f"There is no valid key with the id {id}.")
    click.echo("Revoked.")


@main.command()
@click.argument("kind", type=click.Choice(["question", "topic", "learner"]))
@click.argument("id")
@click.option("--yes", is_flag=True, help="Do not ask.")
@clearly
def erase(kind, id, yes):
    """Erase a question or a topic for good, with all that is in it and its history; or all that is kept of a learner, by id or name."""
    from service import erasing

    if kind == "learner":
        return erase_learner(id, yes)
    table, engine = {"question": QUESTIONS, "topic": TOPICS}[kind], ready_app().extensions["engine"]
    with db.snapshot(engine):
        row = db.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise Failure(f"Among the {table.name} there is none with the id {id}.")
    if not yes:
        click.confirm(f"Erase '{row.title or row.id}' for good, with its history?", abort=True)
    with db.writing(engine):
        if kind == "topic":
            erasing.topic(id)
        else:
            erasing.question(row.topic_id, id)
    click.echo(f"Erased: {row.title or row.id}")


def erase_learner(who, yes):
    """Erase the learner of this id, or whom a front-end calls by this name."""
    from service import privacy

    engine = ready_app().extensions["engine"]
    with db.snapshot(engine):
        if not (privacy.signed_up(who) or privacy.named(who)):
            raise Failure(f"There is no learner with the id or name {who}.")
    if not yes:
        click.confirm(f"Erase all that is kept of the learner '{who}' for good?", abort=True)
    with db.writing(engine):
        privacy.erase_learner(who)
        privacy.erase_named(who)
    click.echo(f"Erased: {who}")


@main.command(context_settings={"ignore_unknown_options": True})  # -5 is a response
@click.argument("question", required=False)
@click.argument("response", required=False)
@click.option("--file", "path", metavar="FILE", help="Answers that a teacher graded: a JSON object a line, or CSV.")
@click.option("--json", "as_json", is_flag=True, help="With --file: all figures, as JSON.")
@clearly
def grade(question, response, path, as_json):
    """Grade RESPONSE (JSON, or plain text) to the QUESTION with this id; with --file, say how well graded answers are graded here."""
    from service import grading

    if path is not None:
        if question is not None:
            raise click.UsageError("Give either --file, or a question and a response.")
        return measure(path, as_json)
    if response is None or as_json:
        raise click.UsageError("--json goes with --file." if as_json else "Give a question and a response, or --file.")
    try:
        read = wire.read(response.encode())
    except wire.Malformed:
        read = response
    application = ready_app()
    with application.app_context(), db.snapshot(application.extensions["engine"]):
        result = grading.grade([{"question_id": question, "response": read}], "author")[0]
        if isinstance(result, Problem):
            raise Failure(" ".join([result.detail, *(f"{each['pointer']}: {each['detail']}" for each in result.members.get("errors", ()))]))
    click.echo(json.dumps(result, indent=2, ensure_ascii=False))


def measure(path, as_json):
    """Grade the graded answers in a file anew, and say how far that is from their teacher."""
    from service import class_report, graded_answers

    try:
        rows = graded_answers.rows(path, own=True)
        application = ready_app()
        bar = click.progressbar(rows, label="Grading", file=sys.stderr, hidden=not sys.stderr.isatty())
        with application.app_context(), bar:
            judged = [class_report.judged(path, row, application.extensions["engine"]) for row in bar]
    except graded_answers.Unreadable as error:
        raise Failure(str(error)) from None
    report = class_report.report(judged)
    click.echo(json.dumps(report, indent=2) if as_json else "\n".join(class_report.sentences(report)))


@main.command()
@clearly
def openapi():
    """Print the OpenAPI document."""
    from service import openapi as documents

    application = app()
    with application.app_context():
        click.echo(json.dumps(documents.document(), indent=2, ensure_ascii=False))


@main.command()
def doctor():
    """Say what is wrong with this installation."""
    from service.doctor import findings

    faults = 0
    for good, sentence in findings():
        faults += not good
        click.echo(f"{'ok   ' if good else 'FAULT'} {sentence}")
    sys.exit(1 if faults else 0)


main.add_command(bank_commands.import_)
main.add_command(bank_commands.export)

"""Commands that bring question banks in and out."""
import json
import os
import shutil
import sys
from tempfile import TemporaryFile

import click

from schemas.topic import STATUSES
from service import db
from service.command import Failure, clearly, ready_app

MOST_SHOWN = 50


@click.command(name="import")
@click.argument("path", metavar="FILE")
@click.option("--topic", help="The id or slug of the topic it goes into; quizbank's own files name theirs.")
@click.option("--format", "format_", help="Told by the file unless given.")
@click.option("--dry-run", is_flag=True, help="Tell what would come of it, and change nothing.")
@click.option("--on-error", type=click.Choice(["stop", "skip"]), default="stop", help="stop: where one item is rejected, nothing is written.")
@click.option("--source", help="The source whose external_ids the file's ids are; the topic's slug unless the file names one.")
@click.option("--status", type=click.Choice(STATUSES), default="draft", help="Of new questions, where the file does not say.")
@click.option("--existing", type=click.Choice(["update", "skip"]), default="update", help="What becomes of what is there already.")
@click.option("--duplicates", type=click.Choice(["skip", "create"]), default="skip", help="What becomes of one that asks what another asks.")
@click.option("--json", "as_json", is_flag=True, help="The whole report, as JSON.")
@clearly
def import_(path, as_json, **options):
    """Import a FILE of questions (- : standard input), and say what became of every item."""
    from service.formats._nouns import File, Unreadable

    application = ready_app()
    try:
        with application.app_context(), opened(path) as stream:
            told = imported(application.extensions["engine"], File(stream, os.path.basename(path)), options)
    except Unreadable as error:
        raise Failure(str(error)) from None
    click.echo(json.dumps(told, indent=2, ensure_ascii=False) if as_json else "\n".join(sentences(told)))
    sys.exit(0 if told["applied"] or told["dry_run"] and not told["causes"] else 1)


def opened(path):
    """A file as a seekable binary stream."""
    if path != "-":
        try:
            return open(path, "rb")
        except OSError as error:
            raise Failure(f"{path} cannot be read: {error.strerror}.") from None
    kept = TemporaryFile()
    shutil.copyfileobj(sys.stdin.buffer, kept)
    kept.seek(0)
    return kept


def imported(engine, file, options):
    """The report of an import; the file is read before anything is locked."""
    from service.exchange import by_job, importing

    wish, size = wished(engine, file, options), file.stream.seek(0, os.SEEK_END)
    bar = click.progressbar(length=size, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty())
    with TemporaryFile() as kept, bar:
        reading = by_job.read(file, wish, kept)
        try:
            while True:
                next(reading)
                bar.update(max(0, min(size, file.stream.tell()) - bar.pos))
        except StopIteration as end:
            bar.update(size - bar.pos)
            count = end.value
        with db.writing(engine):
            return importing.run(by_job.again(kept, count), wish)


def wished(engine, file, options):
    """What is asked for on the command line."""
    from service import reading
    from service.exchange.wish import Wish
    from service.formats import READ, recognised

    format = options.pop("format_") or recognised(file)
    if format not in READ:
        raise Failure(f"No format '{format}' is read; there are: {', '.join(READ)}." if format else f"Say which --format it is: {', '.join(READ)}.")
    with db.snapshot(engine):
        key = options.pop("topic")
        row = reading.topic_row(key, "author") if key else None
    if key and not row:
        raise Failure(f"There is no topic '{key}'.")
    return Wish(format, **{**options, "topic": row and row["id"], "name": file.name})


def sentences(told):
    """A report in words."""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in told["counts"].items() if count) or "nothing"
    yield f"{'Imported' if told['applied'] else 'Would be imported' if told['dry_run'] else 'Nothing was written; there would be'}: {counts}."
    shown = [item for item in told["items"] if item["outcome"] in ("rejected", "duplicate")]
    for item in shown[:MOST_SHOWN]:
        yield f"{item['outcome']}: {item['where']}: {item['detail']}"
    for each in told["not_carried"][:MOST_SHOWN]:
        yield f"not carried over: {each['where']}: {each['detail']}"
    more = max(0, len(shown) - MOST_SHOWN) + max(0, len(told["not_carried"]) - MOST_SHOWN) + told["left_out"]
    if more:
        yield f"And {more} more; --json tells them."
    if not told["applied"] and not told["dry_run"]:
        yield "Mend these, or import all the others with --on-error=skip."


@click.command()
@click.argument("topic")
@click.option("--format", "format_", required=True, help="What to write it as.")
@click.option("--output", metavar="FILE", default="-", help="Where to write it; standard output unless given.")
@click.option("--report", is_flag=True, help="Only say what the format cannot hold.")
@clearly
def export(topic, format_, output, report):
    """Export a TOPIC (its id or slug), all its questions with their answers, as a file."""
    from service import reading
    from service.exchange import exporting
    from service.formats import WRITTEN

    if format_ not in WRITTEN:
        raise Failure(f"No format '{format_}' is written; there are: {', '.join(WRITTEN)}.")
    application = ready_app()
    with application.app_context(), db.snapshot(application.extensions["engine"]):
        row = reading.topic_row(topic, "author")
        if row is None:
            raise Failure(f"There is no topic '{topic}'.")
        bank = exporting.bank(row, "author")
        if report:
            click.echo("\n".join(losses(exporting.report(bank, format_))))
            return
        write(counted(bank, row["question_count"]), format_, output)


def losses(told):
    """A report of an export in words."""
    yield f"{told['format']} holds {told['questions']} questions; {len(told['not_carried']) + told['left_out'] or 'nothing'} would be lost."
    for each in told["not_carried"]:
        yield f"{each['question_id'] or 'topic'}: {each['field'] or 'the whole'}: {each['detail']}"
    if told["left_out"]:
        yield f"And {told['left_out']} more."


def counted(bank, total):
    """The same bank, showing how far it is while it is written."""
    from dataclasses import replace

    def questions():
        bar = click.progressbar(length=total, label="Writing", file=sys.stderr, hidden=not sys.stderr.isatty())
        with bar:
            for question in bank.questions():
                bar.update(1)
                yield question

    return replace(bank, questions=questions)


def write(bank, format, output):
    from service.exchange import exporting

    stream, left_out = exporting.written(bank, format)
    with stream:
        if output == "-":
            shutil.copyfileobj(stream, sys.stdout.buffer)
        else:
            try:
                with open(output, "wb") as file:
                    shutil.copyfileobj(stream, file)
            except OSError as error:
                raise Failure(f"{output} cannot be written: {error.strerror}.") from None
    for loss in left_out:
        click.echo(f"left out: {loss.question['id']}: {loss.why}", err=True)

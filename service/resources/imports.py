"""Question banks in: a file as the body, and what became of every item in it."""
from flask import Blueprint, current_app, g

from schemas.exchange import ImportReport
from schemas.query import Importing
from service import reading
from service.errors import Problem
from service.exchange import by_job, importing
from service.exchange.entries import entries
from service.exchange.wish import Wish
from service.formats import READ, recognised
from service.formats._nouns import File, Unreadable
from service.uploads import Upload
from service.web import Slow, accepted, secret_inside, speaks

bp = Blueprint("imports", __name__, url_prefix="/api/v1/imports")
LARGEST = 100_000_000
ANY = ("application/octet-stream", *dict.fromkeys(module.MEDIA_TYPE.partition(";")[0] for module in READ.values()))


@bp.post("")
@speaks(takes=Upload(LARGEST, ANY), query=Importing, gives=Slow(ImportReport), scope="content:write")
def create(query, data):
    """Import a file of questions. Each item ends as created, updated, unchanged, duplicate or rejected; all or nothing unless `on_error=skip`.

    A long file is imported by a job: 202, and its report is the job's result.
    """
    secret_inside()
    file = File(data.stream, query["name"])
    wish = wished(query, file)
    if data.size > current_app.config["SETTINGS"].import_at_once:
        return accepted(by_job.queued(data, wish))
    try:
        return importing.run(entries(file, wish), wish)
    except Unreadable as error:
        raise by_job.unreadable(error) from None


def wished(query, file):
    """What is asked for: the format is told by the file where it is not named."""
    format = query.pop("format", None) or recognised(file)
    if format is None:
        raise Problem.parameter("format", f"The file does not show what it is: name one of {', '.join(READ)}.")
    if format not in READ:
        raise Problem.parameter("format", f"No format '{format}' is read; there are: {', '.join(READ)}.")
    return Wish(format, **{**query, "topic": target(query.get("topic"))})


def target(key):
    """The id of the topic that is named, if one is."""
    if key is None:
        return None
    row = reading.topic_row(key, g.eyes)
    if row is None:
        raise Problem.parameter("topic", f"There is no topic '{key}'.")
    return row["id"]

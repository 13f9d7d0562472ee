"""Question banks out: a topic's questions as a file of some format, and what that format cannot hold."""
from flask import Blueprint, g

from schemas.exchange import ExportReport
from schemas.query import Exporting
from service import finding, reading
from service.auth import caller, require
from service.errors import Problem
from service.exchange import exporting
from service.files import Download, File
from service.formats import WRITTEN
from service.web import found, secret_inside, speaks

bp = Blueprint("exports", __name__, url_prefix="/api/v1/topics/<topic>/export")
TYPES = tuple(dict.fromkeys(module.MEDIA_TYPE.partition(";")[0] for module in WRITTEN.values()))


@bp.get("")
@speaks(query=Exporting, gives=File(TYPES))
def read(topic, query):
    """Export a topic, or those of its questions that the filters pick. Formats carry the key: it takes answers:read, unless all answers are open."""
    row, bank, format = asked(topic, query)
    stream, _ = exporting.written(bank, format)
    return Download(stream, WRITTEN[format].MEDIA_TYPE, name=f"{row['slug']}{WRITTEN[format].SUFFIX}")


@bp.get("/report")
@speaks(query=Exporting, gives=ExportReport)
def report(topic, query):
    """Read what a format cannot hold of a topic: measured, by reading back what it would be written as."""
    _, bank, format = asked(topic, query)
    return exporting.report(bank, format)


def asked(topic, query):
    """(the topic's row, the bank that this caller may have, the format)."""
    secret_inside()
    row = found(reading.topic_row(topic, g.eyes))
    if not row["all_open"]:
        require(caller(), "answers:read")
    format = query.pop("format")
    if format not in WRITTEN:
        raise Problem.parameter("format", f"No format '{format}' is written; there are: {', '.join(WRITTEN)}.")
    query.setdefault("status", ["draft", "published", "archived"] if g.eyes == "author" else ["published"])
    return row, exporting.bank(row, g.eyes, finding.filters(query)), format

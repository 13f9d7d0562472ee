"""Originals: questions as they stood in the files that they came from, for their authors to look at."""
from flask import Blueprint, g
from sqlalchemy import select

from schemas.original import Original
from service import db, reading
from service.models.imports import Original as Originals
from service.web import found, secret_inside, speaks

bp = Blueprint("originals", __name__, url_prefix="/api/v1/questions/<id>/original")
TABLE = Originals.__table__


@bp.get("")
@speaks(gives=Original, scope="content:write")
def read(id):
    """Read a question as it stood in the file that it was last imported from."""
    found(reading.question_row(id, g.eyes, hidden=True))
    row = found(db.execute(select(TABLE).where(TABLE.c.question_id == id)).one_or_none())
    secret_inside()
    return {"question_id": id, "format": row.format, "where": row.place, "text": row.text, "created_at": row.created_at}

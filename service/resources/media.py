"""Images and sound that prose refers to."""
from functools import cache

from flask import Blueprint, g
from sqlalchemy import bindparam, or_, select, true

from schemas.media import Medium
from schemas.query import Naming
from service import db, media, media_kinds
from service.attempts.media import shown
from service.conditional import fresh
from service.errors import Problem
from service.files import Download, File
from service.formats._nouns import Refused
from service.media_sight import visible
from service.models.media import Media
from service.uploads import Upload
from service.web import found, lasting, located, secret_inside, speaks

bp = Blueprint("media", __name__, url_prefix="/api/v1/media")
TABLE = Media.__table__
WIRE = tuple(name for name in Medium().fields if name != "url")
KINDS = tuple(media_kinds.SUFFIXES)
DAY = 86_400
POLICIES = {"image/svg+xml": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"}
"""A drawing opened by itself is a document; it may do nothing, whatever is in it."""


@bp.post("")
@speaks(takes=Upload(media.MOST), query=Naming, gives=Medium, status=201, scope="content:write")
def create(query, data):
    """Keep an image or a sound, told by what is in it; the same one again is the same still, under its first name."""
    try:
        id = media.keep(data.stream.read(), query["name"])
    except Refused as error:
        raise Problem(415, str(error), kind="medium_not_taken") from None
    located(f"media/{id}")
    row = db.execute(select(*(TABLE.c[name] for name in WIRE)).where(TABLE.c.id == id)).mappings().one()
    return {**row, "url": media.address(id)}


@cache
def _seen(eyes, kind, scopes):
    """SELECT what is to be told of the file of this `id`, and whether all may see it, if this kind of caller may."""
    may = true() if eyes == "author" else or_(visible(eyes), shown(kind, scopes))
    return select(TABLE.c.name, TABLE.c.media_type, visible("public").label("open_to_all")).where(TABLE.c.id == bindparam("id"), may)


@bp.get("/<id>")
@speaks(gives=File(KINDS))
def read(id):
    """Give an image or a sound, to whoever may see something that refers to it.

    What all may see may be kept for a day by anybody: what stands here never changes, but its author may take back what
    refers to it, or erase it, and then no copy should live on for long. What is not open to all is stored nowhere.
    """
    row = found(db.execute(_seen(g.eyes, g.caller.kind, g.caller.scopes), {"id": id}).one_or_none())
    lasting(DAY) if row.open_to_all else secret_inside()
    fresh(id)
    data = db.execute(select(TABLE.c.data).where(TABLE.c.id == id)).scalar_one()
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    if row.media_type in POLICIES:
        headers["Content-Security-Policy"] = POLICIES[row.media_type]
    return Download(data, row.media_type, row.name, inline=True, headers=headers)

"""Keys: who may do what from outside."""
from flask import Blueprint
from sqlalchemy import select, update

from schemas.access import Key, KeyWithSecret, NewKey
from schemas.query import Paged
from service import db
from service.auth import make_key, valid
from service.models.access import Key as Keys
from service.paging import paged
from service.web import Page, found, located, secret_inside, speaks

bp = Blueprint("keys", __name__, url_prefix="/api/v1/keys")
TABLE = Keys.__table__
FIELDS = tuple(Key().dump_fields)
SEEN = select(*(TABLE.c[name] for name in FIELDS))


@bp.get("")
@speaks(query=Paged, gives=Page(Key), scope="admin")
def listing(query):
    """List the keys that are valid, without their secrets."""
    rows, page = paged(SEEN.where(valid()), TABLE, query, "created_at")
    secret_inside()
    return {"data": [dict(zip(FIELDS, row)) for row in rows], "page": page}


@bp.post("")
@speaks(takes=NewKey, gives=KeyWithSecret, status=201, scope="admin")
def create(data):
    """Make a key; its secret is shown this once."""
    row, secret = make_key(**data)
    located(f"keys/{row['id']}")
    return {**{name: row[name] for name in FIELDS}, "secret": secret}


@bp.get("/<id>")
@speaks(gives=Key, scope="admin")
def read(id):
    """Read a key, without its secret."""
    secret_inside()
    return dict(found(db.execute(SEEN.where(TABLE.c.id == id, TABLE.c.revoked_at.is_(None))).mappings().one_or_none()))


@bp.delete("/<id>")
@speaks(status=204, scope="admin")
def revoke(id):
    """Revoke a key."""
    gone = update(TABLE).where(TABLE.c.id == id, TABLE.c.revoked_at.is_(None)).values(revoked_at=db.now())
    found(db.execute(gone.returning(TABLE.c.id)).one_or_none())

"""Pages of a list by keyset: the millionth row costs what the first did, and nothing is skipped or doubled.

A cursor is signed and bound to its address, filters and sort. `relevance` has no key to go by: it counts, to 1,000.
"""
from urllib.parse import urlencode

from flask import current_app, g, request
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import func, literal, select, tuple_

from service import db
from service.errors import Problem

MOST_RELEVANT = 1000


def _cursors():
    bound = sorted((name, value) for name, value in request.args.items() if name not in ("cursor", "limit", "count", "fields"))
    return URLSafeSerializer(current_app.config["SETTINGS"].secret, salt=f"cursor {request.path} {bound}")


def _opened(cursor):
    try:
        return _cursors().loads(cursor)
    except BadData:
        raise Problem.parameter("cursor", "This cursor is not one of this list with these filters and this sort.") from None


def paged(statement, table, query, sort, rank=None):
    """Run a SELECT for one page: (rows, page), sorted by this column of the table, then by its id; `rank` sorts by relevance."""
    total = db.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one() if query.get("count") else None
    if sort == "relevance":
        rows, following = _by_relevance(statement, table, query, rank)
    else:
        rows, following = _by_key(statement, table, query, sort)
    page = {"next": following and _cursors().dumps(following)}
    if total is not None:
        page["total"] = total
    if page["next"]:
        arguments = {**request.args.to_dict(), "cursor": page["next"]}
        g.link = f'<{request.base_url}?{urlencode(arguments)}>; rel="next"'
    return rows, page


def _by_key(statement, table, query, sort):
    name, down = sort.lstrip("-"), sort.startswith("-")
    column, identity, limit = table.c[name], table.c.get("id", table.c[name]), query["limit"]
    if "cursor" in query:
        value, last = _opened(query["cursor"])
        here, there = tuple_(column, identity), tuple_(literal(value, column.type), literal(last, identity.type))
        statement = statement.where(here < there if down else here > there)
    order = (column.desc(), identity.desc()) if down else (column, identity)
    rows = db.execute(statement.add_columns(column.label("sort_value")).order_by(*order).limit(limit + 1)).all()
    more = len(rows) > limit
    rows = rows[:limit]
    return rows, [rows[-1].sort_value, rows[-1].id] if more else None


def _by_relevance(statement, table, query, rank):
    start, limit = _opened(query["cursor"])[0] if "cursor" in query else 0, query["limit"]
    statement = statement.add_columns(rank.label("sort_value")).order_by(rank, table.c.id)
    rows = db.execute(statement.offset(start).limit(min(limit + 1, MOST_RELEVANT - start))).all()
    more = len(rows) > limit
    return rows[:limit], [start + limit] if more and start + limit < MOST_RELEVANT else None

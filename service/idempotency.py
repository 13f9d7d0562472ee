"""A POST that is sent again with its Idempotency-Key has its effect once and its reply each time.

Key and effect commit in one transaction, so a crash leaves both or neither. A twin waits at the database for the first
to commit, then replays. What is kept is sealed with a key made from the Idempotency-Key: the reply may hold a secret.
"""
import base64
import hashlib
import os
import random
import re

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import g, request
from sqlalchemy import delete, select, update

from service import db
from service.errors import Problem
from service.models.promises import Promise
from service.uploads import body_hash

PROMISES = Promise.__table__
HOURS_KEPT = 24
NONCE = 12
KEY = r"^[!-~]([ -~]{0,253}[!-~])?$"
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def check(caller):
    """The key must be one that nobody guesses where callers cannot be told apart."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return
    if not re.fullmatch(KEY, key):
        raise Problem(400, "Idempotency-Key must have 1 to 255 printable ASCII characters.", kind="invalid_header")
    if caller.kind == "anonymous" and len(key) < 22 and not UUID.fullmatch(key):
        raise Problem(400, "Without a credential Idempotency-Key must be a UUID or have 22 characters or more.", kind="invalid_header")


def promised():
    """The reply kept for this request, as (body, status, headers), or None after noting that it is being worked on."""
    if "Idempotency-Key" not in request.headers:
        return None
    name = _name()
    db.execute(delete(PROMISES).where(PROMISES.c.name == name, PROMISES.c.expires_at < db.now()))
    if random.random() < 0.01:
        db.execute(delete(PROMISES).where(PROMISES.c.expires_at < db.now(hours=-1)))
    fresh = db.insert(PROMISES).values(name=name, body_hash=body_hash(), status=0, sealed=b"", expires_at=db.now(hours=HOURS_KEPT))
    # RETURNING, for rowcount is -1 on PostgreSQL after ON CONFLICT DO NOTHING
    if db.execute(fresh.on_conflict_do_nothing().returning(PROMISES.c.name)).one_or_none():
        return None
    return _replayed(db.execute(select(PROMISES).where(PROMISES.c.name == name)).one())


def keep(body, status, headers):
    """Keep the reply beside its effect."""
    if "Idempotency-Key" not in request.headers:
        return
    plain = orjson.dumps({"body": base64.b64encode(body).decode(), "headers": headers})
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(_seal()).encrypt(nonce, plain, None)
    db.execute(update(PROMISES).where(PROMISES.c.name == _name()).values(status=status, sealed=sealed))


def _replayed(row):
    if row.body_hash != body_hash():
        raise Problem(422, "This Idempotency-Key was used with another body.", kind="idempotency_key_reused")
    kept = orjson.loads(AESGCM(_seal()).decrypt(row.sealed[:NONCE], row.sealed[NONCE:], None))
    return base64.b64decode(kept["body"]), row.status, {**kept["headers"], "Idempotent-Replayed": "true"}


def _digest(purpose):
    """256 bits that stand for this caller, method, path and key, and tell nothing of them."""
    caller = g.caller
    parts = (purpose, caller.kind, caller.id or "", request.method, request.full_path, request.headers["Idempotency-Key"])
    return hashlib.sha256(b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts))


def _name():
    return _digest("name").hexdigest()


def _seal():
    return _digest("seal").digest()

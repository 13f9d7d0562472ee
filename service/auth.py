"""Who asks: nobody we know, a key with scopes, a learner, or who has an attempt's token. Secrets are 256 random bits, kept as a SHA-256."""
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from flask import g, request
from sqlalchemy import and_, bindparam, insert, or_, select, update

from schemas.access import SCOPES
from service import db
from service.errors import Problem
from service.models.access import Key, Learner
from service.models.attempts import Attempt

IMPLIED = {"content:write": {"answers:read"}, "admin": set(SCOPES)}
KEYS, LEARNERS, ATTEMPTS = Key.__table__, Learner.__table__, Attempt.__table__
FIND_KEY = select(KEYS).where(KEYS.c.secret_hash == bindparam("hash"))
FIND_LEARNER = select(LEARNERS).where(or_(LEARNERS.c.token_hash == bindparam("hash"), LEARNERS.c.former_hash == bindparam("hash")))

FIND_ATTEMPT = select(ATTEMPTS.c.id, ATTEMPTS.c.token_hash).where(ATTEMPTS.c.token_hash == bindparam("hash"))


@dataclass(frozen=True)
class Caller:
    """Who asks. `kind`: `anonymous`, `key`, `learner`, `attempt` (who has one's token) or `command`; `scopes` include those that others imply."""

    kind: str = "anonymous"
    id: str | None = None
    name: str | None = None
    scopes: frozenset = field(default=frozenset())
    stale: bool = False

    def may(self, scope):
        return scope in self.scopes

    @property
    def as_author(self):
        """Who did it, as the history has it."""
        return {"id": self.id, "name": self.name}


COMMAND = Caller("command", name="command line", scopes=frozenset(SCOPES))


def new_secret(prefix):
    """A secret to hand out, and the hash to keep."""
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    return secret, hashed(secret)


def hashed(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


def reached(scopes):
    """These scopes with all that they imply."""
    return frozenset(scopes).union(*(IMPLIED.get(scope, ()) for scope in scopes))


def caller():
    """Who asks, found once a request."""
    return (g and g.get("caller")) or COMMAND


def authenticate():
    """Find who asks by `Authorization: Bearer …`, or raise 401."""
    secret = sent()
    if secret is None:
        return Caller()
    find = {"qz_": _key, "ql_": _learner, "qa_": _attempt}.get(secret[:3])
    found = find and find(secret)
    if found is None:
        raise unknown()
    return found


def sent():
    """The key or token that this request brings, if any."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise refused("Authorization must be: Bearer, a blank, and a key or token.")
    return secret.strip()


def unknown():
    return refused("This key or token is not known here, or is no longer valid.", ' error="invalid_token"')


def refused(detail, more=""):
    return Problem(401, detail, headers={"WWW-Authenticate": f'Bearer realm="quizbank"{"," if more else ""}{more}'})


def require(caller, scope):
    """401 for who is not known, 403 for who is and lacks the scope."""
    if scope is None or caller.may(scope) or (scope == "learner" and caller.kind == "learner"):
        return
    if caller.kind == "anonymous":
        raise refused(f"This needs a {'learner token' if scope == 'learner' else f'key with the scope {scope}'}.")
    raise lacking(scope, caller)


def lacking(scope, caller=None):
    what = "key" if caller is None or caller.kind == "key" else "token"
    if scope == "learner":
        return Problem(403, "This is for learners: it needs a learner's token.", kind="insufficient_scope", scope=scope)
    return Problem(403, f"This {what} lacks the scope {scope}.", kind="insufficient_scope", scope=scope)


def _key(secret):
    row, wanted = _found(FIND_KEY, secret)
    if row is None or not hmac.compare_digest(row.secret_hash, wanted) or row.revoked_at or (row.expires_at and row.expires_at <= db.now()):
        return None
    stale = row.last_used_at is None or row.last_used_at < db.now(hours=-1)
    return Caller("key", row.id, row.name, reached(row.scopes), stale)


def _learner(token):
    """The learner of this token; of the former one only to hear again what came of rotating it (see idempotency)."""
    row, wanted = _found(FIND_LEARNER, token)
    if row is None:
        return None
    retried = request.endpoint == "learners.rotate" and "Idempotency-Key" in request.headers
    good = hmac.compare_digest(row.token_hash, wanted) or (retried and hmac.compare_digest(row.former_hash or "", wanted))
    return Caller("learner", row.id, row.handle) if good else None


def _attempt(token):
    row, wanted = _found(FIND_ATTEMPT, token)
    return Caller("attempt", row.id) if row and hmac.compare_digest(row.token_hash, wanted) else None


def _found(statement, secret):
    """The row with the hash of this secret, and that hash, to be compared in constant time."""
    wanted = hashed(secret)
    return db.execute(statement, {"hash": wanted}).one_or_none(), wanted


def stay(caller):
    """Keep a learner from being erased before this transaction ends; 401 for who has been erased since this request began."""
    if caller.kind != "learner":
        return
    held = select(LEARNERS.c.id).where(LEARNERS.c.id == caller.id).with_for_update(read=True, key_share=True)
    if db.execute(held).first() is None:
        raise unknown()


def note_use(engine, caller):
    """Note, once an hour at most, that this key was used; a failure is of no consequence."""
    if not caller.stale:
        return
    try:
        with db.writing(engine, waits=False):
            db.execute(update(KEYS).where(KEYS.c.id == caller.id).values(last_used_at=db.now()))
    except Exception:  # best effort: the request itself has been answered
        pass


def valid():
    """SQL: whether a key is good now."""
    return and_(KEYS.c.revoked_at.is_(None), or_(KEYS.c.expires_at.is_(None), KEYS.c.expires_at > db.now()))


def make_key(name, scopes, expires_at=None):
    """Make a key: (its row, its secret)."""
    secret, hash = new_secret("qz")
    moment = db.now()
    row = {"id": db.new_id(), "revision": 1, "created_at": moment, "updated_at": moment, "name": name, "scopes": list(scopes)}
    row |= {"expires_at": expires_at, "last_used_at": None}
    db.execute(insert(KEYS).values(secret_hash=hash, **row))
    return row, secret

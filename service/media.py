"""Images and sound that prose refers to, kept in the database under what is in them: a file's id is its SHA-256.

So the same file is kept once, under the name that it first came by, and what stands at an address never changes. A file is
kept as long as any form, present or former, of a topic, question or note refers to it, and for a day without.
"""
import hashlib

from sqlalchemy import delete, exists, select, update

from schemas.prose import MEDIUM
from service import db, jobs, media_kinds
from service.formats._nouns import Medium, Refused
from service.models.media import Media, MediaUse

MEDIA, USES = Media.__table__, MediaUse.__table__
MOST = 10_000_000
"""Bytes of one file."""
HOURS_UNUSED = 24
"""How long a file is kept that nothing refers to."""
AT_ONCE = 50
"""Files that one transaction takes away, so that no other writer waits long."""


def keep(data, name=""):
    """Keep a file, in the present transaction; its id. Raises Refused where it is none that is taken."""
    return store(checked(data, name))


def checked(data, name=""):
    """A file as it would be kept, or Refused with the reason."""
    if len(data) > MOST:
        raise Refused(f"An image or sound may have {MOST // 1_000_000} MB at most; this has {len(data) / 1_000_000:.1f} MB.")
    media_type = media_kinds.sniffed(data)
    return Medium(media_kinds.named(name, media_type), media_type, data)


def store(medium):
    """Keep a file that was checked, in the present transaction; its id."""
    id, moment = hashlib.sha256(medium.data).hexdigest(), db.now()
    row = {"media_type": medium.media_type, "name": medium.name, "size": len(medium.data), "data": medium.data}
    db.execute(db.insert(MEDIA).values(id=id, created_at=moment, **row).on_conflict_do_nothing())
    # whoever puts it up anew has a day again; seldom, so that writers need not wait for each other
    db.execute(update(MEDIA).where(MEDIA.c.id == id, MEDIA.c.created_at < db.now(hours=-1)).values(created_at=moment))
    return id


def fetch(ids):
    """Files by their ids: {id: Medium}, of as many as are kept. Who may see them is asked before."""
    rows = db.execute(select(MEDIA).where(MEDIA.c.id.in_(ids)))
    return {row.id: Medium(row.name, row.media_type, row.data) for row in rows}


def address(id):
    """The address by which prose refers to a file."""
    return f"/api/v1/media/{id}"


def address_of(medium):
    """The same, of a file that may not be kept yet."""
    return address(hashlib.sha256(medium.data).hexdigest())


def id_of(address):
    """The id of the file that an address in prose refers to, or None where it leads elsewhere."""
    found = MEDIUM.fullmatch(address)
    return found and found[1]


@jobs.chore(3600)
def take_away(engine):
    """Take away what nothing has referred to for a day."""
    while _some_taken_away(engine):
        pass


def _some_taken_away(engine):
    """Whether there were as many as one transaction takes, so that there may be more."""
    old = MEDIA.c.created_at < db.now(hours=-HOURS_UNUSED)
    unused = ~exists().where(USES.c.media_id == MEDIA.c.id)
    with db.snapshot(engine):
        ids = db.execute(select(MEDIA.c.id).where(old, unused).limit(AT_ONCE)).scalars().all()
    if ids:
        with db.writing(engine):
            # who writes a reference holds the file's row; only once the row is ours is it sure whether there is one
            db.execute(select(MEDIA.c.id).where(MEDIA.c.id.in_(ids)).order_by(MEDIA.c.id).with_for_update()).all()
            db.execute(delete(MEDIA).where(MEDIA.c.id.in_(ids), old, unused))
    return len(ids) == AT_ONCE

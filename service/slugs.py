"""Slugs: names of topics that fit into an address."""
import re
import unicodedata

from sqlalchemy import select

from service import db
from service.models.content import Topic

TOPICS = Topic.__table__


def made_from(title):
    """A slug made from a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70] or "topic"


def free(title):
    """The same, numbered where it is taken."""
    base = made_from(title)
    db.in_turn(f"slug {base}")
    slug, number = base, 1
    while db.execute(select(TOPICS.c.id).where(TOPICS.c.slug == slug)).first():
        number += 1
        slug = f"{base}-{number}"
    return slug

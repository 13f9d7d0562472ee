"""Whose attempts and reports are, as the tables have it: a learner's who signed up, or one's whom a front-end has a name of its own for."""

LEARNER, NAME = "learner ", "name "


def learner(id):
    """The owner that a learner of this id is."""
    return f"{LEARNER}{id}"


def named(name):
    """The owner that a front-end's name stands for."""
    return f"{NAME}{name}"


def told(owner):
    """(a front-end's name, a learner's id) of an owner, each None where it is not that."""
    owner = owner or ""
    return (owner[len(NAME) :] if owner.startswith(NAME) else None, owner[len(LEARNER) :] if owner.startswith(LEARNER) else None)

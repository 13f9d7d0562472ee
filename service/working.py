"""The job process: it does the jobs that are queued, and the chores, until it is told to stop or its parent is gone."""
import logging
import os
import signal
import time

from sqlalchemy.exc import SQLAlchemyError

from service import jobs
from service.errors import cause

LOG = logging.getLogger(__name__)
POLL = 0.5
"""Seconds from one look for something to do to the next."""
LONGEST_REST = 15
"""Seconds from one to the next while the database does not answer."""
TOLD_BY = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def until_told(parent=None):
    """A function that says whether work is wanted still: until a signal tells to stop, or the parent (its id) is gone."""
    told = []
    for each in TOLD_BY:
        signal.signal(each, lambda number, frame: told.append(number))
    return lambda: not told and parent in (None, os.getppid())


def work(app, wanted):
    """Do jobs while wanted, then finish the present batch and hand the job back; a database that is away is waited for."""
    waited = 0
    while wanted():
        try:
            busy = turn(app, wanted)
        except SQLAlchemyError as error:
            if not waited:
                LOG.warning("the job process waits for the database", extra={"cause": cause(error)})
            waited = min(2 * waited or 2 * POLL, LONGEST_REST)
            rest(waited, wanted)
            continue
        if waited:
            LOG.warning("the job process has the database again")
        waited = 0
        rest(0 if busy else POLL, wanted)


def turn(app, wanted):
    """Do a job if there is one, and the chores whose time has come: whether there was a job."""
    engine = app.extensions["engine"]

    def between_batches():
        jobs.do_chores(engine)
        return wanted()

    with app.app_context():
        busy = jobs.run_one(engine, between_batches)
        jobs.do_chores(engine)
    return busy


def rest(seconds, wanted):
    """Do nothing for so long, or until that is not wanted any more."""
    until = time.monotonic() + seconds
    while wanted() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, POLL))

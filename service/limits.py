"""How much one caller may ask in a minute; told in `RateLimit` headers (draft-ietf-httpapi-ratelimit-headers)."""
import logging
import math
import time
from threading import Lock

from flask import current_app, g, request
from limits.errors import StorageError
from limits.storage import storage_from_string
from redis.backoff import NoBackoff
from redis.retry import Retry

from service.errors import Problem

LOG = logging.getLogger(__name__)
WINDOW = 60
REST = 5
"""Seconds until a Redis that was away is asked again."""


class Here:
    """Counts of this process: {key: (count, when its window ends)}. (What `limits` has for this starts a thread every 10 ms.)"""

    def __init__(self):
        self.windows, self.lock, self.sweep = {}, Lock(), 0

    def add(self, key, cost):
        """Add to a count: what it is now, and when its window ends."""
        now = time.time()
        with self.lock:
            if now >= self.sweep:
                self.windows, self.sweep = {each: window for each, window in self.windows.items() if window[1] > now}, now + WINDOW
            count, ends = self.windows.get(key, (0, 0))
            count, ends = (count, ends) if ends > now else (0, now + WINDOW)
            self.windows[key] = count + cost, ends
        return count + cost, ends


class Everywhere:
    """The same in Redis, for all hosts. While Redis is away each process counts for itself: better than not to serve."""

    def __init__(self, url):
        patience = {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)}
        self.storage = storage_from_string(url, wrap_exceptions=True, **patience)
        self.here, self.away_until = Here(), 0

    def add(self, key, cost):
        return self._asked(lambda: (self.storage.incr(key, WINDOW, cost), self.storage.get_expiry(key)), lambda: self.here.add(key, cost))

    def _asked(self, there, here):
        if time.time() >= self.away_until:
            try:
                return there()
            except StorageError as error:
                LOG.warning("Redis is away", extra={"cause": str(error)})
                self.away_until = time.time() + REST
        return here()


def configure(app, settings, workers):
    """Count in Redis over all hosts where there is one; else each worker counts its share of the whole."""
    share = 1 if settings.redis_url else workers
    app.extensions["limits"] = {
        "counts": Everywhere(settings.redis_url) if settings.redis_url else Here(),
        "anonymous": math.ceil(settings.rate_anonymous / share),
        "credential": math.ceil(settings.rate_credential / share),
    }


def _who():
    """Whose count it is: the credential's, known or not, else the address's."""
    caller = g.get("caller")
    known = caller is not None and caller.kind != "anonymous"
    return ("credential", f"{caller.kind}/{caller.id}") if known else ("anonymous", request.remote_addr or "")


def charge(cost=1):
    """Take so much from what the caller has left, or raise 429."""
    limits, (kind, name) = current_app.extensions["limits"], _who()
    allowed, (count, ends) = limits[kind], limits["counts"].add(f"{kind}/{name}", cost)
    wait = max(1, math.ceil(ends - time.time()))
    g.rate_limit = allowed, max(0, allowed - count), wait
    if count > allowed:
        raise Problem(429, f"More than {allowed} requests a minute; wait {wait} s.", headers={"Retry-After": str(wait)})


def refund():
    """Give back what was taken for this request: a 304 is free."""
    limits, (kind, name) = current_app.extensions["limits"], _who()
    allowed, left, wait = g.rate_limit
    limits["counts"].add(f"{kind}/{name}", -1)
    g.rate_limit = allowed, min(allowed, left + 1), wait


def headers():
    """What is allowed and what is left, once something was counted."""
    if "rate_limit" not in g:
        return {}
    amount, left, seconds = g.rate_limit
    return {"RateLimit-Policy": f'"default";q={amount};w=60', "RateLimit": f'"default";r={left};t={seconds}'}

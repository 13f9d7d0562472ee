"""How much one caller may ask in a minute; told in `RateLimit` headers (draft-ietf-httpapi-ratelimit-headers)."""
import math
import time

from flask import current_app, g, request
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from service.auth import hashed
from service.errors import Problem


def configure(app, settings, workers):
    """Count in Redis over all hosts where there is one; else each worker counts its share of the whole."""
    share = 1 if settings.redis_url else workers
    storage = storage_from_string(settings.redis_url or "memory://")
    app.extensions["limits"] = {
        "counter": FixedWindowRateLimiter(storage),
        "anonymous": RateLimitItemPerMinute(math.ceil(settings.rate_anonymous / share), namespace="anonymous"),
        "credential": RateLimitItemPerMinute(math.ceil(settings.rate_credential / share), namespace="credential"),
    }


def _who():
    """Whose count it is: the credential's, known or not, else the address's."""
    credential = request.headers.get("Authorization")
    known = credential and g.get("caller") is not None
    return ("credential", hashed(credential)) if known else ("anonymous", request.remote_addr or "")


def charge(cost=1):
    """Take so much from what the caller has left, or raise 429."""
    limits, (kind, name) = current_app.extensions["limits"], _who()
    item, counter = limits[kind], limits["counter"]
    allowed = counter.hit(item, name, cost=cost)
    _announce(counter, item, name)
    if not allowed:
        wait = g.rate_limit[2]
        raise Problem(429, f"More than {item.amount} requests a minute; wait {wait} s.", headers={"Retry-After": str(wait)})


def peek():
    """Refuse who has nothing left, without taking: what turns out a 304 is free."""
    limits, (kind, name) = current_app.extensions["limits"], _who()
    if not limits["counter"].test(limits[kind], name):
        charge()


def _announce(counter, item, name):
    window = counter.get_window_stats(item, name)
    g.rate_limit = (item.amount, window.remaining, max(1, math.ceil(window.reset_time - time.time())))


def headers():
    """What is allowed and what is left, once something was counted."""
    if "rate_limit" not in g:
        return {}
    amount, left, seconds = g.rate_limit
    return {"RateLimit-Policy": f'"default";q={amount};w=60', "RateLimit": f'"default";r={left};t={seconds}'}

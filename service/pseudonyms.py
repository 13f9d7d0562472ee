"""Telling callers apart without keeping who they are: a keyed hash of the learner, the key or the address."""
import hashlib
import hmac
from ipaddress import IPv6Network

from flask import current_app, g, request


def pseudonym(purpose, *more):
    """A name for who asks, always the same for one purpose and no other, that leads back to nobody."""
    caller = g.caller
    who = caller.id if caller.kind in ("learner", "key") else address()
    return keyed(purpose, caller.kind, who, *more).hex()


def keyed(*parts):
    """256 bits that only this service can make of these texts."""
    secret = current_app.config["SETTINGS"].secret.encode()
    return hmac.digest(secret, "\0".join(parts).encode(), hashlib.sha256)


def address():
    """Where a call comes from; of IPv6 the network, in which one machine has as many addresses as it likes."""
    text = request.remote_addr or ""
    if ":" not in text or text.startswith("::ffff:"):
        return text
    try:
        return str(IPv6Network((text, 64), strict=False))
    except ValueError:  # what a trusted proxy says need not be an address
        return text

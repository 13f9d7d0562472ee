"""What a process remembers of the service it asks: when to leave it alone, how often it was asked today, what it said."""
import time
from functools import cache
from threading import Lock

MOST_FAILURES = 5
REST = 30
"""Seconds that it is left alone after so many failures in a row, and after each further one."""
LONGEST_REST = 300
MOST_KEPT = 2000


class Endpoint:
    """One service and model. `plain` is whether it takes no schema for its replies."""

    def __init__(self):
        self.lock, self.plain, self.kept = Lock(), False, {}
        self.failures, self.rests_until = 0, 0
        self.day, self.asked = None, 0

    def refuses(self, daily):
        """Why it is not to be asked now, or nothing: then one more request is counted."""
        with self.lock:
            if time.monotonic() < self.rests_until:
                return "resting"
            if self.day != today():
                self.day, self.asked = today(), 0
            if self.asked >= daily:
                return "day_used_up"
            self.asked += 1
            return ""

    def failed(self, wait=0):
        """Note a failure; who asks us to wait is left alone at once, within reason."""
        with self.lock:
            self.failures += 1
            wait = max(min(wait, LONGEST_REST), REST if self.failures >= MOST_FAILURES else 0)
            self.rests_until = max(self.rests_until, time.monotonic() + wait)
            return self.failures == MOST_FAILURES

    def answered(self, question, opinion):
        """Note an opinion: the same text gets the same one from this process, and is paid for once."""
        with self.lock:
            self.failures = 0
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[question] = opinion


@cache
def endpoint(url, model):
    """The one there is in this process."""
    return Endpoint()


def today():
    """The day in UTC, as a number."""
    return int(time.time() // 86400)

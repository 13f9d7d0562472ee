"""One exchange over HTTP that ends when it has to: redirects are not followed, proxies not used, long replies not read."""
import socket
import ssl
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection
from threading import Thread
from urllib.parse import urlsplit

LARGEST = 65_536
"""Bytes of a reply that are read; one more is read to know that there are more."""


@dataclass(frozen=True)
class Received:
    status: int
    headers: object
    data: bytes


@cache
def trusted():
    """Whom to trust: the authorities of this machine."""
    return ssl.create_default_context()


def left(until):
    """Seconds from now until then; a socket takes 0 for "do not wait at all", so never quite that."""
    return max(until - time.monotonic(), 0.001)


def post(url, headers, body, until):
    """Post and give what was received, or raise OSError or HTTPException; TimeoutError when it is `until`.

    A socket's time-out begins anew with each byte, and looking up a name has none at all. So the work is done in a
    thread, which is not waited for when the time is over but finds its connection cut.
    """
    connection, outcome = Line(urlsplit(url), until), Future()
    Thread(target=_perform, args=(connection, urlsplit(url).path, headers, body, outcome), daemon=True).start()
    try:
        return outcome.result(left(until))
    finally:
        connection.cut()


def _perform(connection, path, headers, body, outcome):
    try:
        connection.request("POST", path, body, headers)
        with connection.getresponse() as response:
            received = Received(response.status, response.headers, response.read(LARGEST + 1))
    except BaseException as error:  # whatever it is, it is for the one who waits
        outcome.set_exception(error)
    else:
        outcome.set_result(received)
    finally:
        connection.close()


class Line(HTTPConnection):
    """A connection that another thread can cut at any moment, before its handshake is through or when the reply has begun."""

    def __init__(self, parts, until):
        self.secure, self.until, self.line = parts.scheme == "https", until, None
        self.default_port = 443 if self.secure else 80
        super().__init__(parts.hostname, parts.port or self.default_port, timeout=left(until))

    def connect(self):
        super().connect()
        if self.secure:
            self.sock = trusted().wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.line = self.sock
        if time.monotonic() >= self.until:
            raise TimeoutError
        if self.secure:
            self.sock.do_handshake()

    def cut(self):
        """End what is being sent or received, if anything is."""
        if self.line:
            with suppress(OSError):  # it is closed already
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)  # of a socket with TLS too: nobody is told goodbye

"""Clients that keep their connections; as little as speaks HTTP, so that they leave the machine to the server."""
import socket
import time
from concurrent.futures import ThreadPoolExecutor


class Client:
    """One connection."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def ask(self, request):
        """Send the bytes of a request: (status, headers, body)."""
        self.socket.sendall(request)
        status = int(self.file.readline().split()[1])
        headers = {}
        while (line := self.file.readline()) != b"\r\n":
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return status, headers, self.file.read(0 if status == 304 else int(headers["content-length"]))

    def close(self):
        self.file.close()
        self.socket.close()


def written(method, path, body=b"", **headers):
    """The bytes of a request."""
    headers |= {"Host": "127.0.0.1"} | ({"Content-Type": "application/json", "Content-Length": len(body)} if body else {})
    lines = [f"{method} /{path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def once(server, request):
    """Ask once: (status, headers, body)."""
    client = Client(server.port)
    try:
        return client.ask(request)
    finally:
        client.close()


def even(server, request, count):
    """Clients that have been heard once, as many with each worker. (Left to chance, one worker may get all.)"""
    for number in range(count):
        with server.alone(server.workers[number % len(server.workers)]):
            client = Client(server.port)
            client.ask(request)
        yield client


def shot(server, request, expected, given):
    """Ask with all clients at once, for as long as is given: (microseconds of the server's CPU per request, requests per second)."""
    clients = list(even(server, request, given.clients))

    def work(client):
        asked = 0
        while time.perf_counter() < end:
            status, _, _ = client.ask(request)
            if status != expected:
                raise RuntimeError(f"{status} instead of {expected}")
            asked += 1
        return asked

    with ThreadPoolExecutor(given.clients) as threads:
        began, cpu = time.perf_counter(), server.cpu()
        end = began + given.seconds
        asked = sum(threads.map(work, clients))
        took, cpu = time.perf_counter() - began, server.cpu() - cpu
    for client in clients:
        client.close()
    return cpu / asked * 1e6, asked / took

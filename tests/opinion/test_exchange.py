"""The exchange itself: its end comes in time whatever hangs, TLS is checked, nobody stands between."""
import socket
import threading
import time

import pytest

from tests.opinion.asking import ask, counted
from tests.opinion.chat_endpoint import HEAD, ChatEndpoint, certificate, wire

PATIENCE, SOON = 0.3, 1.5


def test_nobody_at_the_address(settings):
    before = counted("unreachable")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert ask(settings(f"http://127.0.0.1:{port}/v1")) is None and counted("unreachable") == before + 1


def test_a_name_that_is_looked_up_for_ever_ends_in_time_too(settings, monkeypatch):
    looked_up = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: looked_up.wait(5) and [])
    before, began = counted("time_out"), time.perf_counter()
    assert ask(settings("http://slow.example/v1", opinion_timeout_s=PATIENCE)) is None and time.perf_counter() - began < SOON
    looked_up.set()
    assert counted("time_out") == before + 1


def test_no_thread_is_left_behind_by_what_took_too_long(settings):
    with ChatEndpoint(wire(HEAD + b"\r\n", *[b" "] * 300, pause=0.02)) as there:
        before = threading.active_count()
        for number in range(3):
            assert ask(settings(there.url, opinion_timeout_s=PATIENCE), f"Answer {number}") is None
        until = time.monotonic() + 2
        while threading.active_count() > before and time.monotonic() < until:
            time.sleep(0.05)
        assert threading.active_count() <= before


def test_proxies_of_the_environment_are_not_used(settings, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with ChatEndpoint() as there:
        assert ask(settings(there.url))


def test_a_certificate_that_is_vouched_for_is_taken(settings, tmp_path, monkeypatch):
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with ChatEndpoint(certificate=path) as there:
        assert ask(settings(there.url)) and there.requests[0].headers["Host"] == f"127.0.0.1:{there.server_port}"


@pytest.mark.parametrize("case", ["nobody vouches for it", "it is another's", "there is no TLS"])
def test_an_endpoint_that_cannot_be_trusted_is_told_nothing(settings, tmp_path, monkeypatch, case):
    path = certificate(tmp_path, "127.0.0.2" if case == "it is another's" else "127.0.0.1")
    if case == "it is another's":
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    before = counted("not_secure")
    with ChatEndpoint(certificate=None if case == "there is no TLS" else path) as there:
        assert ask(settings(there.url.replace("http:", "https:"))) is None and there.requests == []
    assert counted("not_secure") == before + 1


@pytest.mark.parametrize("drips", [False, True])
def test_a_handshake_that_does_not_end_is_cut(settings, drips):
    with socket.create_server(("127.0.0.1", 0)) as server:
        began, before = time.perf_counter(), counted("time_out")
        threading.Thread(target=_handshake, args=(server, drips), daemon=True).start()
        assert ask(settings(f"https://127.0.0.1:{server.getsockname()[1]}", opinion_timeout_s=PATIENCE)) is None
        assert time.perf_counter() - began < SOON and counted("time_out") == before + 1


def _handshake(server, drips):
    caller, _ = server.accept()
    with caller:
        for byte in b"\x16\x03\x03\x40\x00" + bytes(60):
            time.sleep(0.05)
            try:
                caller.sendall(bytes([byte]) if drips else b"")
            except OSError:
                return

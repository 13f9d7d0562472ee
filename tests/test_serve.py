"""`serve`: it does all that is needed first, says where it is, and hands out the first key."""
import json
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request

import pytest

from service import auth, cli, db
from service._bootstrap import ROOT
from tests.command import KEY, on_empty
from tests.world import DATABASES, World


@pytest.fixture(params=DATABASES)
def on_nothing(request, tmp_path):
    """The command line on an empty database."""
    yield from on_empty(request.param, tmp_path)


@pytest.mark.parametrize("kind", DATABASES)
def test_the_first_key_is_shown_on_a_terminal_and_kept_nowhere(kind, monkeypatch, capsys):
    world = World(kind)
    with db.writing(world.engine):
        db.execute(auth.KEYS.delete())
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    for _ in range(2):
        cli.hand_out_first_key(world.engine, world.settings)
    (secret,) = KEY.findall(capsys.readouterr().out)
    assert world.get("/keys", by=secret).status_code == 200
    assert not (world.settings.data_dir / "admin-key").exists()
    world.close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def get(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as reply:
        return json.load(reply)


def test_serve_does_all_that_is_needed_and_says_so(on_nothing):
    bind = f"127.0.0.1:{free_port()}"
    env = {**on_nothing.env, "QUIZBANK_BIND": bind, "QUIZBANK_WORKERS": "1", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    words = [sys.executable, "-c", "from service.cli import main; main(['serve'])"]
    with subprocess.Popen(words, env=env, cwd=on_nothing.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            said = [server.stdout.readline().strip() for _ in range(4)]
            assert said[:2] == ["Loaded: Deep Learning Architectures - Overview", "Loaded: Question Types by Example"]
            path = on_nothing.folder / "admin-key"
            assert said[2] == f"Your admin key is in {path}" and stat.S_IMODE(path.stat().st_mode) == 0o600
            assert said[3].startswith(f"Serving at http://{bind}/") and "/docs" in said[3]
            deadline = time.monotonic() + 20
            while not answers(f"http://{bind}/health/ready") and time.monotonic() < deadline:
                time.sleep(0.1)
            assert len(get(f"http://{bind}/api/v1/topics")["data"]) == 2
            secret = path.read_text().strip()
            assert get(f"http://{bind}/api/v1/keys", Authorization=f"Bearer {secret}")["data"][0]["name"] == cli.ADMIN
        finally:
            server.send_signal(signal.SIGTERM)
            rest, logged = server.communicate(timeout=20)
    assert server.returncode == 0 and secret not in rest + logged + "".join(said)
    assert all(json.loads(line) for line in logged.splitlines())


def answers(url):
    try:
        return get(url)
    except OSError:
        return False


def test_a_second_server_at_the_same_address_is_told_so(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        bind = f"127.0.0.1:{listener.getsockname()[1]}"
        env = {"QUIZBANK_DATA_DIR": str(tmp_path), "QUIZBANK_BIND": bind, "PYTHONPATH": str(ROOT)}
        words = [sys.executable, "-c", "from service.cli import main; main(['serve'])"]
        done = subprocess.run(words, check=False, env=env, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"Cannot listen at {bind}: ")

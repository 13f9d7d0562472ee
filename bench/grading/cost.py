"""What reading costs: answers in a second of one core, and memory."""
import random
import resource
import sys
from pathlib import Path
from statistics import median
from time import process_time

from service.measuring import judged


def of_reading(found, read, *, repeats=5, answers=40, seed=0):
    """The median over the repeats, each of other answers where there are enough, and the memory of this process by then.

    The seconds are those of the processor, over all threads: what one core would take, whatever else the machine does.
    """
    drawn = random.Random(seed).sample(found, min(len(found), repeats * answers))
    speeds = []
    for number in range(repeats):
        part = drawn[number * answers : (number + 1) * answers] or drawn[:answers]
        start = process_time()
        for row in part:
            judged(row, read)
        speeds.append(len(part) / max(process_time() - start, 1e-9))
    now = _resident()
    peak = max(_peak(), now or 0)  # the kernel brings its peak up to date late
    return {"answers_per_second": median(speeds), "repeats": repeats, "peak_mb": peak, "resident_mb": now}


def _peak():
    """The most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6  # macOS counts bytes


def _resident():
    """The memory that it holds now, in MB; None where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else ()
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmRSS:")), None)

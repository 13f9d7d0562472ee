"""A kind of job for tests with real processes: it writes a line a batch to a file, and says which process it was."""
import os
import time
from pathlib import Path

from service import jobs


@jobs.kind("count")
def count(engine, arguments):
    """Count to so many; what is in the file is counted already."""
    path = Path(arguments["path"])
    for number in range(len(path.read_text().splitlines()) if path.exists() else 0, arguments["to"]):
        time.sleep(arguments["pause"])
        with path.open("a") as file:
            file.write(f"{number} {os.getpid()}\n")
        yield number + 1, arguments["to"]
    return {"counted": arguments["to"]}

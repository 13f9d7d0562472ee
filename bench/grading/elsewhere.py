"""Reading with what was taught and fitted elsewhere, for honest figures: leave an exam out of both, and measure on it."""
from pathlib import Path

from service.free_text import equipment, guard, judge, scoring

MODULES = (judge, scoring, guard)


def use(folder):
    """Let what lies in a folder, of judge.npz, scoring.json and guard.npz, stand for what is shipped."""
    for module in MODULES:
        place = Path(folder) / module.FILE.name
        if place.exists():
            module.FILE = place
    equipment.loaded.cache_clear()
    scoring.fitted.cache_clear()
    guard.fitted.cache_clear()

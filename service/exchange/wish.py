"""What whoever imports has asked for."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """How a file is to be imported.

    `topic` is the id of the topic that it goes into, or None where the file names its own. `source` replaces the file's, `status`
    is for questions of which the file says none. `existing` is what happens to a question that is there: `update` or `skip`;
    `duplicates` to one that asks what another asks: `skip` or `create`. Unless `on_error` is `skip`, one rejected item rejects all.
    """

    format: str
    topic: str | None = None
    name: str = ""
    dry_run: bool = False
    on_error: str = "stop"
    source: str | None = None
    status: str = "draft"
    existing: str = "update"
    duplicates: str = "skip"

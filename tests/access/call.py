"""One call to the service."""
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """A call; those in `spare` do not make it, because for them it would change something."""

    method: str
    path: str
    json: object = None
    data: bytes | None = None
    headers: dict = field(default_factory=dict, hash=False)
    spare: frozenset = frozenset()

    @property
    def sent(self):
        """All that the caller knows already, since it says so."""
        return f"{self.path} {json.dumps(self.json)} {self.data!r}"

    def make(self, client, headers):
        more = {"json": self.json} if self.json is not None else {"data": self.data} if self.data is not None else {}
        return client.open(self.path, method=self.method, headers={**headers, **self.headers}, **more)

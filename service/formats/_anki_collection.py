"""Notes, note types and decks in an Anki collection, an SQLite database that nobody vouches for.

It is read in memory, with a guard that allows nothing but to read its tables, and with bounds on time and size. Up to schema
14 note types and decks stand as JSON in `col`, from 15 on in tables of their own, their settings in Protocol Buffers.
"""
import json
import sqlite3
from dataclasses import dataclass

from service.formats import _protobuf
from service.formats._nouns import Unreadable

DAMAGED = "The collection is damaged, or none of Anki's: in Anki, use Tools > Check Database, and export the deck once more."
OLDEST, NEWEST = 11, 18
SQLITE = b"SQLite format 3\0"
JOURNAL = slice(18, 20)
"""Where a database says whether it has a write-ahead log, which none in memory can have (SQLite's file format, 1.3.3)."""
LONGEST_CELL = 20_000_000
STEPS, MOST_TURNS = 100_000, 5_000
MOST_CARDS = 2_000_000
FIELD_END = "\x1f"
CLOZE, OCCLUSION = 1, 6
BROKEN = (sqlite3.Error, ValueError, TypeError, AttributeError, LookupError, OverflowError, MemoryError, RecursionError)
"""What a database that holds other things than Anki puts there may lead to."""
PLAIN_TABLES = """SELECT name, sql FROM sqlite_master AS each WHERE type = 'table'
    AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(each.name) WHERE hidden > 1)"""
"""Those without columns that are reckoned when they are read, which would be code (SQLite's documentation, "Generated Columns")."""
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}


@dataclass(frozen=True)
class NoteType:
    """What a note of this type has: its fields' names, and (front, back) of each of its cards as templates."""

    name: str
    fields: list
    templates: list
    cloze: bool = False
    occlusion: bool = False


@dataclass(frozen=True)
class Note:
    number: int
    guid: str
    kind: NoteType | None
    tags: list
    values: list
    deck: str

    def value(self, name):
        return next((value for field, value in zip(self.kind.fields, self.values) if field == name), "")


class Collection:
    """An open collection."""

    def __init__(self, data):
        if not data.startswith(SQLITE):
            raise Unreadable(DAMAGED)
        data = bytearray(data)
        data[JOURNAL] = b"\1\1"
        self.database = sqlite3.connect(":memory:")
        self.turns = 0
        try:
            self._open(data)
        except BROKEN:
            self.close()
            raise Unreadable(DAMAGED) from None

    def _open(self, data):
        self.database.deserialize(data)
        self.database.text_factory = _text
        self.database.create_collation("unicase", _without_case)
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON"):
            self.database.execute(f"PRAGMA {pragma}")
        self.database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
        self.database.set_progress_handler(self._tire, STEPS)
        self.tables = {name for name, sql in self.database.execute(PLAIN_TABLES) if str(sql).lstrip().upper().startswith("CREATE TABLE")}
        self.database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY)
        self.version = self._rows("col", "SELECT ver FROM col")[0][0]

    def _tire(self):
        """Stop what takes too long."""
        self.turns += 1
        return self.turns > MOST_TURNS

    def close(self):
        self.database.close()

    def _rows(self, table, query):
        """All rows of a query on a table that is there; a view or a virtual table would be code."""
        return self._query(table, query).fetchall()

    def _query(self, table, query):
        """The same, row by row."""
        if table not in self.tables:
            raise sqlite3.DatabaseError(f"no table {table}")
        return self.database.execute(query)

    def notes(self):
        """Yield every note."""
        try:
            if not isinstance(self.version, int) or not OLDEST <= self.version <= NEWEST:
                raise Unreadable(
                    f"The collection has schema {str(self.version)[:20]}; {OLDEST} to {NEWEST} are read. "
                    "Export the deck with 'Support older Anki versions' ticked."
                )
            kinds, decks = (self._kinds(), self._decks())
            homes = self._homes()
            found = self._query("notes", "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id")
            for number, (name, guid, kind, tags, values) in enumerate(found, 1):
                deck = decks.get(homes.get(name), "")
                yield Note(number, str(guid), kinds.get(kind), str(tags).split(), str(values).split(FIELD_END), deck)
        except BROKEN:
            raise Unreadable(DAMAGED) from None

    def _homes(self):
        """{id of a note: id of the deck that its first card is at home in}."""
        homes = {}
        for place, (note, deck, original) in enumerate(self._query("cards", "SELECT nid, did, odid FROM cards ORDER BY nid, ord")):
            homes.setdefault(note, original or deck)
            if place >= MOST_CARDS:
                raise Unreadable(f"It has more than {MOST_CARDS:,} cards: export its decks one by one.")
        return homes

    def studied(self):
        """Whether a card was ever answered."""
        try:
            return bool(self._rows("cards", "SELECT 1 FROM cards WHERE reps > 0 LIMIT 1"))
        except BROKEN:
            raise Unreadable(DAMAGED) from None

    def _kinds(self):
        """{id: NoteType}."""
        if "notetypes" not in self.tables:
            return {int(name): _kind_of(each) for name, each in self._json("models").items()}
        fields, templates = {}, {}
        for kind, name in self._rows("fields", "SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            fields.setdefault(kind, []).append(name)
        for kind, config in self._rows("templates", "SELECT ntid, config FROM templates ORDER BY ntid, ord"):
            sides = tuple(_text(_protobuf.first(config, number, b"")) for number in (1, 2))
            templates.setdefault(kind, []).append(sides)
        return {
            kind: NoteType(name, fields.get(kind, []), templates.get(kind, []), *_config(config))
            for kind, name, config in self._rows("notetypes", "SELECT id, name, config FROM notetypes")
        }

    def _decks(self):
        """{id: the names from the top down, with / between them}."""
        if "decks" in self.tables:
            found = self._rows("decks", "SELECT id, name FROM decks")
        else:
            found = [(int(name), _sound(each["name"])) for name, each in self._json("decks").items()]
        return {name: title.replace(FIELD_END, "::").replace("/", "∕").replace("::", "/") for name, title in found}

    def _json(self, column):
        return json.loads(self._rows("col", f"SELECT {column} FROM col")[0][0])


def _text(data):
    return data.decode("utf-8", "replace").replace("\0", "\ufffd")


def _sound(text):
    """A text of JSON without what no database keeps: NUL, and halves of pairs of surrogates."""
    return _text(text.encode("utf-8", "replace"))


def _without_case(one, other):
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _kind_of(model):
    """A note type as JSON has it."""
    in_order = [sorted(model[part], key=lambda each: each.get("ord") or 0) for part in ("flds", "tmpls")]
    fields = [_sound(each["name"]) for each in in_order[0]]
    templates = [(_sound(each["qfmt"]), _sound(each["afmt"])) for each in in_order[1]]
    return NoteType(_sound(model["name"]), fields, templates, model.get("type") == CLOZE, model.get("originalStockKind") == OCCLUSION)


def _config(config):
    return _protobuf.first(config, 1, 0) == CLOZE, _protobuf.first(config, 9, 0) == OCCLUSION

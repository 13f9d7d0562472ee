"""Changing a database: other values in its cells, rows that are gone or doubled, views instead of tables, broken pages."""
import sqlite3

from tests.formats.changing_bytes import ODD_TEXTS, by_bytes, flipped
from tests.formats.changing_trees import by_json


def by_tables(data, chance):
    """A database with other values in its cells, without some of its rows, or with broken pages."""
    if chance.random() < 0.3:
        return bytes(flipped(bytearray(data), chance))
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(data)
        database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        tables = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for _ in range(chance.choice((1, 1, 2, 4))):
            _change_table(database, chance.choice(tables), chance)
        database.commit()
        return database.serialize()
    except (sqlite3.Error, IndexError, MemoryError, ValueError):
        return data
    finally:
        database.close()


def _change_table(database, table, chance):
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    rows, column, what = list(database.execute(f"SELECT * FROM {table} LIMIT 50")), chance.choice(columns), chance.randrange(8)
    if what == 0:
        database.execute(f"DELETE FROM {table} WHERE {column} = (SELECT {column} FROM {table} LIMIT 1)")
    elif what == 1:
        database.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO x{chance.randrange(1000)}")
    elif what == 2:
        database.execute(f"DROP TABLE {table}")
        endless = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r)"
        database.execute(f"CREATE VIEW {table} AS {endless} SELECT x AS {column} FROM r")
    elif what == 3 and rows:
        values = [chance.choice((value, _odd_cell(value, chance))) for value in chance.choice(rows)]
        database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    elif rows:
        value = _odd_cell(chance.choice(rows)[columns.index(column)], chance)
        database.execute(f"UPDATE {table} SET {column} = ? WHERE {columns[0]} = ?", (value, chance.choice(rows)[0]))


def _odd_cell(value, chance):
    if isinstance(value, str) and value and chance.random() < 0.6:
        changed_value = by_json(value.encode(), chance) if value[0] in "{[" else value.encode()
        signs = [b"\x1f", b"::", b"{{", b"}}", b"{{c1::", b"{{type:"]
        return by_bytes(changed_value, chance, [changed_value], signs).decode("utf-8", "replace")
    if isinstance(value, bytes) and value and chance.random() < 0.6:
        return by_bytes(value, chance, [value], [b"\x0a", b"\xff\xff\xff\xff\x0f", b"\x08"])
    return chance.choice((None, 0, -1, 2**62, 1.5, float("inf"), b"\xff\0", *ODD_TEXTS))

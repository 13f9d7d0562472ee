"""The tables, one file per family. Classes name them; code uses `Model.__table__` on a connection, never an entity."""
from importlib import import_module
from pkgutil import iter_modules

for _, _name, _ in iter_modules(__path__):
    import_module(f"{__name__}.{_name}")

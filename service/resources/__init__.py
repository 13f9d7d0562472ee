"""The resources: one module each with a blueprint `bp`, found by its being there."""
from importlib import import_module
from pkgutil import iter_modules

BLUEPRINTS = [import_module(f"{__name__}.{name}").bp for _, name, _ in sorted(iter_modules(__path__)) if not name.startswith("_")]

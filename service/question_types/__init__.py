"""The question types: one module each, found by its file name, which is its name on the wire.

A type has `Body`, `Match`, `Response` (schemas), `check(question)`, which yields (pointer, message, code) for every
reason why a question cannot be graded, `grade(question, response, *, examples=(), policy=None)`, which gives a
`Verdict`, `EXAMPLE`, a question as it is posted, and `EXAMPLE_RESPONSE`, a response that earns all its credit. One that says
`READ = True` has texts read by meaning (service/free_text): slowly, and beside examples and the question's `siblings`.
A question is `{"prompt", "body", "answers": [{"match", "credit", …}], "siblings"}`, loaded by these schemas; `siblings` are the other
questions of its topic that are answered in words (`free_text.Sibling`), where there are any.
"""
from importlib import import_module
from pkgutil import iter_modules

TYPES = {name: import_module(f"{__name__}.{name}") for _, name, _ in sorted(iter_modules(__path__)) if not name.startswith("_")}
READ = frozenset(name for name, module in TYPES.items() if getattr(module, "READ", False))

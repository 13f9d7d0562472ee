"""The tables of the README and of docs/, written by the code: `python3 -m tests.readme` writes them anew."""
import re
import sys
from dataclasses import fields

from service._bootstrap import ROOT, go_inside

PAGES = [ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in ("front-ends", "teachers", "banks", "formats", "operators"))]
"""In the order in which they are read, and their commands run."""
TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rows(head, body):
    """A table in Markdown."""
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in (head, ["---"] * len(head), *body)]
    return "".join(f"| {line} |\n" for line in lines)


def types():
    from service.question_types import TYPES

    return rows(["type", "what it is"], [[f"`{name}`", module.__doc__.strip().split("\n\n")[0].replace("\n", " ")] for name, module in TYPES.items()])


def scopes():
    from schemas.access import SCOPES

    return rows(["scope", "lets its holder"], [[f"`{name}`", meaning] for name, meaning in SCOPES.items()])


def formats():
    from tests.formats import table

    return rows(*table.formats())


def held():
    from tests.formats import table

    return rows(*table.kinds())


def kept():
    from tests.formats import table

    return rows(*table.kept())


def left_out():
    from tests.formats import table

    return rows(*table.left_out())


def settings():
    from service.config import Settings

    found = [each.metadata for each in fields(Settings)]
    return rows(["setting", "default", "meaning"], [[f"`{each['name']}`", f"`{each['default']}`" if each["default"] != "" else "", each["meaning"]] for each in found])


def commands():
    from service.cli import main

    return rows(["command", "what it does"], list(_commands(main)))


def _commands(group, before=""):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
            continue
        words = " ".join(_word(each) for each in command.params if each.required or each.param_type_name == "argument")
        yield [f"`{' '.join(f'{before}{name} {words}'.split())}`", command.help.split("\n")[0]]


def _word(parameter):
    return parameter.make_metavar(None) if parameter.param_type_name == "argument" else f"{parameter.opts[0]} …"


def written(text):
    """A page with its tables as the code has them now."""
    return TABLE.sub(lambda found: found[1] + globals()[found[2]]() + found[3], text)


if __name__ == "__main__":
    go_inside("service/requirements.lock", "tests/requirements.lock", extra="test")
    for page in PAGES:
        page.write_text(written(page.read_text()))
    sys.exit(0)

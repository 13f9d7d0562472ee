"""The house: imports point one way, no file grows out of sight, and one more of anything is one file and its test."""
import ast
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = """
schemas
service.text service.verdict service.config service.handles service._bootstrap
service.free_text
service.question_types
service.wire service.likeness service.measures service.item_analysis service.options service.owners
service.graded_answers service.measuring service.item_flags service.reliability
service.opinion
service.formats
service.media_kinds
service.db
service.models
service.errors
service.auth service.conditional service.pseudonyms service.files
service.limits service.uploads
service.incoming
service.logs service.metrics service.cors service.jobs
service.idempotency
service.sight service.media
service.media_sight
service.search service.reports service.tallies
service.public_form
service.reading
service.answer_key
service.paging
service.finding service.slugs
service.drawing
service.examples
service.beside
service.references
service.writing
service.grading
service.class_report service.second_look
service.attempts service.exchange
service.privacy
service.erasing
service.regrading
service.web
service.openapi
service.migrate
service.migrations
service.resources
service.app service.working
service.seeding service.serving service.doctor service.command
service.bank_commands
service.cli
service.__main__
""".strip().splitlines()
"""From the ground up: a module imports from lower floors and from its own package, never from above."""
FAMILIES = {
    "service/question_types": "tests/question_types",
    "service/formats": "tests/formats",
    "service/resources": "tests/resources",
}
"""Where every member has a test file of its own name."""
TESTED_ELSEWHERE = {"health": "tests/behaviours/test_logs_and_metrics.py", "pages": "tests/test_pages.py"}


def modules():
    """Every module of ours: {dotted name: its syntax tree}."""
    files = [path for top in ("schemas", "service") for path in (ROOT / top).rglob("*.py")]
    return {dotted(path): ast.parse(path.read_text()) for path in files}


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(tree, known=()):
    """Every module that a tree imports, in functions too; `from package import module` is the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (full if (full := f"{node.module}.{alias.name}") in known else node.module for alias in node.names)


def floor(module):
    """How high a module lives."""
    for height, names in enumerate(FLOORS):
        if any(module == name or module.startswith(name + ".") for name in names.split()):
            return height
    raise AssertionError(f"{module} has no floor in the house: say in tests/test_house.py where it lives.")


MODULES = modules()
OURS = {name: {each for each in imports(tree, MODULES) if each in MODULES and each not in ("service", "schemas")} for name, tree in MODULES.items()}


@pytest.mark.parametrize("module", [name for name in MODULES if name != "service"])
def test_imports_point_down(module):
    package = module.rpartition(".")[0]
    for other in OURS[module] - {module}:
        same_room = package not in ("service", "") and (other == package or other.startswith(package + "."))
        assert same_room or other.startswith(module + ".") or floor(other) < floor(module), f"{module} imports {other} from above"


def test_there_is_no_ring_of_imports():
    families = {name for name in MODULES if f"{name}." in " ".join(MODULES)}  # a package finds its members by itself
    list(TopologicalSorter({name: others - {name} - families for name, others in OURS.items()}).static_order())


@pytest.mark.parametrize(
    ("place", "kept_out"),
    [
        ("schemas", {"flask", "sqlalchemy", "service"}),
        ("service.question_types", {"flask", "sqlalchemy", "service.db"}),
        ("service.free_text", {"flask", "sqlalchemy", "service.db"}),
        ("service.measures", {"flask", "sqlalchemy", "service"}),
        ("service.measuring", {"flask", "sqlalchemy", "service.db"}),
        ("service.item_analysis", {"flask", "sqlalchemy", "numpy", "service"}),
        ("service.item_flags", {"flask", "sqlalchemy", "numpy", "service.db"}),
        ("service.reliability", {"flask", "sqlalchemy", "numpy", "service.db"}),
        ("service.opinion", {"flask", "sqlalchemy", "service.db"}),
        ("service.formats", {"flask", "sqlalchemy", "service.db"}),
        ("service.verdict", {"flask", "sqlalchemy", "service.db"}),
        ("service.models", {"flask"}),
    ],
)
def test_what_a_room_keeps_out(place, kept_out):
    for module, tree in MODULES.items():
        if module == place or module.startswith(place + "."):
            found = {name for name in imports(tree) for out in kept_out if name == out or name.startswith(out + ".")}
            assert not found, f"{module} imports {found}"


def importers(module):
    return {name for name, others in OURS.items() if module in others} - {"service.models"}


def test_only_three_rooms_have_the_answers_table():
    assert importers("service.models.answers") == {"service.sight", "service.writing", "service.answer_key"}


def test_the_whole_answer_key_is_for_writing_grading_attempts_and_regrading_alone():
    rooms = {"service.writing", "service.grading", "service.attempts", "service.exchange", "service.regrading.correction", "service.beside"}
    found = {next((room for room in rooms if name.startswith(f"{room}.")), name) for name in importers("service.answer_key")}
    assert found == rooms


def test_importing_opens_no_database():
    code = "import sqlite3, service.app; sqlite3.connect = None; import service.cli"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize("top", ["schemas", "service", "tests", "bench"])
def test_files_are_short(top):
    long = {str(path): lines for path in (ROOT / top).rglob("*.py") if (lines := len(path.read_text().splitlines())) > 300}
    assert not long, "look for the second noun in it"


def test_a_module_says_first_what_lives_in_it():
    assert [name for name, tree in MODULES.items() if not ast.get_docstring(tree)] == []


def missing(root=ROOT):
    """The members of families that have no test of their own."""
    for family, tests in FAMILIES.items():
        for path in sorted((root / family).glob("[a-z]*.py")):
            test = root / TESTED_ELSEWHERE.get(path.stem, f"{tests}/test_{path.stem}.py")
            if not test.is_file():
                yield str(test.relative_to(root))


def test_every_member_of_a_family_has_its_test():
    assert list(missing()) == []


@pytest.fixture
def copy(tmp_path):
    """The code in a place of its own, to be added to."""
    for top in ("schemas", "service", "seed_data"):
        shutil.copytree(ROOT / top, tmp_path / top, ignore=shutil.ignore_patterns("__pycache__", "swagger"))
    for tests in (*FAMILIES.values(), "tests/behaviours"):
        shutil.copytree(ROOT / tests, tmp_path / tests, ignore=shutil.ignore_patterns("__pycache__"))
    for path in TESTED_ELSEWHERE.values():
        (tmp_path / path).touch()
    return tmp_path


def run(copy, code):
    """Run a program on the copy; what it prints."""
    done = subprocess.run([sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, env={"QUIZBANK_DATA_DIR": str(copy / "data")})
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_one_more_question_type_is_one_file_and_asks_for_its_test(copy):
    source = (ROOT / "service/question_types/true_false.py").read_text()
    (copy / "service/question_types/dummy.py").write_text(source.replace('"true_false"', '"dummy"'))
    code = """
from service.app import create_app
from service.openapi import document
app = create_app()
with app.app_context():
    schemas = document()["components"]["schemas"]
print("NewDummy" in schemas, "DummyBody" in schemas, app.test_client().get("/api/v1/question-types/dummy").status_code)
"""
    (copy / "data").mkdir()
    assert run(copy, "from service import migrate, config; migrate.to(config.read().database_url)" + code) == ["True", "True", "200"]
    assert list(missing(copy)) == ["tests/question_types/test_dummy.py"]


def test_one_more_resource_is_one_file_and_asks_for_its_test(copy):
    (copy / "service/resources/dummy.py").write_text('''
"""A dummy."""
from flask import Blueprint
from schemas.problem import Fault
from service.web import speaks

bp = Blueprint("dummy", __name__, url_prefix="/api/v1/dummy")


@bp.get("")
@speaks(gives=Fault)
def read():
    """Read the dummy."""
    return {"pointer": "#", "detail": "It is there.", "code": "dummy"}
''')
    code = """
from service.app import create_app
from service.openapi import document
app = create_app()
with app.app_context():
    print("/api/v1/dummy" in document()["paths"], app.test_client().get("/api/v1/dummy").json["code"])
"""
    assert run(copy, "from service import migrate, config; migrate.to(config.read().database_url)" + code) == ["True", "dummy"]
    assert list(missing(copy)) == ["tests/resources/test_dummy.py"]

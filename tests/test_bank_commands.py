"""Banks in and out on the command line: what it says, where it writes, and how it ends."""
import json

import pytest
from click.testing import CliRunner

from service import cli
from service.formats import WRITTEN
from tests.command import on_empty, on_seeded
from tests.importing import numbers
from tests.world import DATABASES, SEEDED

EXAMPLES = "question-types-by-example"
ONE_WRONG = [*numbers(1001, 1002), {"type": "riddle", "prompt": "What?"}]


@pytest.fixture(params=DATABASES)
def command(request, tmp_path):
    """The command line on a database with the seed content."""
    yield from on_seeded(request.param, tmp_path)


@pytest.fixture
def on_sqlite(tmp_path):
    """The same, on SQLite, for what no database has a part in."""
    yield from on_seeded("sqlite", tmp_path)


@pytest.fixture
def file(tmp_path):
    """Makes a file: its path."""

    def make(given, name="bank.json"):
        path = tmp_path / name
        path.write_bytes(given if isinstance(given, bytes) else json.dumps(given).encode())
        return str(path)

    return make


def count(command):
    return command.asked(
        lambda connection: connection.exec_driver_sql(
            "SELECT count(*) FROM questions WHERE substr(prompt, 1, 15) = 'How much is 100'"
        ).scalar_one()
    )


def test_a_file_is_imported_and_what_came_of_it_is_said(command, file):
    path = file(numbers(1001, 1002, external_id=None))
    assert command("import", path, "--topic", SEEDED) == ["Imported: 2 created."]
    assert command("import", path, "--topic", SEEDED, "--format", "json") == ["Imported: 2 unchanged."]
    by = command.asked(lambda connection: connection.exec_driver_sql('SELECT "by" FROM revisions ORDER BY at DESC LIMIT 1').scalar_one())
    assert "command line" in str(by)


def test_where_an_item_is_rejected_nothing_is_written_and_it_is_said_what_to_do(command, file):
    path = file(ONE_WRONG)
    done = command.run("import", path, "--topic", SEEDED)
    assert done.exit_code == 1 and done.stderr == "" and count(command) == 0
    first, second, last = done.stdout.splitlines()
    assert first == "Nothing was written; there would be: 2 created, 1 rejected."
    assert second.startswith("rejected: line 1, question 3: type: Not one of: ") and "--on-error=skip" in last
    assert command("import", path, "--topic", SEEDED, "--on-error", "skip")[0] == "Imported: 2 created, 1 rejected." and count(command) == 2


@pytest.mark.parametrize(("given", "code", "says"), [(numbers(1001), 0, "1 created"), (ONE_WRONG, 1, "2 created, 1 rejected")])
def test_a_dry_run_changes_nothing_and_its_exit_code_says_whether_all_is_well(command, file, given, code, says):
    done = command.run("import", file(given), "--topic", SEEDED, "--dry-run")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (code, f"Would be imported: {says}.") and count(command) == 0


def test_a_dry_run_is_not_well_where_a_note_is_rejected(on_sqlite, file):
    assert on_sqlite.run("import", file({"notes": [{"heading": ""}]}), "--topic", SEEDED, "--dry-run").exit_code == 1


def test_the_whole_report_as_json(command, file):
    done = command.run("import", file(ONE_WRONG), "--topic", SEEDED, "--json", "--on-error", "skip")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["applied"], report["counts"]["created"], report["topic"]["slug"]) == (0, True, 2, SEEDED)


def test_what_is_long_is_not_all_said(on_sqlite, file):
    lines = on_sqlite.run("import", file([{"type": "riddle"}] * 60), "--topic", SEEDED, "--dry-run").stdout.splitlines()
    assert len(lines) == 52 and lines[-1] == "And 10 more; --json tells them."


def test_what_was_lost_on_the_way_is_said(on_sqlite, file):
    lines = on_sqlite("import", file(numbers(1001, title="x" * 300)), "--topic", SEEDED)
    assert lines == ["Imported: 1 created.", "not carried over: line 1, question 1: The title was cut to 200 characters."]


def test_standard_input_is_a_file_too(on_sqlite):
    words = ["import", "-", "--topic", SEEDED]
    done = CliRunner(env=on_sqlite.env).invoke(cli.main, words, input=json.dumps(numbers(1001)).encode())
    assert (done.exit_code, done.stdout, done.stderr) == (0, "Imported: 1 created.\n", "")


@pytest.mark.parametrize("format", WRITTEN)
def test_no_bar_is_shown_where_there_is_no_terminal_whatever_the_format(on_sqlite, tmp_path, format):
    path = tmp_path / f"out{WRITTEN[format].SUFFIX}"
    on_sqlite.run("export", EXAMPLES, "--format", format, "--output", str(path))
    done = on_sqlite.run("import", str(path), "--topic", EXAMPLES, "--format", format, "--dry-run")
    assert done.stderr == "" and done.exit_code == 0 and "created" not in done.stdout and "nothing" not in done.stdout, done.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("{none}", "--topic", SEEDED), "cannot be read: No such file"), (("{folder}", "--topic", SEEDED), "cannot be read: Is a directory"),
        (("{file}",), "name one"), (("{file}", "--topic", "nowhere"), "There is no topic 'nowhere'."),
        (("{file}", "--topic", SEEDED, "--format", "riddles"), "No format 'riddles' is read; there are: "), (("{odd}", "--topic", SEEDED), "Say which --format it is: "),
        (("{broken}", "--topic", SEEDED), "line 1: The file ends too early."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_clear_sentence(on_sqlite, file, tmp_path, words, says):
    places = {
        "none": str(tmp_path / "none.json"),
        "folder": str(tmp_path),
        "file": file(numbers(1001)),
        "odd": file(b"\0\1\2", "odd"),
        "broken": file(b'[{"a": 1}', "broken"),
    }
    assert says in on_sqlite.fails("import", *(word.format(**places) for word in words))
    assert count(on_sqlite) == 0


def test_a_word_that_there_is_not_is_told_by_click(on_sqlite, file):
    assert on_sqlite.run("import").exit_code == 2
    assert on_sqlite.run("import", file([]), "--existing", "eat").exit_code == 2


def test_without_the_schema_it_is_said_what_to_do(tmp_path, file):
    for command in on_empty("sqlite", tmp_path):
        for words in (("import", file(numbers(1)), "--topic", "t"), ("export", "t", "--format", "json")):
            assert command.fails(*words) == "The database lacks the newest schema: run `migrate` first."


def test_the_ways_to_import_are_those_of_the_api(on_sqlite, file):
    path = file(numbers(1001, external_id="one"))
    on_sqlite("import", path, "--topic", SEEDED, "--source", "me", "--status", "published")
    asked = "SELECT source, external_id, status FROM questions WHERE prompt = 'How much is 1001?'"
    assert on_sqlite.asked(lambda connection: connection.exec_driver_sql(asked).all()) == [("me", "one", "published")]
    assert on_sqlite("import", path, "--topic", SEEDED, "--duplicates", "create") == ["Imported: 1 unchanged."]
    changed = file(numbers(1001, external_id="one", title="New"))
    assert on_sqlite("import", changed, "--topic", SEEDED, "--source", "me", "--existing", "skip") == ["Imported: 1 unchanged."]
    assert on_sqlite("import", changed, "--topic", SEEDED, "--source", "me") == ["Imported: 1 updated."]


# Out


def test_a_topic_is_exported_to_a_file_or_to_standard_output(command, tmp_path):
    path = tmp_path / "bank.json"
    assert command("export", SEEDED, "--format", "json", "--output", str(path)) == []
    done = command.run("export", SEEDED, "--format", "json")
    assert done.stdout_bytes == path.read_bytes() and done.stderr == "" and json.loads(path.read_bytes())["topic"]["slug"] == SEEDED
    assert command("import", str(path))[0].startswith("Imported: ") and "unchanged" in command("import", str(path))[0]


def test_authors_get_all_and_the_stored_order(on_sqlite):
    found = json.loads(on_sqlite.run("export", SEEDED, "--format", "json").stdout)["questions"]
    total = on_sqlite.asked(
        lambda connection: connection.exec_driver_sql(
            f"SELECT count(*) FROM questions q JOIN topics t ON t.id = q.topic_id WHERE t.slug = '{SEEDED}'"
        ).scalar_one()
    )
    assert len(found) == total


def test_what_is_left_out_and_what_would_be_lost_is_said(command):
    done = command.run("export", EXAMPLES, "--format", "aiken")
    assert done.exit_code == 0 and all(line.startswith("left out: ") for line in done.stderr.splitlines()) and done.stderr.count("\n") > 5
    first, *lines = command("export", EXAMPLES, "--format", "aiken", "--report")
    assert first.startswith("aiken holds ") and lines and all(": " in line for line in lines)
    (only,) = command("export", SEEDED, "--format", "json", "--report")
    assert only.startswith("json holds ") and only.endswith("nothing would be lost.")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere", "--format", "json"), "There is no topic 'nowhere'."), ((SEEDED, "--format", "riddles"), "No format 'riddles' is written; there are: "),
        ((SEEDED, "--format", "json", "--output", "/nowhere/to/be/found"), "cannot be written: No such file"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_one_clear_sentence(on_sqlite, words, says):
    assert says in on_sqlite.fails("export", *words)


def test_a_bar_shows_how_far_it_is_on_a_terminal(on_sqlite, file, monkeypatch):
    from click import _termui_impl

    shown = []
    monkeypatch.setattr(_termui_impl.ProgressBar, "update", lambda self, steps, item=None: shown.append(steps))
    on_sqlite("import", file(numbers(*range(1000, 1500))), "--topic", SEEDED)
    assert sum(shown) > 0 and all(step >= 0 for step in shown)

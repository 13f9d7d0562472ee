"""The command line: what each command says and does, and one clear sentence where it cannot."""
import json

import pytest
from openapi_spec_validator import validate

from service import migrate
from tests.command import KEY, Command, on_empty, on_seeded
from tests.world import DATABASES, World

NOWHERE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(params=DATABASES)
def command(request, tmp_path):
    """The command line on a database with the seed content."""
    yield from on_seeded(request.param, tmp_path)


@pytest.fixture(params=DATABASES)
def on_nothing(request, tmp_path):
    """The command line on an empty database."""
    yield from on_empty(request.param, tmp_path)


def test_from_nothing_migrate_then_seed_then_seed_again(on_nothing):
    assert on_nothing("migrate") == [f"The schema is at {migrate.head()}."]
    assert on_nothing("seed") == ["Loaded: Deep Learning Architectures - Overview", "Loaded: Question Types by Example"]
    assert on_nothing("seed") == ["All of it is there already."]


def test_migrate_goes_to_any_schema(on_nothing):
    for revision in ("0001", "base", "head"):
        on_nothing("migrate", revision)
    assert on_nothing.asked(migrate.current) == migrate.head()
    assert "nonsense" in on_nothing.fails("migrate", "nonsense")


@pytest.mark.parametrize(
    "words", [("seed",), ("work",), ("key", "list"), ("key", "create", "K", "--scope", "admin"), ("key", "revoke", NOWHERE), ("grade", NOWHERE, "x")]
)
def test_without_the_schema_it_is_said_what_to_do(on_nothing, words):
    assert on_nothing.fails(*words) == "The database lacks the newest schema: run `migrate` first."


def test_a_key_is_made_listed_and_revoked(command):
    said, secret = command("key", "create", "Import robot", "--scope", "content:write", "--scope", "review")
    assert KEY.fullmatch(secret) and "Import robot" in said and "content:write, review" in said
    (line,) = [line for line in command("key", "list") if "Import robot" in line]
    assert "content:write,review" in line and "never used" in line and secret not in line
    id = line.split()[0]
    assert command("key", "revoke", id) == ["Revoked."]
    assert not any(id in line for line in command("key", "list"))
    assert command.fails("key", "revoke", id) == f"There is no valid key with the id {id}."


@pytest.mark.parametrize("kind", DATABASES)
def test_a_key_of_the_command_line_opens_the_api(kind, tmp_path):
    world = World(kind)
    secret = Command(world.settings.database_url, tmp_path)("key", "create", "Mine", "--scope", "content:write")[-1]
    assert world.post("/topics", {"title": "T"}, by=secret).status_code == 201
    world.close()


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_a_key_needs_a_name_that_the_api_would_take(command, name):
    assert "cannot have this name" in command.fails("key", "create", name, "--scope", "admin")


def test_a_scope_that_there_is_not_is_told_by_click(command):
    done = command.run("key", "create", "K", "--scope", "everything")
    assert done.exit_code == 2 and "content:write" in done.stderr


def question(command, kind):
    """The id of the example question of this type."""
    rows = command.asked(lambda connection: connection.exec_driver_sql("SELECT id, type, external_id FROM questions").all())
    return next(id for id, type, external_id in rows if type == kind and external_id.startswith("qt-"))


@pytest.mark.parametrize(
    ("kind", "response", "verdicts"),
    [
        ("true_false", "true", {"correct", "incorrect"}),
        ("numeric", "-1e9", {"incorrect"}),
        ("short_answer", "no such thing", {"incorrect"}),
        ("essay", "plain text", {"ungradable"}),
        ("open_ended", "null", {"incorrect"}),
    ],
)
def test_grade_takes_json_or_plain_text(command, kind, response, verdicts):
    id = question(command, kind)
    result = json.loads("\n".join(command("grade", id, response)))
    assert result["question_id"] == id and result["verdict"] in verdicts and "breakdown" in result


def test_what_cannot_be_graded_is_said_in_a_sentence(command):
    assert command.fails("grade", NOWHERE, "x") == f"There is no question '{NOWHERE}'."
    assert "#/response: " in command.fails("grade", question(command, "true_false"), "perhaps")


def test_openapi_prints_the_document(tmp_path):
    document = json.loads("\n".join(Command(f"sqlite:///{tmp_path}/none.db", tmp_path)("openapi")))
    validate(document)
    assert document["openapi"].startswith("3.1") and "/api/v1/topics" in document["paths"]


def test_doctor_finds_nothing_wrong_where_nothing_is(command):
    command.folder.chmod(0o700)
    lines = command("doctor")
    assert all(line.startswith("ok ") for line in lines) and any("2 topics" in line for line in lines)


@pytest.mark.parametrize(
    "env",
    [{"QUIZBANK_WORKERS": "many"}, {"QUIZBANK_DATABASE_URL": "sqlite:////nowhere/x.db"}, {"QUIZBANK_REDIS_URL": "redis://127.0.0.1:1"}],
)
def test_doctor_says_what_is_wrong(tmp_path, env):
    done = Command(f"sqlite:///{tmp_path}/new.db", tmp_path).run("doctor", **env)
    assert done.exit_code == 1 and "FAULT" in done.stdout and "Traceback" not in done.output


def test_doctor_asks_for_the_migrations(on_nothing):
    assert "run `migrate`" in on_nothing.run("doctor").stdout


@pytest.mark.parametrize("words", [("migrate",), ("seed",), ("key", "list"), ("openapi",), ("serve",)])
def test_a_setting_that_cannot_be_is_one_sentence(tmp_path, words):
    said = Command("mysql://db/x", tmp_path).fails(*words)
    assert said.startswith("QUIZBANK_DATABASE_URL must be postgresql://")


@pytest.mark.parametrize("url", ["sqlite:////nowhere/x.db", "postgresql://nobody@/x?host=/nowhere"])
@pytest.mark.parametrize("words", [("migrate",), ("seed",), ("key", "list")])
def test_a_database_that_is_away_is_one_sentence(tmp_path, words, url):
    assert Command(url, tmp_path).fails(*words).startswith("The database cannot be used: ")


def test_bytes_that_are_no_text_are_one_sentence(command):
    assert (
        command.fails("key", "create", "\udcff", "--scope", "admin")
        == command.fails("grade", NOWHERE, "\udcff")
        == "What is given must be UTF-8."
    )


@pytest.fixture
def class_file(command, tmp_path):
    """Write a file of graded answers: to the open-ended example question, and to one that stands in the file alone."""
    id, water = question(command, "open_ended"), {"question": "What is water made of?", "references": ["Hydrogen and oxygen."]}

    def write(*more):
        rows = [
            {"question_id": id, "response": "Water expands when it freezes, so that ice is less dense than the liquid.", "credit": 1},
            {"question_id": id, "response": "I don't know", "credit": 0},
            {"question_id": id, "response": "Ice is less dense.", "credit": 0.5},
            {**water, "answer": "Oxygen and hydrogen", "credit": 1},
            {**water, "answer": "Salt", "credit": 0},
        ]
        path = tmp_path / "class.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in [*rows, *more]))
        return str(path)

    return write


def test_grade_says_how_well_a_class_is_graded(command, class_file):
    lines = command("grade", "--file", class_file())
    assert lines[0] == "Answers: 5; questions: 2."
    told = "\n".join(lines)
    for words in ("Pearson's r", "Typical distance", "Right or wrong", "70 % of answers", "What confidence is worth", "Would go to review"):
        assert words in told
    assert "Traceback" not in told and "nan" not in told


def test_grade_gives_all_figures_as_json(command, class_file):
    report = json.loads("\n".join(command("grade", "--json", "--file", class_file())))
    assert (report["answers"], report["questions"]) == (5, 2)
    assert report["figures"]["pearson"]["value"] > 0 and report["figures"]["mae"]["low"] is not None


def test_grade_measures_what_learners_would_get(command, class_file):
    answers = {"Ice is less dense.": 0, "Water expands when it freezes.": 1}
    id = question(command, "open_ended")
    wire = [json.loads("\n".join(command("grade", id, text))) for text in answers]
    path = class_file().replace("class.jsonl", "own.csv")
    with open(path, "w") as file:
        file.write("question_id,answer,credit\n" + "".join(f"{id},{text},{credit}\n" for text, credit in answers.items()))
    figures = json.loads("\n".join(command("grade", "--file", path, "--json")))["figures"]
    credits = [each["score"] / each["max_score"] for each in wire]
    assert figures["mae"]["value"] == pytest.approx((credits[0] + 1 - credits[1]) / 2)
    assert figures["confidence"]["value"] == pytest.approx(sum(each["confidence"] for each in wire) / 2)
    assert figures["review"]["value"] == sum(each["needs_review"] for each in wire) / 2 and figures["mae"]["low"] is None


def test_a_class_that_cannot_be_graded_is_told_in_a_sentence(command, class_file):
    row, essay, numeric = {"question_id": NOWHERE, "response": "x", "credit": 1}, question(command, "essay"), question(command, "numeric")
    assert command.fails("grade", "--file", "none.jsonl") == "none.jsonl cannot be read: No such file or directory."
    assert command.fails("grade", "--file", class_file(row)).endswith(f"class.jsonl, line 6: There is no question '{NOWHERE}'.")
    assert "line 6: only a person can grade" in command.fails("grade", "--file", class_file({**row, "question_id": essay}))
    assert "line 6: " in command.fails("grade", "--file", class_file({**row, "question_id": numeric}))
    assert "line 6: `credit` must be" in command.fails("grade", "--file", class_file({**row, "credit": 7}))


@pytest.mark.parametrize("words", [(), ("an-id",), ("--json", "an-id", "x"), ("--file", "a.csv", "an-id", "x")])
def test_grade_takes_a_response_or_a_file(tmp_path, words):
    done = Command(f"sqlite:///{tmp_path}/none.db", tmp_path).run("grade", *words)
    assert done.exit_code == 2 and "--file" in done.stderr and "Traceback" not in done.output

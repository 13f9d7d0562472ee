"""What we are measured against says the same as we do; and how the grading of written answers is measured."""
import json
import random
from decimal import Decimal
from types import SimpleNamespace

import pytest

from bench import written
from bench.grading import attacks, sets, shown, trials, with_examples
from bench.grading.__main__ import main as grading
from bench.usual import create_app
from service.free_text import Reading, equipment
from tests.world import SEEDED


@pytest.fixture
def usual(world):
    """The usual way, on the same database."""
    app = create_app(world.settings.database_url)
    yield app.test_client()
    app.extensions["engine"].dispose()


def test_the_usual_way_says_the_same_of_a_topic(world, usual):
    path = f"/api/v1/topics/{SEEDED}?include=questions,notes"

    assert usual.get(path).json == world.get(f"!{path}").json


def test_the_usual_way_says_the_same_of_each_question(world, usual):
    questions = world.get(f"/topics/{SEEDED}/questions").json["data"]

    assert [usual.get(f"/api/v1/questions/{each['id']}").json for each in questions] == questions


ICE, BEES = "Why does ice float on water?", "How do bees tell each other where flowers are?"
ANSWERS = {
    ICE: (
        "Ice is less dense than water, because water expands when it freezes.",
        [
            ("Water expands when it freezes, so ice is less dense than the liquid.", 1),
            ("Freezing water takes more room and is therefore less dense than before.", 1),
            ("It is less dense.", 0.5), ("Because it is cold.", 0), ("I don't know", 0), ("Ice is hard and has air in it.", 0.25),
        ],
    ),
    BEES: (
        "They dance in the hive; the angle of the dance shows the direction and its length the distance.",
        [
            ("By a dance in the hive whose angle shows the direction of the flowers.", 1),
            ("They dance, and the length of the dance tells the distance to the flowers.", 1),
            ("They dance.", 0.5), ("They smell them.", 0), ("By humming loudly at the queen", 0), ("With movements in the hive.", 0.25),
        ],
    ),
}  # fmt: skip


@pytest.fixture
def graded(tmp_path):
    """A small set of graded answers, in two splits."""
    found = [
        {"dataset": "small", "split": "ab"[at % 2], "question_id": question[:7], "question": question, "references": [reference]}
        | {"answer": answer, "credit": credit}
        for question, (reference, answers) in ANSWERS.items()
        for at, (answer, credit) in enumerate(answers)
    ]
    path = tmp_path / "small.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in found))
    return path


def test_evaluate_measures_a_set(graded, tmp_path, capsys):
    assert grading(["evaluate", str(graded), "--swapped", "--json", str(tmp_path / "out.json")]) == 0
    told, report = capsys.readouterr().out, json.loads((tmp_path / "out.json").read_text())
    (file,) = report["files"]
    assert [(name, figures["rows"], figures["questions"]) for name, figures in file["sets"].items()] == [
        ("all", 12, 2), ("split a", 6, 2), ("split b", 6, 2), ("short (roles swapped)", 20, 2),
    ]  # fmt: skip
    assert set(file["sets"]["all"]) == {*shown.LINES}
    for label in shown.LINES.values():
        assert f"\n{label} " in told
    assert {line["attack"] for line in file["attacks"]["all"]} == {"as it is"} | {
        attack.__name__.replace("_", " ") for attack in (*attacks.ON_REFERENCES, *attacks.ON_ONE)
    }
    whole = next(line for line in file["attacks"]["all"] if line["attack"] == "as it is")
    assert (whole["texts"], whole["credited"], whole["credited_or_in_review"]) == (2, 1, 1)
    assert {line["made_from"] for line in file["attacks"]["short (roles swapped)"]} == {"a right answer"}
    assert report["cost"]["answers_per_second"] > 0 and report["cost"]["peak_mb"] > 1 and "answers a second of one core" in told


def test_evaluate_says_the_same_again(graded, tmp_path, capsys):
    first, again = (tmp_path / name for name in ("first.json", "again.json"))
    for out in (first, again):
        grading(["evaluate", str(graded), "--swapped", "--examples", "1", "--seed", "5", "--json", str(out)])
    first, again = (json.loads(out.read_text())["files"][0] for out in (first, again))
    assert (first["sets"], first["examples"]) == (again["sets"], again["examples"])
    assert without_seconds(first["attacks"]) == without_seconds(again["attacks"])


def without_seconds(tried):
    return {name: [{**line, "slowest": None} for line in lines] for name, lines in tried.items()}


def test_a_fold_is_every_fifth_question_and_attacks_can_be_left_out(graded, capsys):
    assert grading(["evaluate", str(graded), "--fold", "1", "--no-attacks", "--words-only"]) == 0
    told = capsys.readouterr().out
    assert "by words alone, fold 1 of 5" in told and "Attacks" not in told and "\nquestions                       1 " in told
    assert grading(["evaluate", str(graded), "--fold", "5"]) == 1
    assert capsys.readouterr().err == f"{graded} has too few questions for a fold 5.\n"


def test_by_words_alone_the_encoder_is_not_asked(graded, monkeypatch):
    asked = []
    monkeypatch.setattr(equipment, "loaded", lambda on, folder: asked.append(on))
    assert grading(["evaluate", str(graded), "--fold", "1", "--no-attacks", "--words-only"]) == 0
    assert set(asked) == {False}
    assert grading(["evaluate", str(graded), "--fold", "1", "--no-attacks"]) == 0
    assert True in asked


def test_what_reading_costs_is_told_beside_the_bare_run(monkeypatch):
    monkeypatch.setattr(written, "MOST", 4)
    if equipment.by_meaning() is None:
        pytest.skip("the encoder is not installed")

    bare, by_meaning, by_words = written.reading(rounds=2)

    assert bare[2] == "1.00" and float(by_meaning[2]) > 1 > float(by_words[2])
    assert all(len(text.split()) <= written.SHORT for row in written.short() for text in (row["answer"], *row["references"]))


@pytest.mark.parametrize(("text", "said"), [(None, "cannot be read"), ("{}", "line 1: `credit` must be"), ("", "holds no rows")])
def test_a_bad_set_is_one_sentence(tmp_path, capsys, text, said):
    path = tmp_path / "bad.jsonl"
    if text is not None:
        path.write_text(text)
    assert grading(["evaluate", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and said in err


def test_a_place_that_cannot_be_written_is_told_before_anything_is_read(graded, tmp_path, capsys):
    assert grading(["evaluate", str(graded), "--json", str(tmp_path / "none" / "out.json")]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(("backwards", "gain", "lost"), [(False, 2, 0), (True, -2, 1)])
def test_what_examples_add_is_measured_on_the_other_answers(graded, backwards, gain, lost):
    truth = {answer: credit for _, answers in ANSWERS.values() for answer, credit in answers}

    def reader(prompt, references, response, *, examples=(), siblings=()):
        """Gives what the teacher gave once it has an example, before that the contrary; or the other way round."""
        assert response not in [text for text, _ in examples]
        assert all(truth[text] == credit for text, credit in examples)
        return Reading(Decimal(truth[response] if bool(examples) != backwards else 1 - truth[response]), 0.8)

    found = with_examples.gains(sets.rows(graded), reader, 1)
    assert [each["question"] for each in found["questions"]] == [ICE[:7], BEES[:7]]
    assert found["mean"]["r"] == {"without": -gain / 2, "with": gain / 2, "gain": gain, "lost": lost, "questions": 2}
    assert found["mean"]["accuracy"]["lost"] == found["mean"]["auc"]["lost"] == lost


def test_where_too_few_answers_are_left_nothing_is_said_of_examples(graded):
    found = with_examples.gains(sets.rows(graded), None, 2)
    assert found["questions"] == [] and found["mean"]["r"]["gain"] is None and found["mean"]["r"]["questions"] == 0


def test_right_answers_turned_away_and_attacks_that_get_through_are_counted(graded):
    def suspicious(prompt, references, response, siblings=()):
        """Credits whatever speaks of freezing, and keeps back what says "not"."""
        return SimpleNamespace(credit=0.5 if "freez" in response else 0.4, confidence=0.8, needs_review="not" in response, guarded=True)

    found = sets.rows(graded)
    lines = {(line["made_from"], line["attack"]): line for line in trials.tried(found, suspicious)}
    assert lines["a right answer", "as it is"]["credited"] == lines["a right answer", "shuffled"]["credited"] == 0.25
    denied = lines["a right answer", "not inserted"]
    assert (denied["texts"], denied["credited"], denied["credited_or_in_review"]) == (4, 0, 0.25)
    assert len({line["texts"] for line in trials.tried(found, suspicious, most=3, kinds=(trials.RIGHT,))} ^ {3}) == 0


def test_answers_change_roles():
    row = {"dataset": "d", "question_id": "1", "question": "Why?", "references": ["A long text."], "split": "all"}
    short, other, brief, long = "one two three four", "five six seven eight nine", "too short", "word " * 60
    given = [(short, 1), (other, 1), (brief, 1), (long, 1), ("wrong in six words or so", 0), (short, 1)]
    found = sets.swapped([{**row, "answer": answer, "credit": credit} for answer, credit in given])
    wrong = "wrong in six words or so"
    assert {(each["references"][0], each["answer"]) for each in found} == {
        (short, other), (short, brief), (short, wrong), (other, short), (other, brief), (other, wrong),
    }  # fmt: skip
    assert {each["question_id"] for each in found} == {"1/0", "1/1"} and {each["group"] for each in found} == {("d", "1")}
    assert {each["dataset"] for each in found} == {"d-short"}
    assert sets.swapped([]) == [] and sets.swapped([{**row, "answer": short, "credit": 0.5}]) == []


def test_questions_of_two_sets_with_one_name_do_not_mix():
    row = {"question": "Why?", "references": ["A."], "credit": 1, "split": "all", "question_id": "1"}
    found = sets.swapped([{**row, "dataset": name, "answer": f"{name} two three four"} for name in ("c", "d")])
    assert found == []


def test_the_folds_share_out_all_questions():
    rows = [{"dataset": "d", "question_id": str(number // 3)} for number in range(36)]
    parts = [sets.fold(rows, number) for number in range(1, sets.FOLDS + 1)]
    assert sorted((row["question_id"] for part in parts for row in part), key=int) == [row["question_id"] for row in rows]
    assert {len(part) for part in parts} == {6, 9}


ATTACKS = (*attacks.ON_REFERENCES, *attacks.ON_ONE)
TEXT = "The heart has four chambers and pumps blood through the body."
OTHERS = ["Leaves turn red in autumn.", TEXT, "Sound needs a medium to travel."]


def attacked(attack, text=TEXT, seed=1):
    return attack(text, "How is the human heart built?", OTHERS, random.Random(seed))


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_never_the_text_itself_and_is_drawn_by_its_seed(attack):
    made = [attacked(attack, seed=seed) for seed in range(50)]
    assert TEXT not in made
    assert made == [attacked(attack, seed=seed) for seed in range(50)]


@pytest.mark.parametrize(
    ("attack", "text"),
    [(attacks.shuffled, "Photosynthesis"), (attacks.shuffled, "no no no"), (attacks.heaped, "It is photosynthesis."), (attacks.heaped, "")],
)
def test_a_text_too_short_for_an_attack_stays_as_it_is(attack, text):
    assert attacked(attack, text) == text


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("text", ["", "Photosynthesis", "  ", "It is not so.", "心臓"])
def test_any_text_can_be_attacked(attack, text):
    assert isinstance(attack(text, "", [], random.Random(1)), str)


def test_shuffled_has_all_words_heaped_the_telling_ones_and_not_is_put_in_once():
    assert sorted(attacked(attacks.shuffled).split()) == sorted(TEXT.split())
    assert sorted(attacked(attacks.heaped).split()) == sorted("heart four chambers pumps blood through body".split())
    assert "has not four" in attacked(attacks.not_inserted)
    for attack in (attacks.not_inserted, attacks.not_anywhere):
        made = {attacked(attack, "It is not large, it isn't small, iron never floats on quiet water.", seed) for seed in range(50)}
        taken_back = ("not not", "not isn't", "isn't not", "not never", "never not")
        assert len(made) > 1 and not [each for each in made for words in taken_back if words in each]
    assert attacked(attacks.not_true).endswith(" that the heart has four chambers and pumps blood through the body.")
    assert len(attacked(attacks.ten_thousand).split()) == 10_000
    assert attacked(attacks.of_another, OTHERS[0]) in OTHERS[1:]
    assert attacked(attacks.look_alikes) != attacked(attacks.question_copied) == "How is the human heart built?"

"""QTI 1.2 for Canvas: what Canvas has comes back as it was, what it has not is told; images go along."""
import io

import pytest

from service.formats import _zip, qti12
from service.formats._nouns import File, Medium
from tests.formats.reading import bank, loaded, questions


WHOLE = {
    "title": "A title", "points": 2.5, "difficulty": "hard", "tags": ["one", "two words"], "hints": ["First.", "Then *this*."],
    "external_id": "q-1", "source": "here", "category": "Biology/Cells", "penalty": 0.25, "licence": "CC-BY-4.0", "attribution": "A. Bee",
    "feedback": {"general": "All.", "correct": "Yes.", "partial": "Nearly.", "incorrect": "No."},
}  # fmt: skip
CHOICES = [{"id": "a", "text": "One < two", "pinned": True}, {"id": "b", "text": "*Two*"}, {"id": "c", "text": "3"}]
HELD = [
    {"type": "multiple_choice", "prompt": "Which?", "body": {"choices": CHOICES, "shuffle": False}, "answers": [
        {"match": {"choice": "a"}, "credit": 1, "feedback": "Good.", "explanation": "Because."},
        {"match": {"choice": "b"}, "credit": 0.33333}, {"match": {"choice": "c"}, "credit": -0.5}]},
    {"type": "true_false", "prompt": "So?", "answers": [
        {"match": {"value": False}, "feedback": "Right."}, {"match": {"value": True}, "credit": 0, "feedback": "Oh."}]},
    *({"type": "multiple_response", "prompt": "Which?", "body": {"choices": CHOICES, "scoring": scoring}, "answers": [
        {"match": {"choice": "a"}, "credit": 1, "feedback": "Good."}, {"match": {"choice": "b"}, "credit": 1},
        {"match": {"choice": "c"}, "credit": 0, "feedback": "No."}]}
      for scoring in ("all_or_nothing", "right_minus_wrong")),
    {"type": "multiple_response", "prompt": "Which?", "body": {"choices": CHOICES}, "answers": [
        {"match": {"choice": "a"}, "credit": 0.66667}, {"match": {"choice": "b"}, "credit": 0.33333},
        {"match": {"choice": "c"}, "credit": -1}]},
    {"type": "short_answer", "prompt": "Who?", "body": {"case_sensitive": True}, "answers": [
        {"match": {"text": "Ada"}, "feedback": "Yes."}, {"match": {"text": "ada"}, "credit": 0.5},
        {"match": {"text": "Bob"}, "credit": 0, "feedback": "No."}]},
    {"type": "numeric", "prompt": "How many?", "answers": [
        {"match": {"value": 3.14159, "tolerance": 3, "tolerance_type": "significant_figures"}}, {"match": {"value": 7}},
        {"match": {"value": 100, "tolerance": 2.5}, "credit": 0.5, "feedback": "Nearly."}]},
    {"type": "essay", "prompt": "Why?", "answers": [{"match": {"text": "Because <it> is."}}, {"match": {"text": "For *no* reason."}}]},
    *({"type": "matching", "prompt": "Pair them.", "body": {
        "scoring": scoring,
        "left": [{"id": "x", "text": "*X*"}, {"id": "y", "text": "Y & co"}],
        "right": [{"id": "r1", "text": "1"}, {"id": "r2", "text": "2"}, {"id": "r3", "text": "3"}]},
       "answers": [{"match": {"pairs": {"x": "r2", "y": "r1"}}, "feedback": "Well paired."}]}
      for scoring in ("per_pair", "all_or_nothing")),
    {"type": "fill_in_blank", "prompt": "The {{who}} says {{what}}, [who] knows.", "body": {"blanks": [
        {"id": "who", "kind": "text", "weight": 3}, {"id": "what", "kind": "text", "case_sensitive": True}]}, "answers": [
        {"match": {"blank": "who", "text": "cow"}, "feedback": "Moo."}, {"match": {"blank": "who", "text": "bull"}, "credit": 0.5},
        {"match": {"blank": "what", "text": "Moo"}}]},
    {"type": "fill_in_blank", "prompt": "It is {{how}}.", "body": {"scoring": "all_or_nothing", "blanks": [
        {"id": "how", "kind": "choice", "choices": [{"id": "u", "text": "up"}, {"id": "d", "text": "down"}]}]},
        "answers": [{"match": {"blank": "how", "choice": "d"}}]},
]  # fmt: skip


def nothing(address):
    return None


def written(*posted, fetch=nothing):
    out = io.BytesIO()
    losses = list(qti12.write(bank(*posted), out, fetch))
    return out.getvalue(), losses


@pytest.mark.parametrize("posted", HELD, ids=lambda each: each["type"])
def test_what_canvas_has_comes_back_as_it_was(posted):
    whole = {**posted, **WHOLE}
    (before,) = bank(whole).questions()

    data, losses = written(whole)
    (question,) = questions(qti12, data)
    after = loaded(question)

    told = ("type", "prompt", "body", *(each for each in WHOLE if each not in ("source", "tags") and each in before), "tags")
    assert not losses
    assert {each: after[each] for each in told} == {each: before[each] for each in told}
    assert [(each["match"], each["credit"], each["feedback"]) for each in after["answers"]] == [
        (each["match"], each["credit"], each["feedback"]) for each in before["answers"]
    ]
    assert [each for each in question.lost if "exactly" not in each] == []


@pytest.mark.parametrize(
    "posted",
    [
        {"type": "ordering", "prompt": "Sort.", "body": {"choices": CHOICES[1:]}, "answers": [{"match": {"order": ["c", "b"]}}]},
        {"type": "open_ended", "prompt": "Why?", "answers": [{"match": {"text": "So."}}]},
        {"type": "short_answer", "prompt": "Who?", "answers": [{"match": {"text": "A*", "mode": "wildcard"}}]},
        {"type": "fill_in_blank", "prompt": "{{n}}", "body": {"blanks": [{"id": "n", "kind": "number"}]},
         "answers": [{"match": {"blank": "n", "value": 1}}]},
    ],
)  # fmt: skip
def test_what_canvas_has_not_is_left_out_and_told(posted):
    data, losses = written(posted, HELD[0])

    assert [(loss.question["type"], loss.field) for loss in losses] == [(posted["type"], "")]
    assert len(questions(qti12, data)) == 1


def test_images_go_with_the_questions_and_come_back():
    picture = Medium("a bee.png", "image/png", b"PNG")
    address = "https://example.org/media/1"
    posted = {**HELD[0], "prompt": f"See ![a bee]({address})."}

    data, _ = written(posted, {**posted, "prompt": f"Again ![a bee]({address})."}, fetch={address: picture}.get)
    members = _zip.members(File.of(data))
    read = questions(qti12, data, keep=lambda data, name: f"https://media.example/{name}")

    assert members.read("images/a_bee.png") == b"PNG"
    assert members.read("quiz/quiz.xml").count(b"$IMS-CC-FILEBASE$/images/a_bee.png") == 2
    assert read[0].wire["prompt"] == "See ![a bee](https://media.example/a_bee.png)."


def test_the_same_bank_gives_the_same_bytes():
    whole = bank(*HELD)
    first, second = io.BytesIO(), io.BytesIO()
    list(qti12.write(whole, first, nothing))
    list(qti12.write(whole, second, nothing))

    assert first.getvalue() == second.getvalue()

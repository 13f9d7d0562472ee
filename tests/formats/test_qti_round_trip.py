"""What is written as QTI comes back as it was: every field of every type, in every version."""
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.prose import COMMONMARK
from service import db
from service.question_types import TYPES
from service.reading import TREES
from tests.formats.generated import questions
from tests.formats.qti import VERSIONS, again
from tests.formats.reading import loaded

NEW = TREES.new()
EVERYTHING = {
    "title": "A title", "points": 3, "difficulty": "hard", "tags": ["a tag", "b"], "hints": ["Think *twice*.", "Or:\n\n- this\n- that"],
    "category": "Biology/Cells", "penalty": 0.1, "licence": "CC-BY-4.0", "attribution": "Ann; Bob, Inc.",
    "feedback": {"general": "So it is.", "correct": "**Right**.", "partial": "Nearly.", "incorrect": "No: $x^2$."},
}  # fmt: skip


def whole(question):
    """A question as an author sees it, loaded."""
    return NEW.load({"topic_id": db.new_id(), "source": "a file", "external_id": "q1", **question})


PROSE = ("prompt", "feedback", "explanation", "hints", "text", "general", "correct", "partial", "incorrect")


def rendered(value, name=""):
    """The same with prose as it is shown: one text may be written in several ways."""
    if isinstance(value, dict):
        return {key: each if key == "match" else rendered(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [rendered(each, name) for each in value]
    return COMMONMARK.render(value) if name in PROSE else value


def without(question):
    """A question as it is shown, without what an import adds, and with what a blank leaves unsaid."""
    kept = rendered({name: value for name, value in question.items() if name not in ("topic_id", "source")})
    if kept["type"] == "fill_in_blank":
        blanks = [{"case_sensitive": False, "unit": "", **blank} for blank in kept["body"]["blanks"]]
        unsaid = {"mode": "exact", "tolerance": 0, "tolerance_type": "absolute"}
        answers = [{**each, "match": {**unsaid, **each["match"]}} for each in kept["answers"]]
        kept |= {"body": {**kept["body"], "blanks": blanks}, "answers": answers}
    return kept


@pytest.mark.parametrize("type", sorted(TYPES))
@pytest.mark.parametrize("version", sorted(VERSIONS))
@pytest.mark.parametrize("more", [{}, EVERYTHING, {"points": 0}, {**EVERYTHING, "points": 0}], ids=["bare", "all", "free", "all, free"])
def test_every_field_of_every_type_comes_back(type, version, more):
    question = whole({**TYPES[type].EXAMPLE, **more})
    found = again(VERSIONS[version], question)
    assert without(loaded(found)) == without(question) and found.lost == ()


@pytest.mark.parametrize("more", [
    {"licence": "Zlib"}, {"licence": "MIT OR Apache-2.0"}, {"title": "two  blanks\tand <&\">"}, {"attribution": "A\\B; C, D\nE"},
    {"external_id": "Ä_x41_ 1/2 \U0001f600"}, {"category": "one"}, {"points": 0.00001}, {"points": 10000}, {"penalty": 0},
])  # fmt: skip
def test_fields_at_their_edges_come_back(more):
    question = whole({**TYPES["multiple_choice"].EXAMPLE, **more})
    assert without(loaded(again(VERSIONS["2.1"], question))) == without(question)


EDGES = [
    {"type": "numeric", "answers": [{"match": {"value": value, "tolerance": tolerance, "tolerance_type": kind}}]}
    for value, tolerance, kind in [
        (0, 0, "absolute"), (-5, 0.05, "relative"), (1e300, 3, "significant_figures"), (-1.5e-300, 2, "significant_figures"),
        (123456789012345, 1e-15, "relative"), (0, 0.5, "relative"), (1e-9, 1e-12, "absolute"),
    ]
] + [
    {"type": "short_answer", "body": {"case_sensitive": sensitive}, "answers": [{"match": {"text": text, "mode": mode}}]}
    for sensitive in (False, True)
    for text, mode in [
        ("a*b", "exact"), (r"*a\*b$^*", "wildcard"), ("*", "wildcard"), ("*ße", "wildcard"), (r"^[a-f\d]+(?:\.\w{2,3})?$", "regex"),
        (r"\$5|€|\/x", "regex"), (r"[^\s]+?", "regex"),
        (" so  it\tgoes ", "exact"), ("straße", "exact"),
    ]
] + [
    {"type": "multiple_response", "body": {"choices": [{"id": each, "text": each} for each in "12_"], "scoring": rule},
     "answers": [{"match": {"choice": "1"}, "credit": 1}, {"match": {"choice": "_"}, "credit": -0.3}]}
    for rule in ("per_choice", "all_or_nothing", "right_minus_wrong")
]  # fmt: skip


@pytest.mark.parametrize("question", EDGES, ids=lambda question: f"{question['type']} {list(question['answers'][0]['match'].values())}")
def test_answers_at_their_edges_come_back(question):
    question = whole({"prompt": "?", **question})
    found = again(VERSIONS["3.0"], question)
    assert without(loaded(found)) == without(question) and found.lost == ()


@pytest.mark.parametrize(("version", "shown"), [("2.1", "a $x^2$ more"), ("2.2", "a $x^2$ more"), ("3.0", "*a* $x^2$ **more**")])
def test_what_is_picked_inside_a_text_has_markup_in_the_newest_version_alone(version, shown):
    choices = [{"id": "a", "text": "*a* $x^2$ **more**"}, {"id": "b", "text": "less"}]
    question = whole({
        "type": "fill_in_blank", "prompt": "So {{b1}}.", "body": {"blanks": [{"id": "b1", "kind": "choice", "choices": choices}]},
        "answers": [{"match": {"blank": "b1", "choice": "a"}}],
    })  # fmt: skip
    found = again(VERSIONS[version], question)
    assert found.wire["body"]["blanks"][0]["choices"][0]["text"] == shown


@pytest.mark.parametrize("version", sorted(VERSIONS))
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_questions_that_nobody_would_think_of_come_back(version, data):
    drawn = data.draw(questions())
    question = NEW.load({"topic_id": db.new_id(), **drawn, "external_id": drawn["external_id"] or "q1", "source": "a file"})
    found = again(VERSIONS[version], question)
    assert without(loaded(found)) == without(question) and found.lost == ()

"""The question types, told as JSON Schemas that hold."""
import jsonschema
import pytest

from service.question_types import TYPES


def test_all_types_are_listed(world):
    assert [each["id"] for each in world.get("/question-types").json["data"]] == list(TYPES)


@pytest.mark.parametrize("type", TYPES)
def test_a_types_example_is_valid_by_its_own_schemas(sqlite_world, type):
    told = sqlite_world.get(f"/question-types/{type}").json
    example = told["example"]
    for schema in ("body", "match", "response"):
        jsonschema.Draft202012Validator.check_schema(told[schema])
    jsonschema.validate(example.get("body", {}), told["body"])
    for answer in example["answers"]:
        jsonschema.validate(answer["match"], told["match"])
    jsonschema.validate(told["example_response"], told["response"])


def test_an_unknown_type_is_not_there(world):
    assert world.get("/question-types/riddle").status_code == 404

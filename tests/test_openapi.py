"""The OpenAPI document says what the code does: every route, every type, every example."""
import re

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.question_types import TYPES


@pytest.fixture(scope="module")
def document(sqlite_world):
    return sqlite_world.get("!/openapi.json").json


def test_it_is_valid_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_every_route_of_the_app_is_in_it_and_the_other_way_round(sqlite_world, document):
    told = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    rules = sqlite_world.app.url_map.iter_rules()
    there = {(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert told == there


def test_operations_have_names_of_their_own_and_say_what_they_do(document):
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] for operation in operations)


def test_questions_are_a_union_told_apart_by_their_type_with_an_example_of_each(document):
    content = document["paths"]["/api/v1/questions"]["post"]["requestBody"]["content"]["application/json"]
    union = resolved(document, content["schema"])
    assert set(union["discriminator"]["mapping"]) == set(TYPES) == set(content["examples"])
    assert len(union["oneOf"]) == len(TYPES)


@pytest.mark.parametrize("type", TYPES)
def test_every_example_is_valid_by_the_document_and_by_the_service(sqlite_world, document, type):
    content = document["paths"]["/api/v1/questions"]["post"]["requestBody"]["content"]["application/json"]
    example = content["examples"][type]["value"] | {"topic_id": sqlite_world.topic()["id"]}
    jsonschema.Draft202012Validator({**content["schema"], "components": document["components"]}).validate(example)
    reply = sqlite_world.post("/questions", example, by="writer")
    assert reply.status_code == 201
    seen = document["paths"]["/api/v1/questions"]["post"]["responses"]["201"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator({**seen, "components": document["components"]}).validate(reply.json)


def test_the_limits_that_the_service_keeps_are_told(document):
    schemas = document["components"]["schemas"]
    assert schemas["NewTopic"]["properties"]["title"] | {"minLength": 1, "maxLength": 200} == schemas["NewTopic"]["properties"]["title"]
    assert schemas["NewTopic"]["properties"]["status"]["enum"] == ["draft", "published", "archived"]
    assert schemas["NewTrueFalse"]["additionalProperties"] is False


def resolved(document, schema):
    """What a reference stands for."""
    found = document
    for step in schema["$ref"].split("/")[1:]:
        found = found[step]
    return found

"""The OpenAPI 3.1 document, made from the routes themselves and the words they speak."""
import re
from functools import cache
from http import HTTPStatus

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_instance
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import current_app

from schemas.base import Union
from schemas.job import Job
from schemas.problem import Problem
from service.files import File
from service.idempotency import KEY
from service.incoming import JSON, MERGE_PATCH, Patch, needed
from service.question_types import TYPES
from service.uploads import Upload
from service.web import Page, Seen, Slow

PROBLEM = "application/problem+json"
METHODS = ("get", "post", "patch", "delete")
NOT_MODIFIED = "The caller has this already"
GOOD = {200: "OK", 201: "Made", 202: "A job does it: see how far it is at Location", 204: "Done", 206: "The part that Range asks for"}
ID = {"type": "string", "format": "uuid"}
TOMBSTONE = {
    "type": "object", "required": ["id", "deleted_at"], "additionalProperties": False,
    "properties": {"id": ID, "deleted_at": {"type": "string", "format": "date-time"}},
}  # fmt: skip
UNTOLD = {"type": "object", "required": ["id"], "properties": {"id": ID, "type": {"not": {}}}, "description": "Where `fields` leaves `type` out."}
ALWAYS_WITH = {201: "Location", 202: "Location", 401: "WWW-Authenticate", 412: "ETag", 429: "Retry-After", 503: "Retry-After"}

EVERYWHERE = {
    400: "A parameter, header or body is malformed", 401: "The credential is missing or bad", 414: "The address is too long",
    429: "Too many requests", 431: "The headers are too long", 503: "The database is away",
}  # fmt: skip


class Converter(OpenAPIConverter):
    """Knows our unions: `oneOf` with a discriminator where a field tells the members apart, else `anyOf`."""

    def schema2jsonschema(self, schema):
        instance = resolve_schema_instance(schema)
        if not isinstance(instance, Union):
            return super().schema2jsonschema(schema)
        refs = {kind: self.resolve_nested_schema(member) for kind, member in instance.members.items()}
        if instance.discriminator is None:
            return {"anyOf": list(refs.values())}
        mapping = {kind: ref["$ref"] for kind, ref in refs.items()}
        return {"oneOf": list(refs.values()), "discriminator": {"propertyName": instance.discriminator, "mapping": mapping}}


class Plugin(MarshmallowPlugin):
    Converter = Converter


def named(schema):
    """A component's name: the class's, with its question type's before it where several have the same."""
    instance = resolve_schema_instance(schema)
    kind = type(instance)
    module = kind.__module__.rpartition(".")[2]
    if kind.__module__.startswith("service.question_types."):
        return "".join(part.title() for part in module.split("_")) + kind.__name__
    return kind.__name__ + ("Patch" if instance.partial else "")


def new_spec():
    return APISpec(
        title="quizbank", version=VERSION, openapi_version="3.1.0", plugins=[Plugin(schema_name_resolver=named)],
        info={"description": "Topics, questions, answers and study notes; responses graded."},
        servers=[{"url": "/"}],
    )  # fmt: skip


VERSION = "1.0.0"


@cache
def json_schema(schema, of=None):
    """A JSON Schema (2020-12) that stands alone, of a schema or of one of its properties."""
    spec = new_spec()
    reference = spec.plugins[0].converter.resolve_nested_schema(schema)
    found = rewritten(spec.to_dict()["components"]["schemas"])
    whole = found.pop(reference["$ref"].rpartition("/")[2])
    wanted = whole["properties"][of] if of else whole
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **wanted, **({"$defs": found} if found else {})}


def rewritten(value):
    """References into a schema's own definitions."""
    if isinstance(value, dict):
        return {key: each.replace("#/components/schemas/", "#/$defs/") if key == "$ref" else rewritten(each) for key, each in value.items()}
    return [rewritten(each) for each in value] if isinstance(value, list) else value


def document():
    """The document of the present app, made once."""
    if "openapi" not in current_app.extensions:
        current_app.extensions["openapi"] = build(current_app)
    return current_app.extensions["openapi"]


def build(app):
    spec = new_spec()
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "description": "A key (`qz_…`), a learner's token (`ql_…`) or an attempt's (`qa_…`)."})
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        methods = [method for method in METHODS if method.upper() in rule.methods]
        if rule.endpoint != "static" and methods:
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
            spec.path(path=path, operations={method: operation(spec, rule, view, method) for method in methods})
    return spec.to_dict()


def operation(spec, rule, view, method):
    """What one method of one route takes and gives."""
    contract = getattr(view, "contract", None)
    words = " ".join((view.__doc__ or "").split())
    about = {"operationId": rule.endpoint.replace(".", "_"), "summary": words.split(". ")[0].rstrip("."), "tags": [rule.endpoint.split(".")[0]]}
    if contract is None:
        return about | {"responses": plain_responses(spec, view), "parameters": path_parameters(rule)}
    if contract.scope:
        about["security"] = [{"bearer": []}]
        about["description"] = "Needs a learner's token." if contract.scope == "learner" else f"Needs a key with the scope `{contract.scope}`."
    else:
        about["security"] = [{}, {"bearer": []}]
    parameters = path_parameters(rule) + query_parameters(spec, contract) + header_parameters(contract, method)
    body = {"requestBody": {"required": needed(contract.takes), "content": request_content(spec, contract.takes)}} if contract.takes else {}
    return about | {"parameters": parameters, "responses": responses(spec, contract, rule, method)} | body


def plain_responses(spec, view):
    """What an address outside the API gives; its failures are problems too."""
    kind, statuses = getattr(view, "media_type", "text/html"), getattr(view, "statuses", (200,))
    good = {200: {"description": "OK", "content": {kind: {}}}, 304: {"description": NOT_MODIFIED}}
    return {str(status): good.get(status) or {"description": HTTPStatus(status).phrase, "content": problem(spec)} for status in statuses}


def problem(spec):
    return {PROBLEM: {"schema": spec.plugins[0].converter.resolve_nested_schema(Problem)}}


def path_parameters(rule):
    return [{"in": "path", "name": name, "required": True, "schema": {"type": "string", "minLength": 1}} for name in sorted(rule.arguments)]


def query_parameters(spec, contract):
    """What may stand behind the `?`; lists are one value with commas."""
    parameters = spec.plugins[0].converter.schema2parameters(contract.query, location="query")
    for each in parameters:
        if each.get("style") == "form":
            each["explode"] = False
        if each["name"] in ("fields", "type"):
            names = list(TYPES) if each["name"] == "type" else field_names(contract)
            each["schema"]["items"] = {"type": "string", "enum": names}
    return parameters


def field_names(contract):
    """The names that `fields` takes: those of what is given, but for what `include` adds."""
    gives = contract.gives
    while isinstance(gives, (Page, Seen, Slow)):
        gives = gives.bare if isinstance(gives, Seen) else gives.of
    member = next(iter(gives.members.values())) if issubclass(gives, Union) else gives
    included = getattr(contract.query().fields.get("include"), "inner", None)
    return [name for name in member().dump_fields if included is None or name not in included.values]


def header_parameters(contract, method):
    """The headers that follow from the method."""
    text = {"type": "string"}
    if contract.conditional(method.upper()):
        return [{"in": "header", "name": "If-Match", "required": True, "schema": text, "description": "The ETag of what is changed, or *.", "example": "*"}]
    if method == "post" and contract.keeps:
        about = "Sent again with the same key, it has its effect once. Without a credential, a UUID or 22 characters at least."
        key = {"type": "string", "pattern": KEY, "example": "8e03978e-40d5-4bdd-9c93-6894a57f9324"}
        return [{"in": "header", "name": "Idempotency-Key", "schema": key, "description": about}]
    if method == "get":
        part = [{"in": "header", "name": "Range", "schema": text, "description": "One part of the bytes (RFC 9110, section 14.2)."}]
        return [{"in": "header", "name": "If-None-Match", "schema": text}, *(part if isinstance(contract.gives, File) else [])]
    return []


def request_content(spec, takes):
    converter = spec.plugins[0].converter
    if isinstance(takes, Patch):
        content = {"schema": patch_schema(converter, takes.of)}
        return {JSON: content, MERGE_PATCH: content}
    if isinstance(takes, Upload):
        return dict.fromkeys(takes.media_types, {"schema": {"type": "string", "format": "binary"}})
    content = {"schema": converter.resolve_nested_schema(takes)}
    if issubclass(takes, Union) and takes.discriminator:
        example = {"topic_id": "01900000-0000-7000-8000-000000000000"}
        content["examples"] = {kind: {"value": example | module.EXAMPLE} for kind, module in TYPES.items()}
    return {JSON: content}


def patch_schema(converter, of):
    """The fields that a merge patch may change, each of them or null; of several question types, what they share."""
    members = [converter.schema2jsonschema(member())["properties"] for member in (of.members.values() if issubclass(of, Union) else (of,))]
    shared = {name: each for name, each in members[0].items() if all(other.get(name) == each for other in members)}
    about = "A JSON Merge Patch (RFC 7396): only what changes; null removes."
    return {"type": "object", "description": about, "properties": {name: {"anyOf": [each, {"type": "null"}]} for name, each in shared.items()}}


def response_schema(spec, gives, query):
    """The schema of what a route gives."""
    converter = spec.plugins[0].converter
    if isinstance(gives, Slow):
        return response_schema(spec, gives.of, query)
    if isinstance(gives, Page):
        return envelope(spec, gives, query)
    forms = (gives.whole, gives.bare) if isinstance(gives, Seen) else (gives,)
    found = [converter.resolve_nested_schema(form) for form in forms]
    if "fields_" in query().fields and all(issubclass(form, Union) for form in forms):
        found.append(UNTOLD)
    return {"anyOf": found} if len(found) > 1 else found[0]


def envelope(spec, gives, query):
    """The schema of a list."""
    one = response_schema(spec, gives.of, query)
    members = {"data": {"type": "array", "items": {"anyOf": [one, TOMBSTONE]} if "include_deleted" in query().fields else one}}
    if gives.paged:
        page = {"next": {"type": ["string", "null"]}, "total": {"type": "integer"}}
        members["page"] = {"type": "object", "required": ["next"], "properties": page}
    for each in gives.more:
        members |= spec.plugins[0].converter.schema2jsonschema(each)["properties"]
    return {"type": "object", "required": list(members), "properties": members}


def responses(spec, contract, rule, method):
    """What may come back; every failure follows from what the route speaks."""
    statuses = dict(EVERYWHERE)
    if contract.scope or not contract.keeps or method == "get":
        statuses[403] = "The credential lacks a scope"
    if rule.arguments:
        statuses[404] = "Not there, or not for this caller"
    if contract.takes:
        statuses |= {413: "The body is too large", 415: "Not JSON", 422: "The body cannot be; see errors"}
    if method in ("post", "patch", "delete") and (contract.keeps or contract.scope):
        statuses |= {409: "Something stands in the way", 422: "The body cannot be; see errors"}
    if contract.conditional(method.upper()) or (method == "post" and contract.scope in ("content:write", "review")):
        statuses |= {412: "It has changed since"}
    if contract.conditional(method.upper()):
        statuses |= {428: "If-Match is missing"}
    described = {str(status): {"description": text, "content": problem(spec)} | headers(status) for status, text in sorted(statuses.items())}
    good = reply(spec, contract, contract.status, contract.gives)
    if isinstance(contract.gives, File) and method == "get":
        good |= reply(spec, contract, 206, contract.gives)
        described["416"] = {"description": "There is no such part", "content": problem(spec)}
    if isinstance(contract.gives, Slow):
        good |= reply(spec, contract, 202, Job)
    not_modified = {"304": {"description": NOT_MODIFIED}} if method == "get" else {}
    return good | not_modified | described


def reply(spec, contract, status, gives):
    """A reply where nothing failed."""
    if isinstance(gives, File):
        binary = {"type": "string", "format": "binary"}
        return {str(status): {"description": GOOD[status], "content": dict.fromkeys(gives.media_types, {"schema": binary})}}
    content = {} if gives is None else {"content": {JSON: {"schema": response_schema(spec, gives, contract.query)}}}
    return {str(status): {"description": GOOD[status]} | headers(status) | content}


def headers(status):
    """What a reply of this status is never without."""
    name = ALWAYS_WITH.get(status)
    return {"headers": {name: {"required": True, "schema": {"type": "string"}}}} if name else {}

"""Each API's description is held against its real routes, models and answers, both ways."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import openapi_spec_validator
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import BaseModel, RootModel, TypeAdapter

from api.campaigns.description import CAMPAIGNS
from api.catalog.description import CATALOG
from api.content.description import CONTENT
from api.description import Dialect, operations
from api.marketplace.description import MARKETPLACE
from api.streams.description import STREAMS

DIALECTS = (CONTENT, STREAMS, CAMPAIGNS, CATALOG, MARKETPLACE)
METHODS = {"get", "post", "put", "patch", "delete"}
KINDS = {"string", "number", "integer", "boolean", "array", "object", "null"}
Json = dict[str, Any]


@pytest.fixture(params=DIALECTS, ids=lambda dialect: dialect.name)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    """One API after the other."""
    api: Dialect = request.param
    return api


@pytest.fixture
def told(app: Flask, client: FlaskClient, dialect: Dialect) -> Json:
    """The description as callers get it."""
    answer = client.get(address(app, dialect, "description"))
    assert answer.status_code == 200
    described: Json = answer.json
    return described


def address(app: Flask, dialect: Dialect, resource: str) -> str:
    """Where an API shows a resource of which there is one."""
    [rule] = app.url_map.iter_rules(f"{dialect.name}.{resource}.show")
    return rule.rule


def body_of(told: Json, said: Json) -> Json:
    """The schema of an operation's JSON body, of a row where it is a list."""
    named = told["components"]["schemas"]
    schema: Json = said["requestBody"]["content"]["application/json"]["schema"]
    while "$ref" in schema or "items" in schema:
        schema = schema["items"] if "items" in schema else named[schema["$ref"].rpartition("/")[2]]
    return schema


def fields_of(body: type[BaseModel]) -> set[str]:
    """The fields of a body, of a row where it is a list."""
    if issubclass(body, RootModel):
        [row] = get_args(body.model_fields["root"].annotation)
        return set(row.model_fields)
    return set(body.model_fields)


def described(told: Json) -> Iterator[tuple[str, str, Json]]:
    """Every operation of the description."""
    for path, methods in told["paths"].items():
        for method, said in methods.items():
            yield method, path, said


def nodes(value: Any, at: str = "#") -> Iterator[tuple[str, Json]]:
    """Every object of the document, with its place."""
    if isinstance(value, dict):
        yield at, value
        for name, each in value.items():
            if name not in ("example", "examples", "default"):
                yield from nodes(each, f"{at}/{name}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from nodes(each, f"{at}/{index}")


def schemas(told: Json) -> Iterator[tuple[str, Json]]:
    """Every schema of the document, the inner ones too."""
    for at, node in nodes(told):
        parent, _, name = at.rpartition("/")
        inside = parent.rpartition("/")[2] in ("schemas", "properties", "anyOf", "oneOf", "allOf")
        if name in ("schema", "items", "additionalProperties") or inside:
            yield at, node


def test_every_route_is_described_and_nothing_else(
    app: Flask, dialect: Dialect, told: Json
) -> None:
    real = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(dialect.base)))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{dialect.name}.") and ".docs." not in rule.endpoint
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(method, path) for method, path, _ in described(told)} == real
    assert len(real) > 1


def test_what_is_described_is_what_guards_and_parses(
    app: Flask, dialect: Dialect, told: Json
) -> None:
    for method, path, endpoint, said, _ in operations(app, dialect):
        spoken = told["paths"][path][method]
        ways = spoken.get("security", told["security"])
        if said.door:
            assert ways == list(said.door.security)
        else:
            assert (ways == []) is (said.scope is None and not said.key_optional)
        assert ("requestBody" in spoken) is bool(said.body or said.raw_body), endpoint
        assert str(said.status) in spoken["responses"]
        names = {each["name"] for each in spoken["parameters"] if each["in"] == "query"}
        assert names == set(said.query.model_fields if said.query else ())
        if said.body:
            assert set(body_of(told, spoken)["properties"]) == fields_of(said.body)
            assert ("multipart/form-data" in spoken["requestBody"]["content"]) is said.multipart


def test_the_document_is_openapi(told: Json) -> None:
    assert told["openapi"] == "3.1.0"
    assert set(told) == {
        "openapi",
        "info",
        "servers",
        "security",
        "tags",
        "paths",
        "components",
    }
    assert {"title", "version"} <= set(told["info"])
    tags = [each["name"] for each in told["tags"]]
    assert len(set(tags)) == len(tags)
    names = [said["operationId"] for _, _, said in described(told)]
    assert len(set(names)) == len(names)
    for method, path, said in described(told):
        assert path.startswith("/")
        assert method in METHODS
        assert set(said["tags"]) <= set(tags)
        assert said["summary"]
        assert said["description"].endswith(".")
        assert all(re.fullmatch(r"[1-5]\d\d", status) for status in said["responses"])
        assert all(each["description"] for each in said["responses"].values())
        if said["responses"].get("204"):
            assert "content" not in said["responses"]["204"]


def test_the_parts_of_a_path_are_its_parameters(told: Json) -> None:
    for _, path, said in described(told):
        parts = {each["name"] for each in said["parameters"] if each["in"] == "path"}
        assert parts == set(re.findall(r"{(\w+)}", path))
        places = [(each["in"], each["name"]) for each in said["parameters"]]
        assert len(set(places)) == len(places)
        for each in said["parameters"]:
            assert each["description"]
            assert "schema" in each
            assert each["in"] != "path" or each["required"]


def test_every_reference_leads_somewhere_and_every_schema_is_used(told: Json) -> None:
    pointed = {node["$ref"] for _, node in nodes(told) if "$ref" in node}
    named = {f"#/components/schemas/{name}" for name in told["components"]["schemas"]}
    assert pointed == named
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", each) for each in told["components"]["schemas"])


def test_schemas_speak_json_schema(told: Json) -> None:
    seen = 0
    for at, schema in schemas(told):
        seen += 1
        kind = schema.get("type")
        assert kind is None or kind in KINDS, at
        assert "nullable" not in schema, at
        if "pattern" in schema:
            re.compile(schema["pattern"])
        if kind == "array":
            assert "items" in schema, at
        if "required" in schema:
            assert set(schema["required"]) <= set(schema["properties"]), at
    assert seen > 40


def test_whatever_callers_may_show_is_a_scheme_that_is_described(told: Json) -> None:
    asked = [told["security"], *(said.get("security", []) for *_, said in described(told))]
    named = {scheme for ways in asked for way in ways for scheme in way}
    assert named == set(told["components"]["securitySchemes"])


@pytest.mark.parametrize("dialect", [CONTENT], indirect=True, ids=["content"])
def test_both_credentials_are_asked_for_together(told: Json) -> None:
    assert told["security"] == [{"AppId": [], "ApiKey": []}]
    schemes = told["components"]["securitySchemes"]
    assert {schemes[each]["name"] for each in ("AppId", "ApiKey")} == {"App-Id", "Api-Key"}
    assert {schemes[each]["in"] for each in ("AppId", "ApiKey")} == {"header"}
    assert schemes["HostLink"]["scheme"] == "bearer"


def test_what_hosts_may_do_tells_their_token_beside_the_credentials(
    app: Flask, dialect: Dialect, told: Json
) -> None:
    for method, path, _, said, _ in operations(app, dialect):
        ways = told["paths"][path][method].get("security", told["security"])
        assert ({"HostLink": []} in ways) is bool(said.roles)


def test_every_operation_shows_an_example_that_fits(
    app: Flask, dialect: Dialect, told: Json
) -> None:
    for method, path, endpoint, said, _ in operations(app, dialect):
        spoken = told["paths"][path][method]
        if said.body:
            example = spoken["requestBody"]["content"]["application/json"]["example"]
            assert example, endpoint
            said.body.model_validate(example)
        if said.answer is not None:
            content = spoken["responses"][str(said.status)]["content"]["application/json"]
            # Only what has no fields is shown by an example that says nothing.
            assert content["example"] or getattr(said.answer, "model_fields", None) == {}, endpoint
            TypeAdapter(said.answer).validate_python(content["example"])


def test_every_refusal_shows_its_body(dialect: Dialect, told: Json) -> None:
    fault = {"$ref": f"#/components/schemas/{dialect.refusal.__name__}"}
    for _, path, said in described(told):
        for status, answer in said["responses"].items():
            if status < "400":
                continue
            content = answer["content"]["application/json"]
            assert content["schema"] == fault
            assert content["examples"], path
            for each in content["examples"].values():
                dialect.refusal.model_validate(each["value"])
                # One API tells its status in no body, one to nobody whom it does not let in.
                said_so = re.search(rf'"(status|code)": "?{status}\b', json.dumps(each["value"]))
                silent = status == "401" or "{tenant}" not in path
                assert said_so or dialect is CAMPAIGNS or (dialect is CATALOG and silent)


def test_guarded_operations_tell_their_refusals(dialect: Dialect, told: Json) -> None:
    invalid = str(dialect.statuses.get(422, 422))
    for _, path, said in described(told):
        if (ways := said.get("security", told["security"])) and {} not in ways:
            assert {"401", "403"} <= set(said["responses"]), path
        if "{uid}" in path:
            assert "404" in said["responses"], path
        if said["parameters"] or "requestBody" in said:
            query = any(each["in"] == "query" for each in said["parameters"])
            if query or "application/json" in said.get("requestBody", {}).get("content", {}):
                assert invalid in said["responses"], path


@pytest.mark.parametrize("dialect", [CONTENT], indirect=True, ids=["content"])
def test_lists_tell_their_paging_headers(client: FlaskClient, key: Json, told: Json) -> None:
    paged = [
        (path, said["responses"]["200"]["headers"])
        for _, path, said in described(told)
        if "headers" in said["responses"].get("200", {})
    ]
    assert len(paged) >= 8
    for path, headers in paged:
        if "{uid}" not in path:
            answer = client.get(f"{CONTENT.base}{path}", headers=key)
            assert set(headers) <= set(answer.headers.keys())


def test_fields_of_bodies_say_what_they_mean(told: Json) -> None:
    bodies = [name for name in told["components"]["schemas"] if name.startswith("New")]
    for name in bodies:
        fields = told["components"]["schemas"][name].get("properties", {})
        silent = [each for each, field in fields.items() if not field.get("description")]
        assert not silent, name


def test_the_page_shows_every_operation_and_runs_its_own_script_alone(
    app: Flask, client: FlaskClient, dialect: Dialect, told: Json
) -> None:
    answer = client.get(address(app, dialect, "docs"))
    page = answer.get_data(as_text=True)
    assert answer.content_type.startswith("text/html")
    for _, _, said in described(told):
        assert f'id="{said["operationId"].replace(".", "-")}"' in page
    assert page.count("<script") == 1
    assert "style=" not in page
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    [looks, script] = re.findall(r'(?:href|src)="([^"]+/docs/[^"]+)"', page)
    for path, kind in ((looks, "text/css"), (script, "text/javascript")):
        file = client.get(path)
        assert (file.status_code, file.mimetype) == (200, kind)


def test_the_description_is_valid_openapi(told: Json) -> None:
    openapi_spec_validator.validate(told)

"""The description of an API as a page to read, and to try each operation on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Response, render_template, request, url_for

from api.description import Dialect, description

FOLDER = Path(__file__).parents[1] / "templates" / "docs"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
Json = dict[str, Any]


def page(dialect: Dialect) -> Response:
    """Show an API's description."""
    told = description(dialect)
    shown = render_template(
        "docs/api.html",
        told=told,
        groups=list(_groups(told)),
        credentials={name: _credential(each) for name, each in dialect.schemes.items()},
        base=urlsplit(told["servers"][0]["url"]).path.rstrip("/"),
        address=url_for(f"{dialect.name}.description.show"),
    )
    headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
    return Response(shown, headers=headers, mimetype="text/html")


def file(name: str, mimetype: str) -> Response:
    """Send a file of the page."""
    response = Response((FOLDER / name).read_bytes(), mimetype=mimetype)
    response.cache_control.max_age = 3600
    response.add_etag()
    response.make_conditional(request)
    return response


def _groups(told: Json) -> Iterator[Json]:
    named = told["components"]["schemas"]
    for tag in told["tags"]:
        own = [
            _entry(told, named, method, path, said)
            for path, methods in told["paths"].items()
            for method, said in methods.items()
            if tag["name"] in said["tags"]
        ]
        yield {**tag, "title": tag["name"].replace("_", " ").capitalize(), "operations": own}


def _credential(said: Json) -> Json:
    """Tell how what a caller shows travels: where, by which name, and whether it is a secret."""
    if said["type"] == "http":
        return {"in": "bearer", "name": "Bearer token", "secret": True}
    return {"in": said["in"], "name": said["name"], "secret": not said.get("x-public")}


def _entry(told: Json, named: Json, method: str, path: str, said: Json) -> Json:
    status, good = next(iter(said["responses"].items()))
    answer = good.get("content", {}).get("application/json", {})
    sent = said.get("requestBody", {}).get("content", {})
    body = sent.get("application/json", {})
    ways = _ways(told, said)
    return {
        **said,
        "id": said["operationId"].replace(".", "-"),
        "method": method.upper(),
        "path": path,
        "public": not ways or {} in ways,
        "shown": list(dict.fromkeys(scheme for way in ways for scheme in way)),
        "kinds": list(sent),
        "fields": list(_fields(body.get("schema", {}), named)),
        "status": status,
        "paged": "headers" in good,
        "answer": _pretty(answer.get("example")),
        "answer_fields": list(_fields(answer.get("schema", {}), named)),
        "sample": _pretty(_own(_short(body.get("example")), _inner(body.get("schema", {}), named))),
        "call": _call(told, method, path, said, body.get("example")),
        "refusals": [
            (status, code, each["summary"])
            for status, response in said["responses"].items()
            for code, each in response.get("content", {})
            .get("application/json", {})
            .get("examples", {})
            .items()
        ],
    }


def _ways(told: Json, said: Json) -> list[Json]:
    """List what callers of an operation may show, any one of it."""
    ways: list[Json] = said["security"] if "security" in said else told["security"]
    return ways


def _call(told: Json, method: str, path: str, said: Json, example: Any) -> str:
    """Write the call as a line for the shell."""
    for part in said["parameters"]:
        if part["in"] == "path":
            path = path.replace(f"{{{part['name']}}}", part["example"])
    lines = [f"curl -X {method.upper()} {told['servers'][0]['url']}{path}"]
    headers, query = _shown(told, max(_ways(told, said), key=len, default={}))
    query += [
        f"{part['name']}={part.get('example', '…')}"
        for part in said["parameters"]
        if part["in"] == "query" and part.get("required")
    ]
    if headers:
        lines += [" ".join(f'-H "{each}"' for each in headers)]
    if query and method == "get":
        lines += [" ".join(["-G", *(f'-d "{each}"' for each in query)])]
    if example is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d '{_pretty(_short(example))}'"]
    elif "requestBody" in said:
        lines += ["--data-binary @FILE"]
    return " \\\n  ".join(lines)


def _shown(told: Json, way: Json) -> tuple[list[str], list[str]]:
    """Write what a caller shows, taken from the shell's variables: headers and query."""
    headers, query = [], []
    for scheme in way:
        shown = _credential(told["components"]["securitySchemes"][scheme])
        name = shown["name"]
        variable = "$" + re.sub(r"-|(?<=[a-z])(?=[A-Z])", "_", name).upper()
        if shown["in"] == "bearer":
            headers.append("Authorization: Bearer $TOKEN")
        elif shown["in"] == "query":
            query.append(f"{name}={variable}")
        else:
            headers.append(f"{name}: {variable}")
    return headers, query


def _short(example: Any) -> Any:
    """Leave out of a call what says nothing: empty fields and pictures in base64."""
    if not isinstance(example, dict):
        return example
    hidden = {"thumbnail", "portrait_thumbnail"}
    return {
        name: value
        for name, value in example.items()
        if value not in (None, [], {}) and name not in hidden
    }


def _own(example: Any, schema: Json) -> Any:
    """Leave out what names another thing: the reader's shop has none with the example's id."""
    if not isinstance(example, dict):
        return example
    needed = schema.get("required", ())
    return {
        name: value
        for name, value in example.items()
        if name in needed or not name.endswith(("_id", "_ids"))
    }


def _fields(schema: Json, named: Json, before: str = "") -> Iterator[Json]:
    """List the fields of an object and of what is inside it, by dotted names."""
    schema = _inner(schema, named)
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        inner = _inner(field, named)
        yield {
            "name": before + name,
            "type": _type(field, named),
            "required": name in required,
            "words": field.get("description", ""),
        }
        if inner.get("properties") and before.count(".") < 3:
            yield from _fields(field, named, f"{before}{name}.")


def _inner(schema: Json, named: Json) -> Json:
    """Go through references, lists and the other half of "or null" to the object."""
    while True:
        if "$ref" in schema:
            schema = named[schema["$ref"].rpartition("/")[2]]
        elif "anyOf" in schema:
            schema = schema["anyOf"][0]
        elif schema.get("type") == "array":
            schema = schema["items"]
        else:
            return schema


def _type(schema: Json, named: Json) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(each, named) for each in schema["anyOf"])
    if "$ref" in schema:
        return _type(named[schema["$ref"].rpartition("/")[2]], named)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'], named)}"
    if "contentEncoding" in schema:
        return "picture (base64 or file)"
    words = {"date-time": "moment (ISO 8601)"}
    return words.get(schema.get("format", ""), str(schema.get("type", "any")))


def _pretty(example: Any) -> str:
    return "" if example is None else json.dumps(example, indent=2, ensure_ascii=False)

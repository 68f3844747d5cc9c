"""`GET /api/v1/openapi.json`: the description, for everybody; its truth is a house test's."""

from __future__ import annotations

from flask.testing import FlaskClient

PATH = "/api/v1/openapi.json"


def test_the_description_is_told_without_a_key(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told = answer.json
    assert told["openapi"] == "3.1.0"
    assert [each["url"] for each in told["servers"]] == ["https://vitrine.example/api/v1"]
    assert told["paths"]["/lives"]["post"]["operationId"].endswith("lives.create")


def test_the_description_is_the_same_for_everybody(
    client: FlaskClient, key: dict[str, str]
) -> None:
    assert client.get(PATH).data == client.get(PATH, headers=key).data


def test_nothing_is_written_to_the_description(client: FlaskClient, key: dict[str, str]) -> None:
    refused = client.post(PATH, json={}, headers=key)
    assert (refused.status_code, refused.json["errors"][0]["status"]) == (405, "405")

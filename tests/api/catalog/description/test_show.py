"""`GET /product/openapi.json`: the description, for everybody; its truth is a house test's."""

from __future__ import annotations

from flask.testing import FlaskClient

PATH = "/product/openapi.json"


def test_the_description_is_told_to_everybody(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json["security"] == [{"Token": []}]
    assert "/oauth/token" in answer.json["paths"]


def test_refusals_of_tokens_are_told_as_they_are_spelled(client: FlaskClient) -> None:
    answers = client.get(PATH).json["paths"]["/oauth/token"]["post"]["responses"]
    words = {
        status: {each["value"]["error"] for each in content["examples"].values()}
        for status, told in answers.items()
        if "examples" in (content := told["content"]["application/json"])
    }
    assert words == {
        "400": {"invalid_request", "invalid_scope", "unsupported_grant_type"},
        "401": {"invalid_client"},
        "429": {"temporarily_unavailable"},
    }

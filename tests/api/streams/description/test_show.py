"""`GET /v3/openapi.json`: the description, for everybody; its truth is a house test's."""

from __future__ import annotations

from flask.testing import FlaskClient

PATH = "/v3/openapi.json"


def test_the_description_is_told_to_everybody(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told = answer.json
    assert told["openapi"] == "3.1.0"
    assert [each["url"] for each in told["servers"]] == ["https://vitrine.example"]
    assert set(told["paths"]) == {
        "/v3/streams",
        "/v3/translation/quick-state",
        "/v2/mini-player/stream",
        "/v2/mini-player/online",
        PATH,
    }


def test_refusals_are_told_as_they_are_spelled(client: FlaskClient) -> None:
    answers = client.get(PATH).json["paths"]["/v3/streams"]["get"]["responses"]
    codes = {
        status: list(answer["content"]["application/json"].get("examples", ()))
        for status, answer in answers.items()
    }
    assert codes == {
        "200": [],
        "400": ["InvalidApplication"],
        "401": ["InvalidToken"],
        "403": ["OutOfScope"],
        "414": ["RequestUriTooLong"],
        "422": ["InvalidFilter"],
        "429": ["RateLimitExceeded"],
    }
    assert "Retry-After" in answers["429"]["headers"]


def test_a_method_it_does_not_take_is_refused_in_the_words_of_this_api(client: FlaskClient) -> None:
    refused = client.post(PATH, json={})
    assert (refused.status_code, refused.json["status"]) == (405, 405)

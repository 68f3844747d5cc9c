"""`GET /v1/openapi.json`: the description, for everybody; its truth is a house test's."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.api.marketplace.conftest import refusal

PATH = "/v1/openapi.json"


def test_the_description_is_told_to_everybody(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told = answer.json
    assert told["security"] == [{"ApiKey": []}, {"Token": []}]
    own = told["paths"]["/v1/users/auth"]["get"]
    assert own["security"] == [{"Token": []}, {"ApiKey": [], "Token": []}]
    assert "/v1/users/{user_id}/link/{link_id}" in told["paths"]


def test_refusals_are_told_as_they_are_spelled(client: FlaskClient) -> None:
    responses = client.get(PATH).json["paths"]["/v1/users/{user_id}"]["put"]["responses"]
    codes = {
        each["value"]["code"]
        for answer in responses.values()
        for each in answer["content"]["application/json"].get("examples", {}).values()
    }
    assert {"role_too_low", "wrong_mode", "email_taken", "outranked", "not_found"} <= codes


def test_a_method_it_does_not_take_is_refused_in_the_words_of_this_api(client: FlaskClient) -> None:
    assert refusal(client.post(PATH, json={})) == (405, "method_not_allowed")

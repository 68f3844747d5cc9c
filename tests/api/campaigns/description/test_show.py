"""`GET /v2/openapi.json`: the description, for everybody; its truth is a house test's."""

from __future__ import annotations

from flask.testing import FlaskClient

PATH = "/v2/openapi.json"


def test_the_description_is_told_to_everybody(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told = answer.json
    assert told["security"] == [{"Token": []}]
    assert "/v2/{access_key}/campaign/{campaign_key}" in told["paths"]
    assert "/v1/replay/{access_key}/{campaign_key}/replay.m3u8" in told["paths"]


def test_refusals_are_told_as_they_are_spelled(client: FlaskClient) -> None:
    path = "/v2/{access_key}/campaign/{campaign_key}"
    answers = client.get(PATH).json["paths"][path]["put"]["responses"]
    numbers = {
        status: {each["value"]["_s"] for each in content["application/json"]["examples"].values()}
        for status, answer in answers.items()
        if "examples" in (content := answer["content"])["application/json"]
    }
    assert numbers == {
        "400": {-510, -837},
        "401": {-200, -412},
        "403": {-510},
        "404": {-710},
        "413": {-510},
        "415": {-510},
        "429": {-510},
    }
    assert "Retry-After" in answers["429"]["headers"]


def test_a_method_it_does_not_take_is_refused_in_the_words_of_this_api(client: FlaskClient) -> None:
    refused = client.post(PATH, json={})
    assert (refused.status_code, refused.json["_s"]) == (405, -510)

"""`Idempotency-Key`: a create that is sent again is answered again and not done again."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.product import Product
from models.replay import Replay
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.test_fences import BODIES, routes
from tests.builders import a_key, a_seller

KEYED = {"Idempotency-Key": "order-1"}


@pytest.fixture
def careful(client: FlaskClient, key: dict[str, str]) -> Caller:
    """Alice's server, sending one Idempotency-Key with everything."""
    return Caller(client, {**key, **KEYED})


@pytest.mark.parametrize(
    "resource", [each for each in BODIES if each not in ("webhooks", "shares")]
)
def test_every_create_sent_again_is_answered_alike(careful: Caller, resource: str) -> None:
    first = careful.post(f"/{resource}", BODIES[resource])
    second = careful.post(f"/{resource}", BODIES[resource])
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert (first.mimetype, second.mimetype) == ("application/json",) * 2
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert careful.get(f"/{resource}").headers["Total-Count"] == "1"


def test_every_guarded_post_is_described_with_the_header(app: Flask, client: FlaskClient) -> None:
    told = client.get("/api/v1/openapi.json").json["paths"]
    posts = [
        methods["post"]
        for path, methods in told.items()
        if "post" in methods and methods["post"].get("security") != []
    ]
    creates = [rule for method, rule, said in routes(app) if method == "POST" and said.scope]
    assert len(posts) == len(creates) > 6
    for each in posts:
        named = [one["name"] for one in each["parameters"] if one["in"] == "header"]
        assert named.count("Idempotency-Key") == 1
        assert "request-in-flight" in str(each["responses"]["409"])
        assert "idempotency-key-reused" in str(each["responses"]["422"])


def test_another_body_under_the_same_key_is_refused(careful: Caller) -> None:
    careful.post("/products", {"name": "Jacket"})
    answer = careful.post("/products", {"name": "Coat"})
    [error] = answer.json["errors"]
    assert (answer.status_code, error["code"]) == (422, "idempotency-key-reused")
    assert error["source"] == {"parameter": "Idempotency-Key"}
    assert careful.post("/collections", {"name": "Jacket"}).status_code == 422
    assert Product.select().count() == 1


def test_the_same_form_is_known_again_under_another_boundary(careful: Caller, photo: bytes) -> None:
    def send(picture: bytes) -> Any:
        thumbnail = (io.BytesIO(picture), "jacket.jpg")
        return careful.form("POST", "/products", name="Jacket", thumbnail=thumbnail)

    first, second = send(photo), send(photo)
    assert first.json == second.json
    assert send(photo + b" ").status_code == 422
    assert Product.select().count() == 1


def test_spaces_do_not_make_another_request(careful: Caller) -> None:
    sent = {"content_type": "application/json"}
    first = careful("POST", "/products", data=b'{"name":"Jacket","ref":"a"}', **sent)
    second = careful("POST", "/products", data=b'{ "ref": "a", "name": "Jacket" }', **sent)
    assert first.data == second.data


def test_a_refused_request_can_be_corrected_under_its_key(careful: Caller) -> None:
    assert careful.post("/products", {"name": ""}).status_code == 422
    assert careful.post("/products", {"name": "Jacket", "price": "x"}).status_code == 422
    assert careful.post("/products", {"name": "Jacket", "price": "1.00"}).status_code == 201
    assert Replay.select().count() == 1


def test_the_same_key_of_another_shop_is_another_key(
    careful: Caller, client: FlaskClient, charlies_key: dict[str, str]
) -> None:
    careful.post("/products", {"name": "Jacket"})
    charlie = Caller(client, {**charlies_key, **KEYED})
    assert charlie.post("/products", {"name": "Coat"}).status_code == 201


@pytest.mark.parametrize("sent", ["", " ", "a b", "a" * 256, "schlüssel", "a\x7f"])
def test_a_key_that_is_none_is_refused(client: FlaskClient, sent: str, alices: Caller) -> None:
    caller = Caller(client, {**alices.headers, "Idempotency-Key": sent})
    answer = caller.post("/products", {"name": "Jacket"})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["source"] == {"parameter": "Idempotency-Key"}
    assert Product.select().count() == 0


def test_what_is_no_post_is_the_same_however_often_it_is_sent(careful: Caller) -> None:
    uid = careful.post("/products", {"name": "Jacket"}).json["data"]["id"]
    assert careful.patch(f"/products/{uid}", {"name": "Coat"}).status_code == 200
    assert careful.get(f"/products/{uid}").json["data"]["attributes"]["name"] == "Coat"


def test_of_fifty_requests_at_once_one_makes_a_row(app: Flask, key: dict[str, str]) -> None:
    start, answers = threading.Barrier(50), []

    def send() -> None:
        caller = Caller(app.test_client(), {**key, **KEYED})
        start.wait()
        answers.append(caller.post("/products", {"name": "Jacket"}))

    threads = [threading.Thread(target=send) for _ in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    made = {each.data for each in answers if each.status_code == 201}
    assert {each.status_code for each in answers} <= {201, 409}
    assert len(made) == 1, "whoever is answered is answered the same"
    assert len(answers) == 50
    assert Product.select().count() == 1


def test_callers_with_other_keys_are_answered_for_themselves(
    client: FlaskClient, alice: Shop, key: dict[str, str]
) -> None:
    sellers = [a_seller(alice), a_seller(alice)]
    keys = [key, *(a_key(alice, seller=each) for each in sellers)]
    made = [
        Caller(client, {**each, **KEYED}).post("/products", {"name": "Hat"}).json["data"]
        for each in keys
    ]
    assert len({each["id"] for each in made}) == 3
    told = [each["attributes"]["seller_id"] for each in made]
    assert told == [None, *(each.uid for each in sellers)]


def test_a_read_only_key_replays_nothing(careful: Caller, client: FlaskClient, alice: Shop) -> None:
    careful.post("/products", {"name": "Jacket"})
    reader = Caller(client, {**a_key(alice, scopes=["content.read"]), **KEYED})
    assert reader.post("/products", {"name": "Jacket"}).status_code == 403

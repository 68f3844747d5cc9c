"""`GET /api/v1/displayed_data/collections/<uid>`: one collection, for an element placed by hand."""

from __future__ import annotations

from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.content.displayed_data.ways import a_collection, ask
from tests.builders import a_video


def test_a_collection_is_told_in_order_as_far_as_it_plays(client: FlaskClient, alice: Shop) -> None:
    one, two = a_video(alice, name="one"), a_video(alice, name="two")
    hidden, unready = a_video(alice, published=False), a_video(alice, ready=False)
    made = a_collection(alice, two, hidden, unready, one)
    told = ask(client, "collection", made.uid, alice.app_id).get_json()
    assert told["attributes"]["component"] == "shorts_card"
    assert told["attributes"]["configuration"] == {"title": "Seen in motion"}
    assert told["carousel_url"] == f"https://vitrine.example/embed/collections/{made.uid}"
    assert [each["attributes"]["name"] for each in told["contents"]] == ["two", "one"]


def test_another_shops_collection_is_not_there(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    made = a_collection(charlie, a_video(charlie))
    for uid in (made.uid, "0" * 32, "nobody"):
        answer = ask(client, "collection", uid, alice.app_id)
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (404, "not-found")


def test_an_empty_collection_is_told_as_empty(client: FlaskClient, alice: Shop) -> None:
    answer = ask(client, "collection", a_collection(alice).uid, alice.app_id)
    assert (answer.status_code, answer.json["contents"]) == (200, [])

"""`POST /api/v1/shares`: a content is lent to another shop, which reads and shows it, no more."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.content import Content
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.shares.ways import GTIN, HER_PAGE, HIS_PAGE, share
from tests.builders import a_live, a_message, a_placement, a_product, a_share, a_video, an_event
from tests.pages.reading import Page


def test_a_share_is_granted_listed_and_taken_back(
    alices: Caller, charlies: Caller, charlie: Shop, film: Content
) -> None:
    a_share(a_video(film.shop))
    made = share(alices, film, charlie)
    assert made.status_code == 201
    told = made.json["data"]["attributes"]
    named = (told["content_id"], told["content_type"], told["app_id"], told["shop_name"])
    assert named == (film.uid, "video", charlie.app_id, "Charlie")
    uid = made.json["data"]["id"]
    assert alices.get(f"/shares/{uid}").json["data"] == made.json["data"]
    for query in (f"content_id={film.uid}", f"app_id={charlie.app_id}"):
        assert [each["id"] for each in alices.get(f"/shares?{query}").json["data"]] == [uid]
    assert charlies.get("/shares").json["data"] == []
    assert alices.delete(f"/shares/{uid}").status_code == 204
    assert charlies.get(f"/videos/{film.uid}").status_code == 404
    assert alices.get(f"/videos/{film.uid}").status_code == 200


def test_what_cannot_be_shared_is_refused_in_words(
    alices: Caller, charlies: Caller, alice: Shop, charlie: Shop, film: Content
) -> None:
    for body, pointer in (
        ({"content_id": film.uid, "app_id": "nobody"}, "/app_id"),
        ({"content_id": film.uid, "app_id": alice.app_id}, "/app_id"),
        ({"content_id": "nobody", "app_id": charlie.app_id}, "/content_id"),
        ({"content_id": film.uid}, "/app_id"),
    ):
        refused = alices.post("/shares", body)
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert share(alices, film, charlie).status_code == 201
    again = share(alices, film, charlie)
    assert (again.status_code, again.json["errors"][0]["code"]) == (409, "already-shared")
    on = share(charlies, film, alice)
    assert (on.status_code, on.json["errors"][0]["code"]) == (403, "shared-content")


def test_the_other_shop_reads_it_and_nothing_of_the_owners_own(
    alices: Caller, charlies: Caller, alice: Shop, charlie: Shop, film: Content
) -> None:
    a_share(film, charlie)
    his = a_product(charlie, name="His jacket", ref="C-1", ean="012345678905")
    a_product(charlie, name="Hidden", ean=GTIN, published=False)
    told = charlies.get(f"/videos/{film.uid}").json["data"]["attributes"]
    assert (told["shared"], told["name"], told["playback_url"] is None) == (True, film.name, False)
    assert (told["seller_id"], told["seller"], told["urls"]) == (None, None, [])
    assert told["product_ids"] == [his.uid]
    assert told["player_url"].endswith(f"/embed/videos/{film.uid}?shop={charlie.app_id}")
    assert alices.get(f"/videos/{film.uid}").json["data"]["attributes"]["shared"] is False
    [timecode] = charlies.get(f"/videos/{film.uid}/timecodes").json["data"]
    assert timecode["attributes"]["event_id"] == his.uid
    answers = [charlies.get(f"/videos{path}") for path in ("", f"/{film.uid}")]
    answers.append(charlies.get(f"/videos/{film.uid}/timecodes"))
    for hers in ("Her jacket", "Larch", "H-1", "shop.example/rain"):
        assert not any(hers in each.text for each in answers)


def test_filters_find_what_is_shared_by_the_shops_own_products(
    charlies: Caller, charlie: Shop, film: Content
) -> None:
    a_share(film, charlie)
    his = a_product(charlie, ref="C-1", ean="012345678905")
    own = a_video(charlie, name="His own", products=(his,))

    def ids(query: str) -> set[str]:
        return {each["id"] for each in charlies.get(f"/videos?{query}").json["data"]}

    assert ids("") == {film.uid, own.uid}
    assert ids(f"product_id={his.uid}") == ids("product_ref=C-1") == {film.uid, own.uid}
    assert film.seller is not None
    hers = [f"product_id={each.product.uid}" for each in film.product_links]
    hers += [f"seller_id={film.seller.uid}", "seller_name=larch", "product_ref=H-1"]
    hers += [f"seller_external_id={film.seller.external_id}"]
    assert [ids(each) for each in hers] == [set()] * 6


def test_a_shared_lives_chat_and_events_are_read_as_viewers_see_them(
    charlies: Caller, alice: Shop, charlie: Shop
) -> None:
    jacket, coat = a_product(alice, ean=GTIN), a_product(alice)
    his = a_product(charlie, ean=GTIN)
    live = a_live(alice)
    a_share(live, charlie)
    for product in (jacket, coat):
        an_event(live, "product", product=product)
    seen = a_message(live)
    a_message(live, "rude", moderated=True)
    path = f"/lives/{live.uid}"
    assert [each["id"] for each in charlies.get(f"{path}/messages").json["data"]] == [seen.uid]
    now = charlies.get(f"{path}/events").json["data"]["attributes"]
    assert now["product_active_ids"] == [his.uid]


def test_its_own_rules_show_it_on_the_other_shops_pages(
    charlies: Caller, charlie: Shop, film: Content, display: Callable[[str], TestResponse]
) -> None:
    a_share(film, charlie)
    a_product(charlie, name="His jacket", ref="C-1", ean=GTIN)
    # The owner's addresses and references name nothing on another shop's pages.
    for asked in (f"?url={HER_PAGE}", "?product_ref=H-1", "?product_ref=C-1"):
        assert display(asked).json == []
    rule = {"name": "Rain", "component": "embed", "urls": [HIS_PAGE], "content_id": film.uid}
    assert charlies.post("/placements", rule).status_code == 201
    [shown] = display(f"?url={HIS_PAGE}").json
    player = f"https://vitrine.example/embed/videos/{film.uid}?shop={charlie.app_id}"
    assert shown["player_url"] == player
    [product] = shown["contents"][0]["attributes"]["products"]
    assert (product["name"], product["ref"]) == ("His jacket", "C-1")
    gathered = charlies.post("/collections", {"name": "Seen", "content_ids": [film.uid]})
    collection = gathered.json["data"]["id"]
    for element in (f"/videos/{film.uid}", f"/collections/{collection}"):
        [content] = display(element).json["contents"]
        assert content["attributes"]["player_url"] == player
        assert "Her jacket" not in json.dumps(content)


def test_the_player_is_the_other_shops(
    client: FlaskClient, alice: Shop, charlie: Shop, film: Content
) -> None:
    a_share(film, charlie)
    a_product(charlie, name="His jacket", ref="C-1", ean=GTIN)
    address = f"/embed/videos/{film.uid}"
    answer = client.get(f"{address}?shop={charlie.app_id}")
    told = Page(answer).block("application/json")
    assert told["allowed_origins"] == ["https://charlie.example"]
    assert "frame-ancestors https://charlie.example;" in answer.headers["Content-Security-Policy"]
    [product] = told["content"]["products"]
    assert (product["ref"], product["from"], product["to"]) == ("C-1", 1.0, 4.0)
    assert "Her jacket" not in answer.text
    theirs = Page(client.get(address)).block("application/json")
    assert theirs["allowed_origins"] == ["https://shop.example"]
    assert [each["ref"] for each in theirs["content"]["products"]] == ["H-1", "H-2"]
    url = f"https://vitrine.example{address}?shop={charlie.app_id}"
    embedded = client.get("/oembed", query_string={"url": url}).get_json()
    assert (embedded["author_name"], url in embedded["html"]) == ("Charlie", True)


def test_the_carousel_opens_the_other_shops_player(
    client: FlaskClient, charlies: Caller, charlie: Shop, film: Content
) -> None:
    a_share(film, charlie)
    gathered = charlies.post("/collections", {"name": "Seen", "content_ids": [film.uid]})
    page = client.get(f"/embed/collections/{gathered.json['data']['id']}?lang=en")
    assert f"/embed/videos/{film.uid}?shop={charlie.app_id}&amp;lang=en&amp;dir=ltr" in page.text


def test_what_is_not_published_is_shown_by_nobody(
    client: FlaskClient, charlie: Shop, film: Content, display: Callable[[str], TestResponse]
) -> None:
    a_share(film, charlie)
    a_placement(charlie, urls=[HIS_PAGE], content=film)
    assert len(display(f"?url={HIS_PAGE}").json) == 1
    Content.update(published=False).execute()
    assert display(f"?url={HIS_PAGE}").json == []
    assert client.get(f"/embed/videos/{film.uid}?shop={charlie.app_id}").status_code == 404

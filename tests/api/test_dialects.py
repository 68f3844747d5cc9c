"""Every road to the same live, product and seller tells the same facts, and none tells a secret.

A road reads what one API tells into the words of one table; what a road does not tell has no row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.content import FINISHED, NOT_STARTED, STARTED, Content
from models.product import Product
from models.shop import Shop
from tests.builders import a_key, a_live, a_placement, a_product, a_seller, an_asset, an_event
from tests.conftest import NOON
from usecases import shops
from usecases.numerals import numeral_of

HOUR = timedelta(hours=1)
HOME = "https://vitrine.example"
PAGE = "https://shop.example/braids"
STREAM_STATES = {"planned": NOT_STARTED, "online": STARTED, "finished": FINISHED}
CAMPAIGN_STATES = {"READY": NOT_STARTED, "ONAIR": STARTED, "ENDED": FINISHED}
Facts = dict[str, Any]


@dataclass(frozen=True)
class Asker:
    """Somebody who asks all APIs about one live: a shop's server with its key, or anybody."""

    client: FlaskClient
    shop: Shop
    live: Content
    product: Product
    keyed: bool = True

    def ask(self, path: str) -> Any:
        """Ask as each API has it asked."""
        headers = {}
        if path.startswith("/api/v1/displayed_data"):
            headers = {"Origin": self.shop.allowed_origins[0]}
        elif self.keyed and path.startswith("/api/"):
            headers = a_key(self.shop)
        elif self.keyed and path.startswith(f"/v2/{self.shop.access_key}"):
            headers = {"Authorization": f"Bearer {shops.make_key(self.shop)[1]}"}
        return self.client.get(path, headers=headers)

    def told(self, path: str) -> Any:
        """Give what is answered."""
        answer = self.ask(path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json

    def paths(self) -> dict[str, str]:
        """Every road, by name."""
        live, slug, key = self.live.uid, self.shop.slug, self.shop.access_key
        app_id = self.shop.app_id
        return {
            "content": f"/api/v1/lives/{live}",
            "content list": "/api/v1/lives",
            "streams": f"/v3/streams?applicationId={slug}",
            "quick state": f"/v3/translation/quick-state?id={live}",
            "card": f"/v2/mini-player/stream?applicationId={slug}&productCode={self.product.ref}",
            "online": f"/v2/mini-player/online?applicationId={slug}",
            "campaign": f"/v2/{key}/campaign/{live}?includeAuctionDetail=true",
            "campaign by number": f"/v2/{key}/campaign/{numeral_of(live)}",
            "campaign list": f"/v2/{key}/campaign",
            "campaign products": f"/v2/{key}/campaign/{live}/product",
            "displayed data": f"/api/v1/displayed_data?url={PAGE}&app_id={app_id}",
            "displayed live": f"/api/v1/displayed_data/live?app_id={app_id}",
            "audience": f"/audience/v1/lives/{live}/state",
            "player": f"/embed/lives/{live}",
            "player's data": f"/embed/lives/{live}.json",
            "hosted player": f"/v1/player.html?ak={key}&ck={live}",
            "calendar": f"/embed/lives/{live}/calendar",
            "app": f"/sdk/?x-force-appid={slug}",
            "oembed": f"/oembed?url={HOME}/embed/lives/{live}&app_id={app_id}",
        }


def second(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment).replace(microsecond=0) if moment else None


def money(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(str(amount))


def by_content(asker: Asker) -> Facts:
    own = asker.told(asker.paths()["content"])
    live = own["data"]["attributes"]
    shelved = asker.told(f"/api/v1/products/{asker.product.uid}")["data"]["attributes"]
    seller = asker.told(f"/api/v1/sellers/{live['seller_id']}")["data"]
    return {
        "live": own["data"]["id"],
        "name": live["name"],
        "description": live["description"],
        "state": live["state"],
        "planned": second(live["start_date"]),
        "product": asker.product.uid,
        "product number": numeral_of(asker.product.uid),
        "ref": shelved["ref"],
        "product name": shelved["name"],
        "price": money(shelved["price"]),
        "discount": money(shelved["discount_price"]),
        "currency": shelved["currency"],
        "product page": shelved["url"],
        "seller": seller["id"],
        "seller number": numeral_of(seller["id"]),
        "seller name": seller["attributes"]["name"],
        "about the seller": seller["attributes"]["description"],
    }


def by_streams(asker: Asker) -> Facts:
    body = asker.told(asker.paths()["streams"])["body"]
    [stream] = body["plannedStreams"] + body["availableStreams"]
    [item], [streamer] = body["products"], body["streamers"]
    return {
        "live": stream["id"],
        "name": stream["name"],
        "description": stream["description"],
        "state": STREAM_STATES[stream["status"]],
        "planned": second(stream["plannedDate"]),
        "started": second(stream["startDate"]),
        "ended": second(stream["endDate"]),
        "product": item["id"],
        "ref": item["vendorCode"],
        "product name": item["name"],
        "price": money(item["oldPrice"]),
        "discount": money(item["price"]),
        "currency": item["currency"],
        "product page": item["url"],
        "seller": streamer["id"],
        "seller name": streamer["profile"]["nickname"],
        "about the seller": streamer["profile"]["about"],
    }


def by_quick_state(asker: Asker) -> Facts:
    body = asker.told(asker.paths()["quick state"])["body"]
    return {
        "live": body["id"],
        "state": STREAM_STATES[body["status"]],
        "ended": second(body["endDate"]),
        "viewers": body["viewers"],
    }


def by_card(asker: Asker) -> Facts:
    body = asker.told(asker.paths()["card"])["body"]
    return {
        "live": body["streamId"],
        "state": STREAM_STATES[body["streamStatus"]],
        "product": body["productId"],
        "plays": body["playbackLink"],
    }


def by_campaign(asker: Asker) -> Facts:
    told = asker.told(asker.paths()["campaign"])
    meta, seller, [item] = told["campaignMeta"], told["seller"], told["campaignProductList"]
    assert asker.told(asker.paths()["campaign by number"])["campaignMeta"] == meta
    [listed] = asker.told(asker.paths()["campaign list"])["results"]
    assert listed["campaignMeta"] == meta
    [alone] = asker.told(asker.paths()["campaign products"])
    assert {**alone, "auction": None} == {**item, "auction": None}
    assert item["seller"] == seller
    state = CAMPAIGN_STATES[meta["campaignStatus"]]
    facts = {
        "live": meta["campaignKey"],
        "name": meta["title"],
        "description": meta["description"],
        "state": state,
        "planned": second(meta["scheduledStartAt"]),
        "started": second(meta["campaignStartedAt"]),
        "ended": second(meta["campaignEndedAt"]),
        "product number": item["productId"],
        "ref": item["sku"],
        "product name": item["name"],
        "price": money(item["originalPrice"]),
        "discount": money(item["discountPrice"]),
        "currency": item["currency"],
        "product page": item["url"],
        "shown": [item["productId"]] if item["showingNow"] else [],
        "seller number": seller["sellerId"],
        "seller name": seller["name"],
        "about the seller": seller["description"],
    }
    if state == STARTED:
        facts |= {"plays": told["stream"]["liveUrl"], "viewers": meta["userCount"]}
    return facts


def by_catalog(asker: Asker) -> Facts:
    """Tell the product; it is told there without the live."""
    [item] = asker.told(f"/product/{asker.shop.slug}/products")
    alone = asker.told(f"/product/{asker.shop.slug}/products/{asker.product.catalog_id}")
    assert alone == item
    return {
        "ref": item["code"],
        "product name": item["name"],
        "seller name": item["vendor"]["name"],
    }


def by_displayed_data(asker: Asker) -> Facts:
    displays = asker.told(asker.paths()["displayed data"])
    content, *others = [each for display in displays for each in display["contents"]]
    assert others == [content], "by its own address and by a rule of the shop"
    live, [item] = content["attributes"], content["attributes"]["products"]
    return {
        "live": content["id"],
        "name": live["name"],
        "product": item["id"],
        "ref": item["ref"],
        "product name": item["name"],
        "price": money(item["price"]),
        "discount": money(item["discount_price"]),
        "currency": item["currency"],
        "product page": item["url"],
    }


def by_audience(asker: Asker) -> Facts:
    seen = asker.told(asker.paths()["audience"])
    plays = seen["playback_url"]
    return {
        "live": seen["id"],
        "name": seen["name"],
        "state": seen["state"],
        "planned": second(seen["starts_at"]),
        "started": second(seen["started_at"]),
        # What is asked for a card is absolute; the player's own state is relative to its page.
        "plays": plays and f"{HOME}{plays}",
        "viewers": seen["viewers"],
        "shown": [numeral_of(each["id"]) for each in seen["screen"]["products"]],
    }


def by_player(asker: Asker) -> Facts:
    content = asker.told(asker.paths()["player's data"])["content"]
    item = content["products"][0]
    return {
        "live": content["id"],
        "name": content["name"],
        "product": item["id"],
        "ref": item["ref"],
        "product name": item["name"],
        "product page": item["url"],
    }


ROADS: dict[str, Callable[[Asker], Facts]] = {
    "content": by_content,
    "streams": by_streams,
    "quick state": by_quick_state,
    "card": by_card,
    "campaign": by_campaign,
    "catalog": by_catalog,
    "displayed data": by_displayed_data,
    "audience": by_audience,
    "player": by_player,
}
STATES = (NOT_STARTED, STARTED, FINISHED)


@pytest.mark.parametrize("state", STATES)
def test_every_road_tells_the_same(
    client: FlaskClient, alice: Shop, noon: datetime, state: str
) -> None:
    seller = a_seller(alice, description="Braids since 1998")
    product = a_product(
        alice,
        ref="183966",
        seller=seller,
        discount_amount=9900,
        url="https://shop.example/p/1",
    )
    begun: dict[str, Any] = {} if state == NOT_STARTED else {"started_at": NOON}
    live = a_live(
        alice,
        seller=seller,
        starts_at=NOON,
        ends_at=NOON + HOUR,
        state=state,
        products=(product,),
        description="Three braids.",
        urls=[PAGE],
        **begun,
    )
    a_placement(alice, component="inline", content=live, urls=[PAGE])
    if state == STARTED:
        an_event(live, "product", product=product)
    if state == FINISHED:
        an_asset(live)
    asker = Asker(client, alice, live, product)
    table = {name: road(asker) for name, road in ROADS.items()}
    told: dict[str, dict[str, Any]] = {}
    for road, facts in table.items():
        for fact, value in facts.items():
            told.setdefault(fact, {})[road] = value
    differing = {
        fact: by_road
        for fact, by_road in told.items()
        if any(value != next(iter(by_road.values())) for value in by_road.values())
    }
    assert not differing
    alone = {fact for fact, by_road in told.items() if len(by_road) == 1}
    assert not alone, "a fact that one road tells is held against nothing"


HIDDEN: dict[str, dict[str, Any]] = {
    "a draft": {"published": False},
    "awaiting approval": {"published": False, "awaiting_approval": True},
}
NAMED = ("content", "quick state", "campaign", "audience", "player", "hosted player")


def secret_told(asker: Asker, *passed: str) -> dict[str, str]:
    """Ask on every road; give what tells of the live or its product, but on roads passed over."""
    live, product = asker.live, asker.product
    secrets = {live.uid, numeral_of(live.uid), live.name, product.uid, product.name}
    found = {}
    for road, path in asker.paths().items():
        answer = asker.ask(path)
        told = f"{answer.text} {answer.headers.get('Location', '')}"
        if road not in passed and any(each in told for each in secrets):
            found[road] = told
    return found


def a_secret(shop: Shop, **facts: Any) -> tuple[Content, Product]:
    """A live on air with a product, both of names that stand nowhere else."""
    product = a_product(shop, name="Quince kettle")
    Product.update(ref=product.uid).where(Product.id == product.id).execute()
    product.ref = product.uid
    plain: dict[str, Any] = {"name": "Secret sale", "state": STARTED, "urls": [PAGE]}
    plain |= {"starts_at": NOON, "started_at": NOON}
    live = a_live(shop, products=(product,), **{**plain, **facts})
    a_placement(shop, component="inline", content=live, urls=[PAGE])
    return live, product


def test_every_road_tells_of_what_is_public(
    client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    asker = Asker(client, alice, *a_secret(alice))
    # The page for apps is the same for every stream; its address names it behind the `#`.
    assert set(secret_told(asker)) == set(asker.paths()) - {"app"}


@pytest.mark.parametrize("facts", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_public_is_told_to_nobody_without_a_key(
    client: FlaskClient, alice: Shop, noon: datetime, facts: dict[str, Any]
) -> None:
    live, product = a_secret(alice, **facts)
    assert secret_told(Asker(client, alice, live, product, keyed=False)) == {}


def test_a_hidden_live_stands_in_no_list_for_anybody(
    client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    live, product = a_secret(alice, listed=False)
    by_name = (*NAMED, "player's data", "calendar", "oembed", "campaign by number")
    found = secret_told(Asker(client, alice, live, product, keyed=False), *by_name)
    # A rule of the shop names the live: where it is put on a page, it is shown.
    assert set(found) <= {"displayed data"}
    found = secret_told(Asker(client, alice, live, product), *by_name, "campaign products")
    assert set(found) <= {"displayed data", "content list"}


def test_another_shop_is_told_nothing_with_its_key_or_without(
    client: FlaskClient, alice: Shop, charlie: Shop, noon: datetime
) -> None:
    live, product = a_secret(alice)
    # What names a published live alone is public, whoever asks.
    public = ("quick state", "audience", "player", "player's data", "calendar", "oembed")
    for keyed in (True, False):
        asker = Asker(client, charlie, live, product, keyed=keyed)
        assert secret_told(asker, *public) == {}
    hidden, carried = a_secret(alice, published=False)
    for keyed in (True, False):
        assert secret_told(Asker(client, charlie, hidden, carried, keyed=keyed)) == {}

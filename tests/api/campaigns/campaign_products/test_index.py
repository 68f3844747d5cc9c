"""`GET /v2/<access key>/campaign/<key>/product`."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import clock
from models.content import FINISHED, STARTED, Content, ContentProduct
from models.product import LOW_IN_STOCK, SOLD_OUT
from tests.api.campaigns.campaign_products.ways import place_of
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.api.content.videos.test_index import counted_queries
from tests.builders import (
    a_bidder,
    a_live,
    a_product,
    a_seller,
    a_share,
    a_video,
    an_auction,
    an_event,
)
from tests.conftest import NOON
from usecases.auctions import bidding
from usecases.auctions.running import end, start
from usecases.numerals import numeral_of

# Told beside what the published sample shows.
BESIDES = {"brandIdentifier", "ctaButtonTitle"}
TERMS = {"starting_amount": 700, "increment_amount": 100, "maximum_amount": None}


def test_the_published_product_is_told_key_for_key(server: Server, noon: datetime) -> None:
    seller = a_seller(
        server.shop,
        name="Larch & Co",
        picture="media/pictures/7910",
        url="https://larch.example",
        description="Of larch",
    )
    mug = a_product(
        server.shop,
        seller=seller,
        external_id="PRODUCT_4",
        name="Mug",
        brand="Larch",
        url="https://shop.example/mug",
        ref="SKU004",
        picture="media/pictures/b22c",
        currency="USD",
        price_amount=1000,
        discount_amount=700,
        auction={"currency": "USD", **TERMS, "duration_s": 120, "extending": True},
    )
    live = a_live(server.shop, products=(a_product(server.shop), mug), state=STARTED)
    auction = an_auction(live, mug, currency="USD")
    start(server.shop, live.uid, auction.uid)
    noor, bob = a_bidder(live), a_bidder(live, "Bob")
    for bidder, price in ((noor, "7.00"), (bob, "8.00"), (noor, "9.00")):
        bidding.bid(bidder, live, auction.uid, price)
    an_event(live, "product", product=mug)
    ContentProduct.update(stock=SOLD_OUT).where(ContentProduct.product == mug).execute()
    with clock.frozen(NOON + timedelta(seconds=121)):
        told = server.get(place_of(live), includeAuctionDetail="true")[1]
    assert {name: told.pop(name) for name in BESIDES} == dict.fromkeys(BESIDES)
    assert told == {
        "productId": numeral_of(mug.uid),
        "customerProductId": "PRODUCT_4",
        "name": "Mug",
        "brand": "Larch",
        "description": None,
        "url": "https://shop.example/mug",
        "sku": "SKU004",
        "imageUrl": "https://vitrine.example/media/pictures/b22c/640.webp",
        "currency": "USD",
        "showPrice": True,
        "originalPrice": 10.0,
        "discountPrice": 7.0,
        "discountRate": 30.0,
        "enableAuction": True,
        "bidStartingPrice": 7.0,
        "bidMaximumPrice": None,
        "bidDuration": 120,
        "bidIncrementalAmount": 1.0,
        "extendBidDuration": True,
        "seller": {
            "sellerId": numeral_of(seller.uid),
            "name": "Larch & Co",
            "profileUrl": "https://vitrine.example/media/pictures/7910/640.webp",
            "storeUrl": "https://larch.example",
            "description": "Of larch",
            "schemes": None,
        },
        "createdAt": "2026-06-15T12:00:00Z",
        "updatedAt": "2026-06-15T12:00:00Z",
        "campaignId": numeral_of(live.uid),
        "showingNow": True,
        "sortOrder": 2,
        "stockStatus": "SOLD_OUT",
        "auction": {
            "productId": numeral_of(mug.uid),
            "auctionStatus": "ENDED",
            "startingPrice": 7.0,
            "bidRound": 3,
            "currentPrice": 0.0,
            "winningPrice": 9.0,
            "recommendedPrices": None,
            "winner": {
                "uid": numeral_of(noor.uid),
                "userId": "Noor@shop",
                "name": "Noor",
            },
            "leader": None,
            "winnerCheckoutScheme": None,
            "startedAt": 1781524800000,
            "endingAt": None,
            "endedAt": 1781524920000,
        },
    }
    assert list(map(type, (told["originalPrice"], told["discountRate"]))) == [float, float]


def test_many_products_cost_no_more_queries_than_one(server: Server) -> None:
    def a_campaign(size: int) -> Content:
        sellers = [a_seller(server.shop) for _ in range(size)]
        products = [a_product(server.shop, seller=each) for each in sellers]
        live = a_live(server.shop, products=tuple(products), state=STARTED)
        for each in products:
            an_auction(live, each)
            an_event(live, "product", product=each)
        return live

    small, large = a_campaign(1), a_campaign(20)
    server.get(place_of(small))
    with counted_queries() as for_one:
        server.get(place_of(small), includeAuctionDetail="true")
    with counted_queries() as for_twenty:
        assert len(server.get(place_of(large), includeAuctionDetail="true")) == 20
    assert len(for_twenty) == len(for_one)


def test_auctions_are_told_to_who_asks_for_them(server: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    an_auction(live)
    [told] = server.get(place_of(live))
    assert (told["enableAuction"], told["auction"]) == (True, None)
    [told] = server.get(place_of(live), includeAuctionDetail="true")
    assert told["auction"]["auctionStatus"] == "READY"


def test_an_auction_without_a_bid_ends_without_a_price(server: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    auction = an_auction(live)
    start(server.shop, live.uid, auction.uid)
    end(server.shop, live.uid, auction.uid)
    [told] = server.get(place_of(live), includeAuctionDetail="true")
    facts = ("auctionStatus", "currentPrice", "winningPrice", "winner", "bidRound")
    assert [told["auction"][each] for each in facts] == ["ENDED", 0.0, None, None, 1]


@pytest.mark.parametrize(
    ("own", "said", "told"),
    [
        ({}, None, "IN_STOCK"),
        ({"in_stock": False}, None, "SOLD_OUT"),
        ({"quantity": 0}, None, "SOLD_OUT"),
        ({"in_stock": False}, "in_stock", "IN_STOCK"),
        ({"in_stock": True}, LOW_IN_STOCK, "LOW_IN_STOCK"),
    ],
    ids=["unknown", "sold out", "none left", "said to be there", "said to be low"],
)
def test_stock_is_what_the_campaign_says_else_the_products(
    server: Server, own: dict[str, object], said: str | None, told: str
) -> None:
    live = a_live(server.shop, products=(a_product(server.shop, **own),), state=FINISHED)
    ContentProduct.update(stock=said).execute()
    assert [each["stockStatus"] for each in server.get(place_of(live))] == [told]


def test_a_shared_campaign_is_told_with_the_readers_own_products(
    server: Server, charlies: Server
) -> None:
    hers = a_product(server.shop, ean="4006381333931", name="Hers", seller=a_seller(server.shop))
    live = a_live(server.shop, products=(hers, a_product(server.shop)), state=STARTED)
    ContentProduct.update(stock=SOLD_OUT, group=4).execute()
    an_auction(live, hers)
    a_share(live, charlies.shop)
    assert charlies.get(place_of(live)) == []
    a_product(charlies.shop, ean="4006381333931", name="His")
    [told] = charlies.get(place_of(live), includeAuctionDetail="true")
    assert (told["name"], told["stockStatus"], told["auction"]) == ("His", "IN_STOCK", None)
    assert charlies.get(f"{place_of(live)}/auction") == []


def test_what_is_no_campaign_of_the_caller_has_no_products(
    server: Server, charlies: Server
) -> None:
    live, video = a_live(server.shop), a_video(server.shop)
    stranger = a_sellers_server(server.client, a_seller(server.shop))
    for who, uid in ((charlies, live.uid), (server, video.uid), (stranger, live.uid)):
        assert refusal(who.ask("GET", f"/campaign/{uid}/product")) == (404, -710)

"""Makers of test rows that ask only for what matters to the test; the cast is fixed.

Alice owns the shop (`a_shop()`), Charlie owns another one and must see nothing of hers.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from models import clock
from models.asset import READY, Asset
from models.auction import Auction
from models.audience import Reminder
from models.base import new_uid
from models.broadcast import Broadcast, LiveEvent, new_stream_key
from models.content import LIVE, NOT_STARTED, VIDEO, Content, ContentProduct
from models.display_rule import (
    CONTENT,
    PLACEMENT,
    PRODUCT,
    rules_of_content,
    rules_of_placement,
    rules_of_product,
    write_rules,
)
from models.feed import READY as FEED_READY
from models.feed import Feed
from models.message import SOFT, VIEWER, Ban, Message
from models.placement import Placement
from models.product import Product
from models.purchase import SERVER, Purchase
from models.seller import Seller
from models.session import SignInCode
from models.share import Share
from models.shop import Shop
from models.user import User
from models.webhook import Delivery, Webhook, new_secret
from usecases import codes, passes, purchases, sessions, shops
from usecases.auctions import bidding, running
from usecases.passes import Viewer

_numbers = count(1)
FILES = {
    "hls": "master.m3u8",
    "mp4": "video.mp4",
    "preview": "preview.mp4",
    "storyboard": "storyboard.vtt",
    "posters": [
        {"file": "poster-640.webp", "width": 640, "height": 360, "type": "image/webp"},
        {"file": "poster-640.jpg", "width": 640, "height": 360, "type": "image/jpeg"},
    ],
}


def a_shop(name: str = "Alice", **facts: Any) -> Shop:
    """Open a shop whose pages live at https://shop.example."""
    return shops.open_shop(
        name,
        **{"origins": ["https://shop.example"], "slug": f"{name.lower()}{next(_numbers)}", **facts},
    )


def a_key(
    shop: Shop, scopes: list[str] | None = None, seller: Seller | None = None
) -> dict[str, str]:
    """Make a key, of the shop or of a seller, and give the headers that carry it."""
    _, text = shops.make_key(shop, scopes=scopes, seller=seller)
    return {"App-Id": shop.app_id, "Api-Key": text}


def a_seller(shop: Shop, **facts: Any) -> Seller:
    """Take a seller on."""
    number = next(_numbers)
    return Seller.create(
        shop=shop, **{"name": "Larch & Co", "external_id": f"seller-{number}", **facts}
    )


def a_product(shop: Shop, **facts: Any) -> Product:
    """Put a product on the shelf, indexed by its reference and address."""
    facts = {"name": "Field jacket", "price_amount": 12900, "currency": shop.currency, **facts}
    product = Product.create(shop=shop, **facts)
    write_rules(shop, PRODUCT, product.id, rules_of_product(product))
    return product


def a_video(
    shop: Shop, *, products: tuple[Product, ...] = (), ready: bool = True, **facts: Any
) -> Content:
    """Make a video that plays (unless `ready` is false), carrying products, indexed by its urls."""
    content = Content.create(shop=shop, **{"kind": VIDEO, "name": "Rain test", **facts})
    for position, product in enumerate(products):
        ContentProduct.create(content=content, product=product, position=position)
    if ready:
        an_asset(content)
    write_rules(shop, CONTENT, content.id, rules_of_content(content))
    return content


def a_live(shop: Shop, **facts: Any) -> Content:
    """Plan a live; with `started_at` it has been on air since; `starts_by` as in a broadcast."""
    plain = {"kind": LIVE, "state": NOT_STARTED, "name": "Autumn show", "ready": False}
    names = ("started_at", "starts_by")
    aired = {name: facts.pop(name) for name in names if name in facts}
    live = a_video(shop, **{**plain, **facts})
    Broadcast.create(content=live, **aired, **new_stream_key())
    return live


def an_auction(live: Content, product: Product | None = None, **terms: Any) -> Auction:
    """Auction a product, a new one unless given: from 7.00 by 1.00, for two minutes."""
    product = product or a_product(live.shop)
    ContentProduct.get_or_create(content=live, product=product)
    plain = {"starting_amount": 700, "increment_amount": 100, "duration_s": 120}
    facts = {"currency": product.currency, **plain, **terms}
    return Auction.create(content=live, product=product, **facts)


def a_sold_auction(live: Content, **facts: Any) -> Auction:
    """Auction a product of a live that is on air, to its one bidder: ended, for 9.00."""
    auction = an_auction(live, maximum_amount=900, **facts)
    running.start(live.shop, live.uid, auction.uid)
    bidding.bid(a_bidder(live), live, auction.uid, 900)
    return auction


def a_bidder(live: Content, author: str = "Noor", **facts: Any) -> Viewer:
    """Let a signed-in user into a live, whom the shop lets bid."""
    return a_viewer(live, author, **{"user_ref": f"{author}@shop", **facts})


def a_reminder(live: Content, mail: str = "noor@shop.example", **facts: Any) -> Reminder:
    """Let somebody ask for a mail before a live."""
    plain = {"locale": "en", "time_zone": "UTC", "wording": "1", "consented_at": clock.now()}
    return Reminder.create(content=live, mail=mail, **{**plain, **facts})


def a_share(content: Content, shop: Shop | None = None) -> Share:
    """Share a content with a shop, a new one unless given."""
    return Share.create(content=content, shop=shop or a_shop("Dora"))


def a_message(live: Content, text: str = "Is it waterproof?", **facts: Any) -> Message:
    """Write into the chat of a live."""
    return Message.create(content=live, **{"author": "Noor", "text": text, **facts})


def an_event(live: Content, kind: str, **facts: Any) -> LiveEvent:
    """Put something on the screen of a live, now unless `from_at` says when."""
    return LiveEvent.create(content=live, kind=kind, **{"from_at": clock.now(), **facts})


def an_asset(content: Content, **facts: Any) -> Asset:
    """Give the content something that plays; the files need not exist."""
    number = next(_numbers)
    facts = {
        "state": READY,
        "playing": True,
        "progress": 1.0,
        "folder": f"media/asset{number}",
        "files": FILES,
        "duration_ms": 6200,
        "width": 1280,
        "height": 720,
        **facts,
    }
    return Asset.create(content=content, **facts)


def a_placement(shop: Shop, **facts: Any) -> Placement:
    """Make a rule and index it; without further facts it shows what matched, in a bubble."""
    placement = Placement.create(shop=shop, **{"name": "rule", "component": "bubble", **facts})
    write_rules(shop, PLACEMENT, placement.id, rules_of_placement(placement))
    return placement


def a_webhook(shop: Shop, **facts: Any) -> Webhook:
    """Let a server be told of everything."""
    facts = {"url": "https://hooks.example/vitrine", "events": ["*"], **facts}
    return Webhook.create(shop=shop, **{"secret": new_secret(), **facts})


def a_delivery(webhook: Webhook, **facts: Any) -> Delivery:
    """Write down that the webhook is to be told something."""
    now, number = clock.now(), next(_numbers)
    facts = {"event_uid": new_uid(), "event": "product.updated", "number": number, **facts}
    facts = {"body": "{}", "due_at": now, "ends_at": now + timedelta(hours=24), **facts}
    return Delivery.create(webhook=webhook, **facts)


def a_purchase(shop: Shop, *refs: str, source: str = SERVER, **facts: Any) -> Purchase:
    """Buy one of each reference; the order has an id only if told."""
    items = [{"ref": ref, "quantity": 1} for ref in refs]
    facts = {"total": "19.90", "items": items, **facts}
    bought = purchases.record(shop, source, **facts)
    assert bought
    return bought.purchase


def a_feed(shop: Shop, **facts: Any) -> Feed:
    """Take a feed on as if it had been read already and had nothing in it."""
    url = "https://shop.example/feed.xml"
    return Feed.create(
        shop=shop, **{"name": "Main catalogue", "url": url, "state": FEED_READY, **facts}
    )


def a_ban(live: Content, **facts: Any) -> Ban:
    """Ban somebody from a live, softly and known by their pass unless `facts` say otherwise."""
    plain = {"content": live, "kind": SOFT, "author": "Troll", "viewer": new_uid()}
    return Ban.create(shop=live.shop, **{**plain, **facts})


def a_viewer(live: Content, author: str = "Noor", **facts: Any) -> Viewer:
    """Let somebody into a live, as a viewer unless `role` says otherwise."""
    now = clock.now()
    plain = {"role": VIEWER, "made_at": now, "ends_at": now + timedelta(hours=24)}
    return Viewer(**{"live": live.uid, "uid": new_uid(), "author": author, **plain, **facts})


def bearing(viewer: Viewer) -> dict[str, str]:
    """Give the headers that carry a viewer's or a host's token."""
    return {"Authorization": f"Bearer {passes.written(viewer)}"}


def a_user(shop: Shop, email: str = "", **facts: Any) -> User:
    """Make a user of a shop, who has never signed in."""
    return User.create(
        shop=shop, **{"email": email or f"noor{next(_numbers)}@shop.example", **facts}
    )


def a_token(user: User) -> str:
    """Sign a user in by a code, and give the token."""
    codes.ask(user.shop, user.email)
    code = codes.code_of(SignInCode.get(SignInCode.email == user.email))
    return sessions.sign_in(user.shop, user.email, code).token

"""`DELETE /v2/<access key>/campaign/<key>/product`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from models.broadcast import LiveEvent
from models.content import STARTED
from models.database import database
from models.product import Product
from tests.api.campaigns.campaign_products.ways import carried, place_of, rows, statuses
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_product, a_share, an_auction, an_event
from usecases import carrying
from usecases.auctions.running import start
from usecases.carrying import NotCarried
from usecases.goods import Name
from usecases.numerals import numeral_of


def test_what_was_removed_already_fails_for_itself(server: Server) -> None:
    mug, cup = a_product(server.shop), a_product(server.shop)
    live = a_live(server.shop, products=(mug, cup))
    told = server.delete(place_of(live), rows(mug, mug))
    assert told["results"][0] == {
        "productId": numeral_of(mug.uid),
        "message": None,
        "status": "SUCCESS",
    }
    assert told["results"][1]["status"] == "FAIL"
    assert "does not carry" in told["results"][1]["message"]
    assert [told[each] for each in ("successCount", "warnCount", "failCount", "totalCount")] == [
        1,
        0,
        1,
        2,
    ]
    assert carried(live) == [cup.id]
    assert Product.select().count() == 2


def test_a_product_removed_while_it_is_shown_leaves_the_screen(server: Server) -> None:
    mug = a_product(server.shop)
    live = a_live(server.shop, products=(mug,), state=STARTED)
    an_event(live, "product", product=mug)
    assert statuses(server, "DELETE", place_of(live), rows(mug)) == ["SUCCESS"]
    assert LiveEvent.get().to_at is not None
    state = server.client.get(f"/audience/v1/lives/{live.uid}/state").get_json()
    assert state["screen"]["products"] == []


def test_a_product_removed_while_it_is_auctioned_is_auctioned_no_more(server: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    auction = an_auction(live)
    start(server.shop, live.uid, auction.uid)
    assert statuses(server, "DELETE", place_of(live), rows(auction.product)) == ["SUCCESS"]
    assert server.get(f"{place_of(live)}/auction") == []
    where = f"{place_of(live)}/auction/inprogress"
    assert refusal(server.ask("GET", where)) == (400, -840)


def test_what_is_removed_while_others_show_it_is_not_left_on_the_screen(server: Server) -> None:
    mug = a_product(server.shop)
    live = a_live(server.shop, products=(mug,), state=STARTED)
    name, ready = Name(mug.uid, None), threading.Barrier(4)

    def show() -> None:
        for _ in range(5):
            with suppress(NotCarried):
                carrying.show(server.shop, live.uid, name, on=True)

    def remove() -> None:
        carrying.take_out(server.shop, live.uid, [name])

    def at_once(act: Callable[[], None]) -> None:
        with database.connection_context():
            ready.wait(60)
            act()

    threads = [
        threading.Thread(target=at_once, args=(each,)) for each in (show, show, show, remove)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert carried(live) == []
    assert not LiveEvent.select().where(LiveEvent.to_at.is_null()).exists()


def test_only_its_own_shop_removes(server: Server, charlies: Server) -> None:
    mug = a_product(server.shop)
    live = a_live(server.shop, products=(mug,))
    assert refusal(charlies.ask("DELETE", place_of(live), rows(mug))) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("DELETE", place_of(live), rows(mug))) == (403, -510)
    assert carried(live) == [mug.id]

"""Measures telling a campaign of 1 and of 100 products, beside Flask routes that send its bytes.

The servers stand at the same time; each is loaded alone, in rounds of shuffled order, and every
ratio is taken inside a round.
"""

from __future__ import annotations

import tempfile
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from bench import report, servers
from bench.catalogue import UNLIMITED, Bench
from bench.loader import missing as missing_wrk
from models.auction import Auction
from models.broadcast import Broadcast, new_stream_key
from models.content import LIVE, NOT_STARTED, Content, ContentProduct
from models.database import connected, database, migrate, open_database
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases import shops

FEW, MANY = 1, 100
# One product in so many is auctioned, as in the samples of published APIs.
AUCTIONED = 5
WHOLE = "?includeAuctionDetail=true"
COLUMNS = ("", "requests/s", "p50 ms", "CPU µs/request", "bytes", "x bare Flask")


def measure(_folder: Path, rounds: int, seconds: float) -> None:
    """Print the part of the report about campaigns."""
    report.heading("A campaign: granian, one worker with one thread, 4 kept connections")
    if lack := missing_wrk():
        report.note(f"not measured: {lack}")
        return
    with tempfile.TemporaryDirectory() as work, ExitStack() as running:
        home = Path(work)
        headers, paths = _campaigns(home)
        bench = Bench(home, home, running)
        settings = {"VITRINE_DATA": str(home), **UNLIMITED}
        ours = running.enter_context(servers.granian("vitrine", settings))
        sizes = {}
        for size, path in paths.items():
            body = home / f"{size}.json"
            body.write_bytes(_answer(ours.url + path, headers))
            sizes[_name(size)] = sizes[_bare(size)] = body.stat().st_size
            bench.add(_name(size), ours, [path], headers)
            plain = {"BENCH_BYTES": str(body), "BENCH_PATH": path.partition("?")[0]}
            bare = running.enter_context(servers.granian("bare", plain))
            bench.add(_bare(size), bare, [path], {})
        bench.run(rounds, seconds)
        _print(bench, sizes)
        bench.aim(_name(MANY), _name(FEW), 3)


def _name(size: int) -> str:
    return f"campaign, {size:,} product{'s' if size > 1 else ''}"


def _bare(size: int) -> str:
    return f"bare Flask route, {size:,}"


def _print(bench: Bench, sizes: Mapping[str, int]) -> None:
    rows = []
    for each in bench.targets:
        size = int(each.name.rpartition(", ")[2].split()[0])
        rows.append(
            (
                each.name,
                report.number(each.middle(lambda load: load.rate)),
                report.number(each.middle(lambda load: load.p50), 2),
                report.number(each.middle(lambda load: load.cpu)),
                report.number(sizes[each.name]),
                report.number(bench.ratio(each.name, _bare(size)), 1),
            )
        )
        if failed := sum(load.failed for load in each.loads):
            report.note(f"{each.name}: {failed} requests failed, so its figures mean nothing")
    report.table(COLUMNS, rows)


def _campaigns(home: Path) -> tuple[dict[str, str], dict[int, str]]:
    """Make a shop with both campaigns; give headers with its key, and the paths by size."""
    open_database(f"sqlite:///{(home / 'vitrine.db').resolve()}")
    migrate()
    with connected(), database.atomic():
        shop = shops.open_shop("Bench", origins=["https://shop.example"], slug="bench")
        _, key = shops.make_key(shop)
        seller = Seller.create(shop=shop, name="Larch & Co", external_id="larch")
        lives = {size: _live(shop, seller, size) for size in (FEW, MANY)}
        access_key = shop.access_key
    database.obj.close_all()
    paths = {size: f"/v2/{access_key}/campaign/{live.uid}{WHOLE}" for size, live in lives.items()}
    return {"Authorization": f"Bearer {key}"}, paths


def _live(shop: Shop, seller: Seller, size: int) -> Content:
    facts = {"kind": LIVE, "state": NOT_STARTED, "name": f"A show with {size}"}
    live: Content = Content.create(shop=shop, seller=seller, **facts)
    Broadcast.create(content=live, **new_stream_key())
    for number in range(size):
        product = Product.create(
            shop=shop,
            seller=seller,
            ref=f"{size}-{number}",
            name=f"Field jacket {number}",
            description="Made to be mended. " * 5,
            url=f"https://shop.example/p/{number}",
            price_amount=12_900,
            discount_amount=9_900,
            currency=shop.currency,
            in_stock=True,
        )
        ContentProduct.create(content=live, product=product, position=number)
        if number % AUCTIONED == 0:
            terms = {"starting_amount": 700, "increment_amount": 100, "duration_s": 120}
            Auction.create(content=live, product=product, currency=shop.currency, **terms)
    return live


def _answer(address: str, headers: Mapping[str, str]) -> bytes:
    asked = urllib.request.Request(address, headers=dict(headers))
    with urllib.request.urlopen(asked, timeout=30) as answer:
        content: bytes = answer.read()
        return content

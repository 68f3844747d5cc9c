"""Builds databases with a thousand to a million display rules, in a mix as shops have them.

Of fifty rules forty name one page, six everything below a folder, two a host, one all
sub-domains, and one holds a star in the middle. Half of all rules belong to one big shop, the
rest to 49 others. A shop shows 200 videos on single pages and has 20 placements for the wider
patterns, however many rules lead to them; every fourth single page is that of a product that no
video carries, because catalogues are larger than studios. So only the number of rules varies.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from models.asset import READY, Asset
from models.content import Content
from models.database import connected, database, migrate, open_database
from models.display_rule import CONTENT, PLACEMENT, PRODUCT, Rule, rows_of
from models.placement import Placement
from models.product import Product
from models.shop import Shop

APP_ID = "bench-bench-bench-bench-bench-bench-bench-1"
ORIGIN = "https://shop1.example"
SHOPS = 50
VIDEOS = 200
PLACEMENTS = 20
INSERT = "insert or ignore into display_rule (key, owner, owner_id, text, hides) values (?,?,?,?,?)"
# Written once per file name: raise it when the seed changes, old files are then left alone.
VERSION = 2


def database_of(folder: Path, rules: int) -> Path:
    """Give a data folder whose database holds so many rules; made at the first call, then kept."""
    home = folder / f"rules-{rules}-v{VERSION}"
    file = home / "vitrine.db"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        part = home / "part.db"
        part.unlink(missing_ok=True)
        _seed(part, rules)
        part.rename(file)
    return home


def queries(rules: int, number: int) -> tuple[list[str], list[str]]:
    """Spell look-ups of the big shop as the script sends them: of covered pages, of other pages."""
    chance = random.Random(7)
    covered, others = [], []
    for _ in range(number):
        rule = chance.randrange(rules // 100) * 100 + chance.randrange(50)
        covered.append(_query(_page(rule)))
        others.append(_query(f"https://shop1.example/c{rule % 97}/unknown-{rule}"))
    return covered, others


def _query(page: str) -> str:
    return f"app_id={APP_ID}&url={quote(page, safe='')}"


def _shop(number: int) -> int:
    """Tell whose rule it is: of each hundred the first fifty are the big shop's."""
    block, place = divmod(number, 100)
    return 1 if place < 50 else 2 + block % (SHOPS - 1)


def _rule(number: int) -> tuple[str, int]:
    """Tell a rule's pattern and the kind of its owner."""
    shop, place = _shop(number), number % 50
    if place < 40:
        owner = PRODUCT if place % 4 == 0 else CONTENT
        return f"https://www.shop{shop}.example/c{number % 97}/p-{number}.html", owner
    if place < 46:
        return f"shop{shop}.example/range-{number}/*", PLACEMENT
    if place < 48:
        return f"site-{number}.example/*", PLACEMENT
    if place < 49:
        return f"*.brand-{number}.example/*", PLACEMENT
    return f"shop{shop}.example/look-{number}/*/sale", PLACEMENT


def _page(number: int) -> str:
    """Give a page that the rule covers."""
    pattern = _rule(number)[0].removeprefix("https://")
    if pattern.startswith("*."):
        pattern = "fr" + pattern[1:]
    if pattern.endswith("/*"):
        pattern = pattern[:-1] + "trousers/blue.html"
    return "https://" + pattern.replace("*", "summer")


def _seed(file: Path, rules: int) -> None:
    open_database(f"sqlite:///{file.resolve()}")
    migrate()
    with connected():
        with database.atomic():
            for number in range(1, SHOPS + 1):
                _write_shop(number)
            products = (_shop(each) for each in range(rules) if _rule(each)[1] == PRODUCT)
            _write_products(list(products))
            connection = database.connection()
            rows = _rows(rules)
            while some := list(islice(rows, 20_000)):
                connection.executemany(INSERT, some)
        database.execute_sql("pragma wal_checkpoint(truncate)")
    database.obj.close_all()


def _rows(rules: int) -> Iterator[tuple[int, int, int, str, bool]]:
    products = 0
    for number in range(rules):
        text, owner = _rule(number)
        shop = _shop(number)
        if owner == PRODUCT:
            products += 1
            owner_id = products
        else:
            each = VIDEOS if owner == CONTENT else PLACEMENTS
            owner_id = (shop - 1) * each + (number // 3) % each + 1
        yield from rows_of(shop, [], owner, owner_id, [Rule(text)])


def _write_shop(number: int) -> None:
    shop = Shop.create(
        name=f"Shop {number}",
        slug=f"shop{number}",
        app_id=APP_ID if number == 1 else f"{APP_ID[:-2]}{number:02}",
        allowed_origins=[f"https://shop{number}.example"],
        appearance={"accent": "#0b6e4f", "radius": 12},
    )
    _write_videos(shop)
    _write_placements(shop)


def _write_videos(shop: Shop) -> None:
    first = (shop.id - 1) * VIDEOS + 1
    ids = range(first, first + VIDEOS)
    contents = [{"id": each, "shop": shop.id, "name": f"Film {each} in motion"} for each in ids]
    Content.insert_many(contents).execute()
    posters = [{"file": "poster-640.webp", "width": 640, "height": 360, "type": "image/webp"}]
    files = {"hls": "master.m3u8", "mp4": "video.mp4", "preview": "preview.mp4", "posters": posters}
    facts = {"state": READY, "playing": True, "progress": 1.0, "files": files}
    sizes = {"duration_ms": 12_000, "width": 1280, "height": 720}
    assets = [{"content": each, "folder": f"media/film-{each}", **facts, **sizes} for each in ids]
    Asset.insert_many(assets).execute()


def _write_placements(shop: Shop) -> None:
    first = (shop.id - 1) * PLACEMENTS + 1
    target = {"element": "#gallery", "position": "afterend", "overwrite": False}
    facts = {"shop": shop.id, "component": "inline", "target": target}
    video = (shop.id - 1) * VIDEOS + 1
    placements = [
        {"id": first + each, "name": f"Placement {each}", "content": video + each, **facts}
        for each in range(PLACEMENTS)
    ]
    Placement.insert_many(placements).execute()


def _write_products(shops: list[int]) -> None:
    """Write a product for each of the shops given, numbered from 1."""
    first = Product.create(
        shop=shops[0], uid=f"{1:032x}", name="Field jacket", price_amount=12900, currency="EUR"
    )
    own = {"id", "uid", "shop_id"}
    columns = [each.column_name for each in Product._meta.sorted_fields]
    alike = ", ".join(each for each in columns if each not in own)
    database.connection().executemany(
        f"insert into product (uid, shop_id, {alike})"
        f" select ?, ?, {alike} from product where id = {first.id}",
        ((f"{each:032x}", shop) for each, shop in enumerate(shops[1:], 2)),
    )

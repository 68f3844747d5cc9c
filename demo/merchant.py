"""Stocks the shop through Vitrine's API: finds what is there, creates or mends the rest."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from demo import catalogue, terminal
from demo.api import Api, Fields
from demo.films import FILMS, Film, captions
from demo.trouble import Trouble

PICTURES = Path(__file__).resolve().parent / "static" / "products"
TITLE = "Seen in the meadow"
# The shop's green, for buttons that Vitrine draws.
ACCENT = "#16382c"
UNSEEN = ("/about", "/cart", "/checkout")
APPEARANCE = {"accent": "#16382c", "accent_text": "#ffffff", "radius": 14}
LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Stocked:
    """What the shop and `demo.json` need to know of what stands in Vitrine."""

    sellers: dict[str, str]
    products: dict[str, str]
    videos: dict[str, str]
    collection: str


def stock(api: Api, origin: str, clips: Mapping[str, Path], alive: Callable[[], None]) -> Stocked:
    """Bring everything into Vitrine that is not there yet, and wait until every film plays.

    `alive` is asked while waiting and raises when waiting has become pointless.
    """
    has = api.shop()["attributes"]
    wanted: Fields = {"allowed_origins": [origin], "appearance": APPEARANCE}
    if any(has[name] != value for name, value in wanted.items()):
        api.change_shop(wanted)
    sellers = _sellers(api)
    products = _products(api, origin, sellers)
    terminal.step(f"{len(sellers)} sellers and {len(products)} products are in Vitrine")
    videos = _videos(api, sellers, products, clips)
    wait(api, videos, clips, alive)
    collection = _collection(api, videos)
    place(api, placements(origin, collection))
    terminal.step(f"{len(videos)} videos play; carousel, player and bubble have their places")
    return Stocked(sellers, products, videos, collection)


def settle(
    api: Api, resource: str, there: Fields | None, wanted: Fields, picture: Path | None = None
) -> str:
    """Create what is missing, change what differs, leave the rest alone; give its uid."""
    if there is None:
        return str(api.create(resource, wanted, picture)["id"])
    uid, has = str(there["id"]), there["attributes"]
    changed = {name: value for name, value in wanted.items() if has.get(name) != value}
    needs_picture = picture if picture and not has.get("thumbnail_url") else None
    if changed or needs_picture:
        api.change(resource, uid, changed, needs_picture)
    return uid


def _by(api: Api, resource: str, name: str) -> dict[str, Fields]:
    return {item["attributes"][name]: item for item in api.every(resource)}


def _sellers(api: Api) -> dict[str, str]:
    there = _by(api, "sellers", "external_id")
    return {
        each.external_id: settle(
            api,
            "sellers",
            there.get(each.external_id),
            {"name": each.name, "external_id": each.external_id, "description": each.line},
        )
        for each in catalogue.SELLERS
    }


def _products(api: Api, origin: str, sellers: Mapping[str, str]) -> dict[str, str]:
    there = _by(api, "products", "ref")
    return {
        each.ref: settle(
            api,
            "products",
            there.get(each.ref),
            as_sent(each, origin, sellers),
            PICTURES / each.picture,
        )
        for each in catalogue.PRODUCTS
    }


def as_sent(product: catalogue.Product, origin: str, sellers: Mapping[str, str]) -> Fields:
    """Spell a product for the API; a price that is not reduced has no second one."""
    shelf = next(each.name for each in catalogue.CATEGORIES if each.slug == product.category)
    sent: Fields = {
        "name": product.name,
        "description": product.story,
        "ref": product.ref,
        "ean": product.ean,
        "price": catalogue.decimal(product.price),
        "in_stock": product.stock > 0,
        "url": origin + product.path,
        "categories": [shelf],
        "complementary_informations": {**product.facts, "Stock": product.stock},
    }
    if product.seller in sellers:
        sent["seller_id"] = sellers[product.seller]
    if product.discount_price is not None:
        sent["discount_price"] = catalogue.decimal(product.discount_price)
    return sent


def _videos(
    api: Api, sellers: Mapping[str, str], products: Mapping[str, str], clips: Mapping[str, Path]
) -> dict[str, str]:
    """Create the videos and send the files of those that have none yet."""
    there = _by(api, "videos", "name")
    videos = {}
    # Backwards: where several films fit a page the newest comes first, so the first of ours.
    for film in reversed(FILMS):
        found = there.get(film.name)
        if found is None:
            found = api.create("videos", _video_sent(film, sellers, products))
        uid = videos[film.slug] = str(found["id"])
        if "en" not in {each["attributes"]["language"] for each in api.parts(uid, "captions")}:
            api.put_text(f"/videos/{uid}/captions/en", captions(film), "text/vtt")
        moments = _timecodes(film, products)
        if [_moment(each["attributes"]) for each in api.parts(uid, "timecodes")] != moments:
            api.put(f"/videos/{uid}/timecodes", {"timecodes": moments})
        if found["attributes"]["status"] == "waiting_upload":
            api.upload(api.upload_url(uid), clips[film.slug])
    return {film.slug: videos[film.slug] for film in FILMS}


def _video_sent(film: Film, sellers: Mapping[str, str], products: Mapping[str, str]) -> Fields:
    sent: Fields = {
        "name": film.name,
        "description": film.description,
        "tags": list(film.tags),
        "product_ids": [products[ref] for ref in film.refs],
    }
    return sent | ({"seller_id": sellers[film.seller]} if film.seller else {})


def _timecodes(film: Film, products: Mapping[str, str]) -> list[Fields]:
    return [
        {
            "event": "product",
            "event_id": products[ref],
            "timestamp_start": begin,
            "timestamp_end": end,
        }
        for ref, begin, end in film.moments
    ]


def _moment(told: Fields) -> Fields:
    return {name: told[name] for name in ("event", "event_id", "timestamp_start", "timestamp_end")}


def wait(
    api: Api, videos: Mapping[str, str], clips: Mapping[str, Path], alive: Callable[[], None]
) -> None:
    """Wait until every video is ready; one that failed is sent once more, then it is Trouble."""
    bar, again = terminal.Bar("Preparing videos"), set[str]()
    while True:
        alive()
        states = {slug: api.show("videos", uid)["attributes"] for slug, uid in videos.items()}
        for slug, state in states.items():
            if state["status"] == "error" and slug in again:
                bar.close()
                raise Trouble(f"The film {slug} could not be prepared: {state['error']}")
            if state["status"] == "error":
                again.add(slug)
                api.upload(api.upload_url(videos[slug]), clips[slug])
        ready = sum(state["status"] == "ready" for state in states.values())
        if ready == len(states):
            bar.close()
            return
        bar.show(percent(states.values()), f"{ready} of {len(states)} ready")
        time.sleep(LOOK_SECONDS)


def percent(states: Collection[Fields]) -> float:
    """Give the share of the work that is done, over all videos."""
    shares = [1.0 if each["status"] == "ready" else each["progress"] for each in states]
    return 100 * sum(shares) / len(shares)


def _collection(api: Api, videos: Mapping[str, str]) -> str:
    wanted = {"name": TITLE, "layout": "shorts_card", "content_ids": list(videos.values())}
    return settle(api, "collections", _by(api, "collections", "name").get(TITLE), wanted)


def place(api: Api, wanted_ones: Iterable[Fields]) -> None:
    """Bring placements into Vitrine; their names tell which is which."""
    there = _by(api, "placements", "name")
    for wanted in wanted_ones:
        settle(api, "placements", there.get(wanted["name"]), wanted)


def placements(origin: str, collection: str) -> list[Fields]:
    """Say which films are shown where: each page has what suits it."""
    unseen = [origin + path for path in UNSEEN]
    return [
        {
            "name": "Carousel on the home page",
            "component": "shorts_card",
            "urls": [origin + "/"],
            "collection_id": collection,
            "target": spot("#watch", "beforeend"),
            "configuration": {"title": TITLE},
        },
        {
            "name": "Player in the gallery",
            "component": "embed",
            "product_refs": ["*"],
            "urls": [origin + "/p/*"],
            "excluded_urls": unseen,
            # It takes the place of the second picture; on a phone it comes after the words, where
            # it pushes nothing away that is looked at.
            "target": spot("#film", overwrite=True),
            "mobile_target": spot("#story", "afterend"),
            "configuration": {"title": "In motion"},
        },
        {
            "name": "Bubble on product pages",
            "component": "floating",
            "product_refs": ["*"],
            "urls": [origin + "/p/*"],
            "excluded_urls": unseen,
            "configuration": {"title": "See it outdoors", "corner": "bottom-right"},
        },
        {
            "name": "Stories on shelves",
            "component": "shorts_story",
            "urls": [origin + "/c/*"],
            "excluded_urls": unseen,
            "collection_id": collection,
            "target": spot("#stories"),
            "configuration": {"title": "Seen outdoors", "accent": ACCENT},
        },
        {
            "name": "Slider in the journal",
            "component": "cards_slider",
            "urls": [origin + "/journal/*"],
            "excluded_urls": unseen,
            "collection_id": collection,
            "target": spot("#films"),
            "configuration": {"title": "More mornings", "accent": ACCENT},
        },
    ]


def spot(element: str, position: str = "beforeend", *, overwrite: bool = False) -> Fields:
    """Name a place in a page."""
    return {"element": element, "position": position, "overwrite": overwrite}

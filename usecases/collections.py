"""Collections: contents put in an order, to be shown together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from models.collection import Collection, CollectionItem
from models.content import Content
from models.database import exclusive
from models.display_rule import PLACEMENT, forget_rules
from models.errors import Invalid, Problem
from models.placement import Placement
from models.shop import Shop
from usecases.borrowed import within_reach
from usecases.events import tell
from usecases.rows import Listing, find_named, find_row, holds, only_sent, owned, refuse_sellers

LAYOUTS = ("carousel", "stories", "slider", "highlight")
MOST = 200


@dataclass(frozen=True)
class Gathering:
    """A collection with the uids of its contents, in order."""

    collection: Collection
    contents: tuple[str, ...]


def listed(shop: Shop, *, name: str | None = None) -> Listing[Gathering]:
    """List the shop's collections, newest first, narrowed by a part of the name."""
    query: Any = Collection.select().where(owned(Collection, shop))
    if name:
        query = query.where(holds(Collection.name, name))
    return Listing(query.order_by(Collection.created_at.desc(), Collection.id.desc()), _dressed)


def find(shop: Shop, uid: str) -> Gathering:
    """Find a collection, or raise `NotFound`."""
    return _dressed([find_row(Collection, shop, uid, "collection")])[0]


def add(shop: Shop, **facts: Any) -> Gathering:
    """Make a collection. Facts: `name`, `layout`, `contents` (uids, in order).

    Contents that other shops share may stand in it. Raises `Invalid`.
    """
    return _kept(shop, None, facts)


def change(shop: Shop, uid: str, **facts: Any) -> Gathering:
    """Change what is sent of a collection. Raises `NotFound`, `Invalid`."""
    return _kept(shop, uid, facts)


def remove(shop: Shop, uid: str) -> None:
    """Remove a collection and the placements that show it; its contents stay."""
    with exclusive(shop):
        collection = find_row(Collection, shop, uid, "collection")
        placements = list(Placement.select().where(Placement.collection == collection))
        forget_rules(PLACEMENT, [each.id for each in placements])
        collection.delete_instance()
        for each in placements:
            tell(each, "removed")
        tell(collection, "removed")


def _dressed(rows: list[Collection]) -> list[Gathering]:
    found = defaultdict(list)
    links: Any = (
        CollectionItem.select(CollectionItem.collection, Content.uid)
        .join(Content)
        .where(CollectionItem.collection.in_([each.id for each in rows]))
        .order_by(CollectionItem.position)
    )
    for collection_id, uid in links.tuples():
        found[collection_id].append(uid)
    return [Gathering(each, tuple(found[each.id])) for each in rows]


def _kept(shop: Shop, uid: str | None, facts: dict[str, Any]) -> Gathering:
    refuse_sellers(shop)
    if facts.get("layout", LAYOUTS[0]) not in LAYOUTS:
        raise Invalid(Problem("layout", f"must be one of {', '.join(LAYOUTS)}"))
    if len(facts.get("contents") or ()) > MOST:
        raise Invalid(Problem("contents", f"at most {MOST} of them"))
    with exclusive(shop):
        if uid is None:
            collection = Collection(shop=shop)
        else:
            collection = find_row(Collection, shop, uid, "collection")
        for field, value in only_sent(facts, ("name", "layout")).items():
            setattr(collection, field, value)
        collection.save()
        if "contents" in facts:
            _fill(shop, collection, facts["contents"] or [])
        tell(collection, "updated" if uid else "created")
    return find(shop, collection.uid)


def _fill(shop: Shop, collection: Collection, uids: list[str]) -> None:
    contents = find_named(Content, shop, uids, "contents", within_reach(shop))
    CollectionItem.delete().where(CollectionItem.collection == collection).execute()
    for position, content in enumerate(contents):
        CollectionItem.create(collection=collection, content=content, position=position)

"""Contents with all that showing them needs, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.asset import Asset
from models.content import Content, ContentProduct
from models.product import Product


@dataclass(frozen=True)
class Watchable:
    """A content, what plays (None: nothing yet) and the published products it carries, in order."""

    content: Content
    asset: Asset | None
    products: tuple[Product, ...] = ()


def watchables(contents: Iterable[Content]) -> list[Watchable]:
    """Join contents with their playing asset and their products, keeping their order."""
    rows = list(contents)
    ids = [each.id for each in rows]
    playing = {each.content_id: each for each in _assets(ids)}
    carried = _products(ids)
    return [Watchable(each, playing.get(each.id), tuple(carried[each.id])) for each in rows]


def _assets(ids: Sequence[int]) -> Iterable[Asset]:
    if not ids:
        return []
    return Asset.select().where(Asset.content.in_(ids), Asset.playing)


def _products(ids: Sequence[int]) -> dict[int, list[Product]]:
    carried: dict[int, list[Product]] = defaultdict(list)
    if ids:
        links = (
            ContentProduct.select(ContentProduct, Product)
            .join(Product)
            .where(ContentProduct.content.in_(ids), Product.published)
            .order_by(ContentProduct.content, ContentProduct.position)
        )
        for link in links:
            carried[link.content_id].append(link.product)
    return carried

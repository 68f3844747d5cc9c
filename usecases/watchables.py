"""Contents with all that showing them needs, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from models.asset import Asset
from models.content import FINISHED, Content, ContentProduct
from models.product import Product
from models.shop import Shop
from usecases.borrowed import stand_ins
from usecases.market.prices import in_season


@dataclass(frozen=True)
class Watchable:
    """A content, what plays (None: nothing yet) and the published products it carries, in order.

    `borrower` is the shop that shows it when that is not its own. Then `products` are the
    borrower's, and `carried` tells for each which of the content's own it stands for (by ids).
    `stocks` is what the content says of the stock of its own products, `seasons` what products
    cost in the season that holds now, both by their ids.
    """

    content: Content
    asset: Asset | None
    products: tuple[Product, ...] = ()
    borrower: Shop | None = None
    carried: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    stocks: Mapping[int, str] = field(default_factory=dict)
    seasons: Mapping[int, int] = field(default_factory=dict)

    @property
    def showable(self) -> bool:
        """Whether there is anything to see: what plays, or a live that is on air or will be."""
        return self.asset is not None or self.content.state not in (None, FINISHED)

    def stock(self, product: Product) -> str | None:
        """Tell the stock of a product as shoppers see it here; None: unknown."""
        return product.stock(self.stocks.get(product.id))

    def told_prices(self, product: Product) -> tuple[int | None, int | None]:
        """Give the price of a product and the discounted one, as shoppers are told them now."""
        return product.told_prices(self.seasons.get(product.id))

    def named(self, product: Product) -> tuple[int, ...]:
        """Tell by which ids the content itself knows a product."""
        return self.carried.get(product.id, (product.id,))


def watchables(shop: Shop, contents: Iterable[Content]) -> list[Watchable]:
    """Join contents that `shop` shows with what plays and their products, keeping their order."""
    rows = list(contents)
    ids = [each.id for each in rows]
    playing = {each.content_id: each for each in _assets(ids)}
    carried = _products(ids)
    products = {row: [link.product for link in links] for row, links in carried.items()}
    foreign = [each for row in rows if row.shop_id != shop.id for each in products.get(row.id, ())]
    own = stand_ins(shop, foreign)
    seasons = in_season(chain(own.values(), *products.values()))
    return [
        replace(each, seasons=seasons)
        for each in (
            _borrowed(shop, row, playing.get(row.id), products.get(row.id, ()), own)
            if row.shop_id != shop.id
            else _own(row, playing.get(row.id), carried.get(row.id, ()))
            for row in rows
        )
    ]


def _own(content: Content, asset: Asset | None, links: Sequence[ContentProduct]) -> Watchable:
    stocks = {each.product_id: each.stock for each in links if each.stock is not None}
    return Watchable(content, asset, tuple(each.product for each in links), stocks=stocks)


def _borrowed(
    shop: Shop,
    content: Content,
    asset: Asset | None,
    products: Sequence[Product],
    own: Mapping[int, Product],
) -> Watchable:
    named: dict[int, tuple[int, ...]] = {}
    for each in products:
        if each.id in own:
            named[own[each.id].id] = (*named.get(own[each.id].id, ()), each.id)
    standing = {own[each.id].id: own[each.id] for each in products if each.id in own}
    return Watchable(content, asset, tuple(standing.values()), shop, named)


def _assets(ids: Sequence[int]) -> Iterable[Asset]:
    if not ids:
        return []
    query = Asset.select().join(Content).where(Asset.content.in_(ids), Asset.playing)
    return query.where(Content.replayable)


def _products(ids: Sequence[int]) -> dict[int, list[ContentProduct]]:
    carried: dict[int, list[ContentProduct]] = defaultdict(list)
    if ids:
        links = (
            ContentProduct.select(ContentProduct, Product)
            .join(Product)
            .where(ContentProduct.content.in_(ids), Product.published)
            .order_by(ContentProduct.content, ContentProduct.position)
        )
        for link in links:
            carried[link.content_id].append(link)
    return carried

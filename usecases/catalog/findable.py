"""What products and templates are searched and sorted by: fields by their names in the house.

A name is a path: `("code",)`, `("names", "de")`, `("mixins", "size", "width")`. Languages, where a
path says none, are a chain: the first of them that there is a text in counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Case, NodeList, fn

from models.category import Category
from models.picture_order import PictureOrder
from models.product import CODE, Product, ProductCategory
from models.product_template import ProductTemplate, TemplateVersion
from models.seller import Seller
from models.shop import Shop
from usecases.catalog.ancestry import Parent
from usecases.catalog.ancestry import Path as Above
from usecases.catalog.columns import Column, InOrder, Text, bound, flag, moment, number, presence
from usecases.catalog.insides import Inside, text_at
from usecases.catalog.tongues import known
from usecases.criteria import Comparison, Operator, Scalar

Path = tuple[str, ...]
P: Any = Product
T: Any = ProductTemplate
V: Any = TemplateVersion
S: Any = Seller
ORDER: Any = PictureOrder
# A picture that is still to be fetched is told, too.
ORDERED = ORDER.select(ORDER.url).where(ORDER.product == P.id)
PARENT: Any = Product.alias()
# What the product service alone tells of a product.
SHEET = {
    "tax_classes", "related", "bundled", "labels", "variant_attributes", "overridden",
    "mixin_schemas", "schema", "weight_dependent", "variant_type", "sellable", "own_attributes",
}  # fmt: skip


@dataclass(frozen=True)
class Through:
    """A field of another row, which `link` names; `unique`: no two of the shop's have it alike."""

    shop: Shop
    link: Any
    table: Any
    field: Column
    unique: bool = True

    def meets(self, asked: Comparison) -> Any:
        """Condition rows to meet a comparison."""
        if asked.operator in (Operator.EXISTS, Operator.MISSING):
            return self.link.is_null(asked.operator is Operator.MISSING)
        rows = self._ids(self.field.meets(asked))
        # Of one row the planner knows that what it leads to stands in order.
        alone = asked.operator is Operator.IS and self.unique
        return self.link == rows if alone else self.link.in_(rows)

    def is_one_of(self, asked: Sequence[Scalar]) -> Any:
        """Condition rows to have one of the values."""
        return self.link.in_(self._ids(self.field.is_one_of(asked)))

    def ordered(self) -> list[Any]:
        """Give what rows are sorted by."""
        own = self.table.select(self.field.expression).where(self.table.id == self.link)
        return Text(NodeList((own,))).ordered()

    def _ids(self, condition: Any) -> Any:
        return self.table.select(self.table.id).where(self.table.shop == self.shop, condition)


@dataclass(frozen=True)
class Among:
    """A field of other rows, of which a product may have several: `ids` are of those that do."""

    ids: Any
    field: Column

    def meets(self, asked: Comparison) -> Any:
        """Condition rows to meet a comparison."""
        if asked.operator is Operator.MISSING:
            return P.id.not_in(self.ids)
        if asked.operator is Operator.EXISTS:
            return P.id.in_(self.ids)
        return P.id.in_(self.ids.where(self.field.meets(asked)))

    def is_one_of(self, asked: Sequence[Scalar]) -> Any:
        """Condition rows to have one of the values."""
        return P.id.in_(self.ids.where(self.field.is_one_of(asked)))

    def ordered(self) -> list[Any]:
        """Sort by nothing: which of several would count?"""
        return []


Field = Column | Inside | Through | Among | Parent | Above


def product_field(shop: Shop, languages: Sequence[str], path: Path) -> Field:
    """Give a field of products. Raises `KeyError` for a path that is none."""
    name, *rest = path
    if name in LOCALIZED and len(rest) < 2:
        return Text(_told(shop, LOCALIZED[name], rest or _all(shop, languages)))
    if name == "mixins" and rest:
        return Inside(P.mixins, tuple(rest))
    if name in SHEET:
        return Inside(P.sheet, path)
    if path == ("categories",):
        links: Any = ProductCategory.select(ProductCategory.product).join(Category)
        return Among(links.where(Category.shop == shop), Text(Category.uid))
    if path == ("parent",):
        return Parent(Through(shop, *LINKED[path]))
    if path == ("path",):
        return Above(shop)
    if path in LINKED:
        return Through(shop, *LINKED[path])
    return PRODUCT[path]


def template_field(shop: Shop, languages: Sequence[str], path: Path) -> Field:
    """Give a field of templates, joined with their newest version. Raises `KeyError`."""
    name, *rest = path
    if name == "names" and len(rest) < 2:
        return Text(
            _first(
                [text_at(V.name, (each,)) for each in _spelled(shop, rest or _all(shop, languages))]
            )
        )
    if name == "attributes" and rest:
        return Inside(V.attributes, tuple(rest))
    return TEMPLATE[path]


def _all(shop: Shop, languages: Sequence[str]) -> list[str]:
    """Let a chain of languages end with the shop's others, as what is told does."""
    chain = [*languages, shop.locale, *shop.locales]
    return list(dict.fromkeys(each for each in chain if each))


def _told(shop: Shop, field: str, languages: Sequence[str]) -> Any:
    """Give a localized text: the column's where it is in that language, else what is beside it."""
    column = getattr(P, field)
    own = fn.coalesce(P.locale, shop.locale)
    return _first(
        [
            text
            for each in _spelled(shop, languages)
            for text in (
                Case(None, ((own == bound(each), column),)),
                text_at(P.translations, (field, each)),
            )
        ]
    )


def _spelled(shop: Shop, languages: Sequence[str]) -> list[str]:
    return [known(shop, each) or each for each in languages]


def _first(texts: Sequence[Any]) -> Any:
    return texts[0] if len(texts) == 1 else fn.coalesce(*texts)


LOCALIZED = {"names": "name", "descriptions": "description"}
PRODUCT: dict[Path, Field] = {
    ("id",): Text(P.catalog_id),
    ("code",): Text(InOrder(CODE, null=False)),
    ("kind",): Text(P.kind),
    ("published",): flag(P.published),
    ("brand_code",): Text(P.brand_code),
    ("mixins",): presence(P.mixins),
    # One that is still to be fetched is told, too.
    ("picture",): presence(
        fn.coalesce(P.picture, ORDER.select(ORDER.url).where(ORDER.product == P.id))
    ),
    ("template", "version"): number(P.template_version),
    ("version",): number(P.version),
    ("created_at",): moment(P.created_at),
    ("updated_at",): moment(P.updated_at),
}
LINKED: dict[Path, tuple[Any, ...]] = {
    ("parent",): (P.parent, PARENT, Text(PARENT.catalog_id)),
    ("template",): (P.template, T, Text(T.catalog_id)),
    ("template", "id"): (P.template, T, Text(T.catalog_id)),
    ("seller",): (P.seller, S, Text(S.external_id)),
    ("seller", "id"): (P.seller, S, Text(S.external_id)),
    ("seller", "name"): (P.seller, S, Text(S.name), False),
}
TEMPLATE: dict[Path, Field] = {
    ("id",): Text(T.catalog_id),
    ("attributes",): presence(V.attributes),
    ("version",): number(T.version),
    ("created_at",): moment(T.created_at),
    ("updated_at",): moment(T.updated_at),
}

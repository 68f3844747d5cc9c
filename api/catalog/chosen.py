"""What of products is told to who asks: the language, some fields, what they name beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict, Field

from api.auth import shop
from api.body import Input
from api.catalog import languages
from api.catalog.entering import may
from api.catalog.expansions import READ, expanded
from api.catalog.languages import Accepted
from api.catalog.picking import picked
from api.catalog.product_shapes import as_product
from api.catalog.tree_shapes import add_tree, wants_below
from api.fields import Filter
from models.product import VARIANT
from models.shop import Shop
from usecases.catalog.expanding import Named, named_by
from usecases.catalog.reading import Entry
from usecases.catalog.scopes import READ_UNPUBLISHED

LOCALIZED = ("name", "description")
ALWAYS = ("id", "yrn")
# What a variant never has from its parent.
OWN = (
    *ALWAYS,
    "code",
    "productType",
    "parentVariantId",
    "mixins.productVariantAttributes",
    "metadata.version",
    "metadata.createdAt",
    "metadata.modifiedAt",
    "metadata.overridden",
    "metadata.mixins.productVariantAttributes",
)


class Chosen(Input):
    """What of products is to be told; parameters not known here are passed over."""

    model_config = ConfigDict(extra="ignore")

    fields: list[Filter] = Field(
        [],
        description="Fields to tell, `id` and `yrn` besides; dots lead inside. All unless sent.",
        examples=[["name", "code"]],
    )
    expand: list[Filter] = Field(
        [],
        description="What to tell whole where its id is told: `template`, `parentVariant`, "
        "`brand`, `labels`.",
        examples=[["template"]],
    )
    rawValue: bool | None = Field(
        None,
        description="`false`: of variants only what is their own, nothing of their parent's.",
        examples=[True],
    )


@dataclass(frozen=True)
class View:
    """How products of a shop are told to one caller; `fields` none: all."""

    shop: Shop
    accepted: Accepted
    unpublished: bool
    fields: tuple[str, ...] = ()
    expand: frozenset[str] = frozenset()
    own_alone: bool = False

    def told(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        """Spell products, in a fixed number of statements."""
        named = named_by(
            self.shop,
            entries,
            self.expand,
            unpublished=self.unpublished,
            below=wants_below(self.fields),
        )
        return [self._one(each, named) for each in entries]

    def _one(self, entry: Entry, named: Named) -> dict[str, Any]:
        told = self._whole(entry, named)
        parent = named.parents.get(entry.parent or "")
        if parent is not None:
            told["parentVariant"] = self._whole(parent, named)
        return picked(told, (*ALWAYS, *self.fields)) if self.fields else told

    def _whole(self, entry: Entry, named: Named) -> dict[str, Any]:
        told = as_product(entry, self.shop)
        if self.own_alone and entry.product.kind == VARIANT:
            told = picked(told, (*OWN, *told["metadata"].get("overridden", ())))
        for field in LOCALIZED:
            if field in told:
                told[field] = self.accepted.told(told[field])
        add_tree(
            told,
            entry.product,
            named.trees,
            shop=self.shop,
            spell=self.accepted.told,
            unpublished=self.unpublished,
        )
        return expanded(told, entry.product, named)


def view(chosen: Chosen, *more_fields: str) -> View:
    """Say how the caller is told what it chose."""
    return View(
        shop=shop(),
        accepted=languages.accepted(shop()),
        unpublished=may(READ_UNPUBLISHED),
        fields=(*chosen.fields, *more_fields),
        expand=frozenset(READ[each] for each in chosen.expand if each in READ),
        own_alone=_own_alone(raw_value=chosen.rawValue),
    )


def _own_alone(*, raw_value: bool | None) -> bool:
    """Tell whether of a variant only its own values are told, by the parameter rawValue.

    As published, `true` is with its parent's values and `false` without; not sent, it is with them.
    """
    return raw_value is False

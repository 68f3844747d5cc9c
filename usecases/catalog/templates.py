"""Templates: which attributes products have that are made by them; each change is a new version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from peewee import IntegrityError

from models.database import exclusive
from models.errors import Invalid, NotFound, Problem
from models.product import Product, new_catalog_id
from models.product_template import (
    ProductTemplate,
    TemplateIdTaken,
    TemplateInUse,
    TemplateOutdated,
    TemplateVersion,
)
from models.seller import ShopDecides
from models.shop import Shop
from usecases.catalog import searching, sorting
from usecases.catalog.definitions import Definition, checked
from usecases.catalog.sorting import Key
from usecases.criteria import Criterion
from usecases.rows import Listing

T: Any = ProductTemplate
V: Any = TemplateVersion
# It stands in addresses, alone and before a dash.
ID = re.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,31}")


class NoTemplate(NotFound):
    """The shop has no template of this id, or not in this version."""

    code = "no-template"


def listed(
    shop: Shop,
    *,
    criterion: Criterion | None = None,
    keys: Sequence[Key] = (),
    languages: Sequence[str] = (),
) -> Listing[TemplateVersion]:
    """List the newest versions of the shop's templates, the oldest template first.

    `criterion`, `keys` and `languages` are those of `searching.template_condition` and
    `sorting.template_order`, and so are the refusals.
    """
    query = _versions(shop).where(V.version == T.version)
    if criterion is not None:
        query = query.where(searching.template_condition(shop, criterion, languages))
    return Listing(query.order_by(*sorting.template_order(shop, keys, languages)))


def find(shop: Shop, id_: str, version: int | None = None) -> TemplateVersion:
    """Find a template's version, the newest unless said; raises `NoTemplate`."""
    wanted = V.version == (T.version if version is None else version)
    named = (T.catalog_id == id_) & wanted
    found = _versions(shop).where(named).first() if ID.fullmatch(id_) else None
    if found is None:
        which = "" if version is None else f" in the version {version}"
        raise NoTemplate(f"this shop has no template {id_[:100]}{which}")
    template: TemplateVersion = found
    return template


def add(
    shop: Shop, *, name: dict[str, str], attributes: Sequence[Definition], id_: str | None = None
) -> TemplateVersion:
    """Keep a template, as its first version; its id is made unless given.

    `name` is {language: text}; attributes as `TemplateVersion` has them. Raises `Invalid`,
    `TemplateIdTaken`, `ShopDecides` for a seller's key.
    """
    _refuse_sellers(shop)
    if id_ is not None and not ID.fullmatch(id_):
        raise Invalid(Problem("id", "is made of at most 32 letters, digits and . _ ~ -"))
    checked(attributes)
    try:
        with exclusive(shop):
            template = T.create(shop=shop, catalog_id=id_ or new_catalog_id())
            return _say(template, name, attributes)
    except IntegrityError:
        raise TemplateIdTaken(f"another template of this shop has the id {id_}") from None


def change(
    shop: Shop, id_: str, *, version: int, name: dict[str, str], attributes: Sequence[Definition]
) -> TemplateVersion:
    """Let a template say something else, in its next version; `version` is the one replaced.

    Raises `NoTemplate`, `Invalid`, `TemplateOutdated`, `ShopDecides` for a seller's key.
    """
    _refuse_sellers(shop)
    find(shop, id_)
    checked(attributes)
    with exclusive(shop):
        template = find(shop, id_).template
        if template.version != version:
            now = template.version
            raise TemplateOutdated(
                f"the template has the version {now} by now; read it again and repeat the change"
            )
        template.version += 1
        template.save()
        return _say(template, name, attributes)


def remove(shop: Shop, id_: str) -> None:
    """Remove a template with all its versions, if there is one.

    Raises `TemplateInUse`, `ShopDecides` for a seller's key.
    """
    _refuse_sellers(shop)
    with exclusive(shop):
        template = T.get_or_none(T.shop == shop, T.catalog_id == id_) if ID.fullmatch(id_) else None
        if template is None:
            return
        if Product.select().where(Product.template == template).exists():
            raise TemplateInUse("products are made by this template; give them another one first")
        template.delete_instance()


def _versions(shop: Shop) -> Any:
    return V.select(V, T).join(T).where(T.shop == shop)


def _say(
    template: ProductTemplate, name: dict[str, str], attributes: Sequence[Definition]
) -> TemplateVersion:
    said: TemplateVersion = V.create(
        template=template,
        version=template.version,
        name=name,
        attributes=list(attributes),
        created_at=template.updated_at,
    )
    return said


def _refuse_sellers(shop: Shop) -> None:
    if shop.only_seller_id is not None:
        raise ShopDecides("templates are the shop's: a key of the shop changes them")

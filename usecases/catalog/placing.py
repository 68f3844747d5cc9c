"""Placing: drafts joined with the rows they name, and refused where a name of theirs is taken.

Call it in a transaction that holds the shop, so that what it finds stays so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import JOIN

from models.base import UID
from models.errors import Invalid, Problem
from models.product import (
    CATALOG_ID,
    DYNAMIC_VARIANT,
    PARENT_VARIANT,
    VARIANT,
    CatalogIdTaken,
    Product,
    RefTaken,
)
from models.product_template import ProductTemplate, TemplateVersion
from models.seller import Seller
from models.shop import Shop
from usecases.catalog.drafts import Draft
from usecases.catalog.facts import code_of
from usecases.catalog.generating import variant_id
from usecases.rows import owned


class NoSuchTemplate(Invalid):
    """The shop has no template of this id and version."""

    code = "no-such-template"


def find_all(shop: Shop, ids: Sequence[str]) -> dict[str, Product]:
    """Find the caller's products of these ids, with their templates."""
    query: Any = Product.select(Product, ProductTemplate).join(ProductTemplate, JOIN.LEFT_OUTER)
    known = [each for each in ids if CATALOG_ID.fullmatch(each)]
    found = query.where(owned(Product, shop), Product.catalog_id.in_(known))
    return {each.catalog_id: each for each in found}


def join_templates(shop: Shop, drafts: Sequence[Draft]) -> None:
    """Give drafts the rows of the templates they name, or refuse them."""
    named = {each.facts["template"]["id"] for each in drafts if each.facts.get("template")}
    query: Any = TemplateVersion.select(TemplateVersion, ProductTemplate).join(ProductTemplate)
    mine = ProductTemplate.shop == shop, ProductTemplate.catalog_id.in_(list(named))
    rows = query.where(*mine) if named else ()
    known = {(each.template.catalog_id, each.version): each.template for each in rows}
    for each in drafts:
        told = each.facts.get("template")
        each.product.template = known.get((told["id"], told["version"])) if told else None
        each.product.template_version = told["version"] if told else None
        if told and each.product.template is None:
            each.refusal = NoSuchTemplate(
                Problem("template", f"this shop has no template {told['id']} of this version")
            )


def join_parents(shop: Shop, drafts: Sequence[Draft]) -> None:
    """Give new variants the product that they are variants of, or refuse them.

    Dynamic variants only name theirs (`usecases/catalog/branching.py`).
    """
    new = [
        each
        for each in drafts
        if each.new
        and each.facts.get("parent") is not None
        and each.product.kind != DYNAMIC_VARIANT
    ]
    known = find_all(shop, [each.facts["parent"] for each in new]) if new else {}
    for each in new:
        parent = known.get(each.facts["parent"])
        if each.product.kind != VARIANT:
            each.problems.append(Problem("parent", "does not belong to products of this type"))
        elif parent is None or parent.kind != PARENT_VARIANT:
            why = "this shop has no such product that has variants"
            each.problems.append(Problem("parent", why))
        else:
            each.product.parent = parent
            each.product.catalog_id = each.facts.get("id") or variant_id(parent)


def join_sellers(shop: Shop, drafts: Sequence[Draft]) -> None:
    """Give drafts the sellers they name, or refuse them; a seller's key makes its seller's own."""
    named = [each.facts["seller"] for each in drafts if each.facts.get("seller") is not None]
    known: dict[str, int] = {}
    if named:
        uids = [each for each in named if UID.fullmatch(each)]
        own = Seller.external_id.in_(named) | Seller.uid.in_(uids)
        rows: Any = Seller.select().where(owned(Seller, shop), own)
        for row in rows:
            known |= {row.uid: row.id, row.external_id: row.id}
    for each in drafts:
        if "seller" in each.facts:
            _join_seller(shop, each, each.facts["seller"], known)
        if shop.only_seller_id is not None:
            each.product.seller_id = shop.only_seller_id


def _join_seller(shop: Shop, draft: Draft, name: str | None, known: dict[str, int]) -> None:
    if name is not None and name not in known:
        draft.problems.append(Problem("seller", f"this shop has no seller {name}"))
    elif name is None and shop.only_seller_id is not None:
        draft.problems.append(Problem("seller", "must be the seller this key belongs to"))
    else:
        draft.product.seller_id = known[name] if name is not None else None


def refuse_taken(shop: Shop, drafts: Sequence[Draft]) -> None:
    """Refuse drafts whose id or code another product of the shop has, or an earlier one here."""
    wanted = [each.facts["code"] for each in drafts]
    new = [each.product.catalog_id for each in drafts if each.new]
    rows: Any = Product.select(Product.uid, Product.ref, Product.catalog_id)
    mine = rows.where(Product.shop == shop)
    # Asked for together, SQLite would look through all products of the shop.
    found = [
        *mine.where(Product.ref.in_(wanted)),
        *mine.where(Product.catalog_id.in_([*new, *wanted])),
    ]
    ids = {each.catalog_id for each in found}
    # Who has a code: by uids, for what is new has no number yet.
    codes = {code_of(each): each.uid for each in found}
    for each in drafts:
        row, code = each.product, code_of(each.product)
        if each.new and row.catalog_id in ids:
            taken = f"another product of this shop has the id {row.catalog_id}"
            each.refusal = CatalogIdTaken(taken)
        elif codes.get(code, row.uid) != row.uid:
            each.refusal = RefTaken(f"another product of this shop has the code {code}")
        else:
            if each.before is not None and codes.get(each.before["code"]) == row.uid:
                del codes[each.before["code"]]
            ids.add(row.catalog_id)
            codes[code] = row.uid

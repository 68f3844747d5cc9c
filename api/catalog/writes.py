"""`/product/<tenant>/products`: a product made, replaced, changed, removed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import ConfigDict, Field

from api.auth import shop
from api.body import Input
from api.catalog import languages
from api.catalog.entering import guarded, may
from api.catalog.envelope import answer, nothing
from api.catalog.field_kinds import is_id
from api.catalog.product_fields import WORDS, ChangedProduct, NewProduct, facts_of_product, named
from api.catalog.product_shapes import yrn_of
from api.operation import Answer, Output
from models.errors import NotFound
from models.product import CatalogIdTaken, RefTaken
from usecases.catalog import scopes, upserting, writing
from usecases.catalog.drafts import How, MayNotPublish
from usecases.catalog.families import VariantsRemain
from usecases.catalog.writing import ChangedMeanwhile, VersionOutdated
from usecases.products import SellerDiffers

routes = Blueprint("writes", __name__)
# The version that what was made is in; what was replaced is in a later one.
MADE = 1
TAKEN = (RefTaken, CatalogIdTaken)
CONFLICTS = (RefTaken, VersionOutdated, ChangedMeanwhile, SellerDiffers)


class MadeProduct(Output):
    """The product that was made."""

    id: str = Field(examples=["abc-123"])
    productId: str = Field(description="The same.", examples=["abc-123"])
    yrn: str = Field(examples=["urn:yaas:saasag:caasproduct:product:myshop;abc-123"])


class WriteQuery(Input):
    """How to write; parameters not known here are passed over."""

    model_config = ConfigDict(extra="ignore")

    skipVariantGeneration: bool = Field(
        False, description="Whether no variants of a PARENT_VARIANT are made now."
    )
    doIndex: bool = Field(
        True, description="Has no effect: what is written is found by the next request."
    )
    skipRelatedItemsValidation: bool = Field(
        False, description="Has no effect here: related items must exist."
    )


class ReplaceQuery(WriteQuery):
    """How to replace a product."""

    partial: bool = Field(False, description="Whether what is not sent stays as it is.")


class RemoveQuery(Input):
    """How to remove a product; parameters not known here are passed over."""

    model_config = ConfigDict(extra="ignore")

    force: bool = Field(False, description="Whether all variants of it are removed with it.")
    doIndex: bool = Field(True, description="Has no effect.")


@routes.post("")
@guarded(
    "Create a product",
    scope=scopes.CREATE,
    body=NewProduct,
    asks=(languages.CONTENT,),
    query=WriteQuery,
    answer=MadeProduct,
    status=201,
    errors=(*TAKEN, MayNotPublish),
    words=WORDS,
)
def create(body: NewProduct, query: WriteQuery) -> Answer:
    """Make a product; publishing it takes the scope product.product_publish."""
    made = writing.create(shop(), facts_of_product(body, languages.sent(shop())), how(query))
    return answer(as_made(str(made.catalog_id)), 201)


@routes.put("/<product_id>")
@guarded(
    "Replace a product",
    scope=scopes.UPDATE,
    body=ChangedProduct,
    asks=(languages.CONTENT,),
    query=ReplaceQuery,
    answer=MadeProduct,
    status=201,
    silent="No Content: it was replaced.",
    errors=(NotFound, CatalogIdTaken, *CONFLICTS, MayNotPublish),
    words=WORDS,
)
def replace(product_id: str, body: ChangedProduct, query: ReplaceQuery) -> Answer:
    """Let a product be what is sent, `name` and `code` at least; with `partial`, change it.

    One that does not exist is made where the shop's setting `upserting` says so, which takes the
    scope product.product_create as well.
    """
    facts = facts_of_product(body, languages.sent(shop())) | named(body, product_id)
    if query.partial:
        writing.patch(shop(), facts, how(query))
        return nothing()
    product = upserting.put(shop(), facts, how(query), makes)
    return answer(as_made(product_id), 201) if product.version == MADE else nothing()


@routes.patch("/<product_id>")
@guarded(
    "Change a product",
    scope=scopes.UPDATE,
    body=ChangedProduct,
    asks=(languages.CONTENT,),
    query=WriteQuery,
    status=204,
    errors=(NotFound, *CONFLICTS, MayNotPublish),
    words=WORDS,
)
def change(product_id: str, body: ChangedProduct, query: WriteQuery) -> Answer:
    """Change what is sent: texts by language, mixins by name, the rest whole; null removes."""
    facts = facts_of_product(body, languages.sent(shop())) | named(body, product_id)
    writing.patch(shop(), facts, how(query))
    return nothing()


@routes.delete("/<product_id>")
@guarded(
    "Remove a product",
    scope=scopes.DELETE,
    query=RemoveQuery,
    status=204,
    errors=(VariantsRemain,),
)
def remove(product_id: str, query: RemoveQuery) -> Answer:
    """Remove a product; one that does not exist is removed already."""
    writing.remove(shop(), product_id, force=query.force)
    return nothing()


def makes(product_id: str) -> bool:
    """Tell whether the caller may make a product of this id by replacing it."""
    return may(scopes.CREATE) and is_id(product_id)


def how(query: WriteQuery) -> How:
    """Say how to write, and what the caller may do."""
    return How(
        publish=may(scopes.PUBLISH),
        unpublish=may(scopes.UNPUBLISH),
        generating=not query.skipVariantGeneration,
    )


def as_made(product_id: str) -> dict[str, Any]:
    """Spell which product was made."""
    yrn = yrn_of(shop().slug, product_id)
    return {"id": product_id, "productId": product_id, "yrn": yrn}

"""`/v2/<access key>/seller`: the sellers of the shop."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import partial
from api.campaigns.entering import guarded
from api.campaigns.envelope import Page, PageQuery, answer, page_of
from api.campaigns.seller_shapes import (
    WORDS,
    CampaignSeller,
    NewSeller,
    as_seller,
    facts_of_seller,
)
from api.fields import Filter, Whole
from api.operation import Answer
from models.errors import NotFound
from models.seller import ShopDecides
from usecases import goods, sellers

routes = Blueprint("sellers", __name__)
MOST_PER_PAGE = 100


class SellersQuery(PageQuery):
    """What narrows the list."""

    count: Whole = Field(
        10, ge=1, le=MOST_PER_PAGE, description="How many of the list a page holds."
    )
    keyword: Filter | None = Field(None, description="Part of the name.", examples=["larch"])


@routes.get("")
@guarded("Search sellers", query=SellersQuery, answer=Page[CampaignSeller])
def index(query: SellersQuery) -> Answer:
    """List the shop's sellers by name."""
    return page_of(goods.listed_sellers(shop(), name=query.keyword), query, as_seller)


@routes.post("")
@guarded(
    "Create a seller",
    body=NewSeller,
    answer=CampaignSeller,
    scope="content.write",
    errors=(ShopDecides,),
    words=WORDS,
)
def create(body: NewSeller) -> Answer:
    """Take a seller on."""
    return answer(as_seller(goods.known(sellers.add(shop(), **facts_of_seller(body)))))


@routes.get("/<seller_id>")
@guarded("Retrieve a seller", answer=CampaignSeller, errors=(NotFound,), extension=True)
def show(seller_id: str) -> Answer:
    """Show one seller."""
    return answer(as_seller(goods.find_seller(shop(), seller_id)))


@routes.put("/<seller_id>")
@guarded(
    "Update a seller",
    body=partial(NewSeller),
    answer=CampaignSeller,
    scope="content.write",
    errors=(NotFound,),
    words=WORDS,
    extension=True,
)
def change(seller_id: str, body: NewSeller) -> Answer:
    """Change what is sent of a seller."""
    found = goods.find_seller(shop(), seller_id).seller
    changed = sellers.change(shop(), found.uid, **facts_of_seller(body))
    return answer(as_seller(goods.known(changed)))


@routes.delete("/<seller_id>")
@guarded(
    "Delete a seller",
    status=204,
    scope="content.write",
    errors=(NotFound, ShopDecides),
    extension=True,
)
def remove(seller_id: str) -> Answer:
    """Remove a seller; its products and campaigns stay, as the shop's own."""
    sellers.remove(shop(), goods.find_seller(shop(), seller_id).seller.uid)
    return "", 204

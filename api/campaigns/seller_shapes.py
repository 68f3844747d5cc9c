"""A seller, field for field, and what is sent of one."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.body import Input
from api.fields import Line, Text, Url
from api.links import absolute
from api.operation import Output
from usecases.goods import KnownSeller
from usecases.numerals import numeral_of

# House word -> word of this API, of which one is misspelt for good.
SCHEMES = {
    "profile": "seeSellerProfile",
    "store": "viewSellerStore",
    "message": "messaeSeller",
    "survey": "takeSurvey",
    "save": "saveThisSeller",
}
WORDS = {
    "name": "name",
    "url": "storeUrl",
    "description": "description",
    "picture_url": "profileUrl",
    "app_links": "schemes",
}


class CampaignSeller(Output):
    """Who sells."""

    sellerId: str = Field(examples=["1"])
    name: str = Field(examples=["Larch & Co"])
    profileUrl: str | None = Field(
        examples=["https://vitrine.example/media/pictures/9c2e/640.webp"]
    )
    storeUrl: str | None = Field(examples=["https://larch.example"])
    description: str | None = Field(examples=["Jackets for wet woods"])
    schemes: dict[str, str] | None = Field(examples=[{"viewSellerStore": "shop://sellers/1"}])


class Schemes(Input):
    """Addresses inside the merchant's own app."""

    seeSellerProfile: Line | None = Field(None, description="Shows who the seller is.")
    viewSellerStore: Line | None = Field(None, description="Shows what the seller has.")
    messaeSeller: Line | None = Field(None, description="Writes to the seller.")
    takeSurvey: Line | None = Field(None, description="Asks the shopper.")
    saveThisSeller: Line | None = Field(None, description="Remembers the seller.")


class NewSeller(Input):
    """A seller as callers send it."""

    name: Line = Field(description="Name of the seller.", examples=["Larch & Co"])
    storeUrl: Url | None = Field(
        None, description="The seller's own site.", examples=["https://larch.example"]
    )
    description: Text | None = Field(
        None, description="About the seller.", examples=["Jackets for wet woods"]
    )
    profileUrl: Url | None = Field(
        None,
        description="Extension: address of a picture (JPEG, PNG, WebP, GIF), fetched and kept.",
        examples=["https://larch.example/logo.png"],
    )
    schemes: Schemes | None = Field(
        None, description="Extension: addresses inside the merchant's own app."
    )


def facts_of_seller(body: NewSeller) -> dict[str, Any]:
    """Give what was sent by the house's words."""
    facts = {
        word: getattr(body, spelled)
        for word, spelled in WORDS.items()
        if spelled in body.model_fields_set
    }
    if body.schemes is not None:
        sent = body.schemes.model_dump()
        links = {word: sent[spelled] for word, spelled in SCHEMES.items() if sent[spelled]}
        facts["app_links"] = links or None
    return facts


def as_seller(known: KnownSeller) -> dict[str, Any]:
    """Spell a seller."""
    seller, links = known.seller, known.seller.app_links
    return {
        "sellerId": numeral_of(seller.uid),
        "name": seller.name,
        "profileUrl": absolute(known.picture_url),
        "storeUrl": seller.url,
        "description": seller.description,
        "schemes": links and {SCHEMES[word]: link for word, link in links.items()},
    }

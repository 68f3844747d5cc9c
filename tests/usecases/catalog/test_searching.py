"""Searching: which products meet which criteria, the same on either database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.catalog.query import read
from models.database import database
from models.product import PARENT_VARIANT, VARIANT, Product
from models.product_template import ProductTemplate
from models.shop import Shop
from tests import builders
from usecases.catalog.patterns import BadPattern
from usecases.catalog.searching import condition

FRIDAY = datetime(2026, 6, 12, 9, 30, 0, 250_000, UTC)
SIZES = {
    "width": 20,
    "weight": 1.5,
    "label": "20",
    "big": 9,
    "washable": True,
    "dyed": "true",
    "tones": ["red", 7, None, False],
    "empty": [],
    "nothing": None,
    "since": "2026-06-12T09:30:00.000Z",
    "größe": "XL",
}
SALES: list[dict[str, Any]] = [
    {"amount": 6.7, "enabled": False, "days": [1, 2]},
    {"amount": 12, "enabled": True},
    "sold",  # type: ignore[list-item]
]
RELATED = [{"ref": "ink", "type": "ACCESSORY"}, {"ref": "pen", "type": "CONSUMABLE"}]
# By the letter that stands for a product: jacket, boots, scarf, lantern.
FINDS = {
    "id:jacket-1": "j",
    "id:JACKET-1": "",
    "id:(jacket-1,boots-1,nobody-1)": "jb",
    "id:exists": "jbsl",
    "id:~^b": "b",
    "code:J-1": "j",
    "code:(J-1 OR lantern-1)": "jl",
    # Made without a code, it is told by its id.
    "code:lantern-1": "l",
    "code:missing": "",
    "code:~-1$": "jsl",
    "code:(>J AND <K)": "j",
    "code:20": "b",
    "code:>=a": "sl",
    "kind:variant": "s",
    "kind:(basic,parent_variant)": "jbl",
    "published:true": "jsl",
    "published:false": "b",
    "published:maybe": "",
    "published:~t": "",
    "names:Boots": "b",
    "names:Field": "",
    'names:"Field jacket"': "j",
    "names.de:Feldjacke": "j",
    "names.de:~jacke": "j",
    "names.DE:Feldjacke": "j",
    "names.en:Laterne": "",
    # Its own language is German, whatever the shop's.
    "names.de:Laterne": "l",
    "names.fr:exists": "",
    "names.de:exists": "jl",
    "names.de:missing": "bs",
    "names:(~Field j)": "j",
    "names:~^.{5}$": "bs",
    "names:~[É]": "s",
    "names:~\\bjacket": "j",
    "names:~acket\\b": "j",
    "names:~\\Back": "REFUSED",
    "names:~field": "",
    "descriptions:exists": "j",
    "descriptions:null": "bsl",
    "descriptions:~^Warm.*pockets.$": "",
    "descriptions:~Warm\\sand": "j",
    "brand_code:null": "bsl",
    "brand_code:larch": "j",
    'brand_code:"null"': "",
    "version:1": "bsl",
    "version:>1": "j",
    "version:(>0.5 AND <2)": "bsl",
    'version:"3"': "j",
    "version:three": "",
    "version:99999999999999999999999999": "",
    "version:<99999999999999999999999999": "jbsl",
    "version:<1e999": "",
    'created_at:"2026-06-12T09:30:00.250Z"': "b",
    'created_at:"2026-06-12T11:30:00.250+02:00"': "b",
    'created_at:"2026-06-12T09:30:00.250"': "b",
    'created_at:>"2026-06-12T09:30:00.250Z"': "sl",
    'created_at:>"2026-06-12T09:30:00.249999Z"': "bsl",
    'created_at:(>="2026-06-12T09:00:00Z" AND <"2026-06-13T00:00:00Z")': "b",
    'created_at:<"2026-06-12"': "j",
    'created_at:>"yesterday"': "",
    'created_at:>"0001-01-01T00:00:00+14:00"': "jbsl",
    "created_at:>2026": "",
    "template:exists": "bs",
    "template.id:shirt": "bs",
    "template.id:(trousers,shirt)": "bs",
    "template.id:~^sh": "bs",
    "template.id:trousers": "",
    "template.version:2": "b",
    "parent:boots-1": "s",
    "parent:null": "jbl",
    "parent:~boots": "s",
    "seller.id:larch": "j",
    "seller.name:~Larch": "j",
    "seller:missing": "bsl",
    "mixins:exists": "jb",
    "mixins.sizes:exists": "j",
    "mixins.sizes:missing": "bsl",
    "mixins.sizes.nothing:exists": "",
    "mixins.sizes.nothing:null": "jbsl",
    "mixins.sizes.empty:exists": "",
    "mixins.sizes.tones:exists": "j",
    "mixins.sizes.width:20": "j",
    "mixins.sizes.width:20.0": "j",
    "mixins.sizes.width:2e1": "j",
    'mixins.sizes.width:"20"': "",
    "mixins.sizes.width:>20": "",
    "mixins.sizes.width:>=20": "j",
    "mixins.sizes.width:>9": "j",
    "mixins.sizes.width:(>=10 AND <=20)": "j",
    "mixins.sizes.width:(>=10 AND <20)": "",
    "mixins.sizes.width:wide": "",
    "mixins.sizes.width:<-99999999999999999999999999": "",
    "mixins.sizes.width:~20": "",
    "mixins.sizes.weight:1.5": "j",
    "mixins.sizes.weight:<1.51": "j",
    "mixins.sizes.label:20": "j",
    'mixins.sizes.label:"20"': "j",
    "mixins.sizes.label:>9": "",
    'mixins.sizes.label:>"1"': "j",
    "mixins.sizes.label:~0$": "j",
    "mixins.sizes.washable:true": "j",
    "mixins.sizes.washable:false": "",
    "mixins.sizes.washable:1": "",
    'mixins.sizes.washable:"true"': "",
    "mixins.sizes.washable:>0": "",
    "mixins.sizes.dyed:true": "j",
    "mixins.sizes.tones:red": "j",
    "mixins.sizes.tones:7": "j",
    "mixins.sizes.tones:false": "j",
    "mixins.sizes.tones:true": "",
    "mixins.sizes.tones:~^r": "j",
    "mixins.sizes.tones:(blue,7)": "j",
    "mixins.sizes.tones:>6": "j",
    "mixins.sizes.tones.red:exists": "",
    'mixins.sizes.since:>"2026-06-01T00:00:00.000Z"': "j",
    "mixins.sizes.größe:XL": "j",
    "mixins.sizes.width.deeper:20": "",
    "mixins.sizes:20": "",
    "mixins.sizes:~w": "",
    # Conditions on one list speak of one of its elements.
    "mixins.sales.amount:12": "j",
    "mixins.sales.amount:12 mixins.sales.enabled:true": "j",
    "mixins.sales.amount:12 mixins.sales.enabled:false": "",
    "mixins.sales.amount:(>7 AND <12)": "",
    "mixins.sales.amount:(6 OR 12) mixins.sales.enabled:(true,5)": "j",
    "compoundLogicalQuery:((mixins.sales.amount:12) AND (mixins.sales.enabled:false))": "",
    "mixins.sales.days:2": "j",
    "mixins.sales.days:(>=1 AND <2)": "j",
    "mixins.sales:sold": "j",
    "mixins.sales.enabled:exists": "j",
    "mixins.sales.gone:missing": "jbsl",
    "mixins.note:plain": "b",
    "mixins.note.deeper:plain": "",
    "related.type:CONSUMABLE": "j",
    "related.type:CONSUMABLE related.ref:pen": "j",
    "related.type:CONSUMABLE related.ref:ink": "",
    "related.type:CONSUMABLE compoundLogicalQuery:((related.ref:ink) OR (related.ref:pen))": "j",
    "related:exists": "j",
    "related:missing": "bsl",
    "labels:new": "j",
    "labels:(old,new)": "j",
    "labels:old": "",
    "tax_classes.EN:STANDARD": "j",
    "tax_classes.EN:~^ST": "j",
    "tax_classes.DE:exists": "",
    "variant_attributes.color:RED": "b",
    "overridden:published": "s",
    "weight_dependent:true": "j",
    "weight_dependent:missing": "bsl",
    "code:J-1 published:true": "j",
    "code:J-1 published:false": "",
    "compoundLogicalQuery:((code:J-1) OR (kind:variant))": "js",
    "compoundLogicalQuery:((code:(J-1,20) published:true) OR (labels:old))": "j",
    "code:(J-1,20) id:(boots-1,jacket-1) published:false": "b",
}


@pytest.fixture
def shelf(alice: Shop, charlie: Shop) -> Shop:
    """Four products that differ in all that can be asked, and another shop's like the first."""
    seller = builders.a_seller(alice, external_id="larch", name="Larch & Co")
    template = ProductTemplate.create(shop=alice, catalog_id="shirt")
    ProductTemplate.create(shop=charlie, catalog_id="trousers")
    alice.locales = ["en", "de"]
    alice.save()
    jacket = {
        "catalog_id": "jacket-1",
        "ref": "J-1",
        "name": "Field jacket",
        "description": "Warm\nand dry: with pockets.",
        "translations": {"name": {"de": "Feldjacke"}},
        "brand_code": "larch",
        "seller": seller,
        "version": 3,
        "mixins": {"sizes": SIZES, "sales": SALES},
        "sheet": {
            "related": RELATED,
            "labels": ["new", "warm"],
            "tax_classes": {"EN": "STANDARD"},
            "weight_dependent": True,
        },
        "created_at": FRIDAY - timedelta(days=1),
    }
    builders.a_product(alice, **jacket)
    builders.a_product(charlie, **{**jacket, "seller": None})
    boots = builders.a_product(
        alice,
        catalog_id="boots-1",
        ref="20",
        name="Boots",
        published=False,
        kind=PARENT_VARIANT,
        template=template,
        template_version=2,
        mixins={"note": "plain"},
        sheet={"variant_attributes": {"color": ["RED", "BLUE"]}},
        created_at=FRIDAY,
    )
    builders.a_product(
        alice,
        catalog_id="scarf-1",
        ref="s-1",
        name="Éclat",
        kind=VARIANT,
        parent=boots,
        template=template,
        template_version=1,
        sheet={"overridden": ["published"]},
        created_at=FRIDAY + timedelta(days=1),
    )
    builders.a_product(
        alice,
        catalog_id="lantern-1",
        name="Laterne",
        locale="de",
        created_at=FRIDAY + timedelta(days=2),
    )
    return alice


def found(shop: Shop, text: str, *languages: str) -> str:
    """Give the letters of the products that meet a query in the house's words."""
    try:
        asked = condition(shop, read(text), languages or ("en",))
    except BadPattern:
        return "REFUSED"
    rows: Any = Product.select(Product.catalog_id).where(Product.shop == shop, asked)
    return "".join(each.catalog_id[0] for each in rows.order_by(Product.id))


def test_each_query_finds_what_it_asks_for(shelf: Shop) -> None:
    assert {text: found(shelf, text) for text in FINDS} == FINDS


def test_a_text_is_looked_for_in_the_language_that_would_be_told(shelf: Shop) -> None:
    assert found(shelf, "names:Feldjacke", "de", "en") == "j"
    assert found(shelf, "names:Boots", "de", "en") == "b"
    assert found(shelf, 'names:"Field jacket"', "de", "en") == ""
    assert found(shelf, "names:Laterne", "en", "de") == "l"


def test_a_text_in_any_language_is_there(shelf: Shop) -> None:
    assert found(shelf, "names:Laterne", "en") == "l"
    assert found(shelf, "names:missing", "en") == ""
    assert found(shelf, "names.en:missing id:lantern-1", "en") == "l"


def test_thousands_of_ids_are_looked_for_at_once(shelf: Shop) -> None:
    ids = ",".join(f"{number:024x}" for number in range(1_990))
    assert found(shelf, f"id:({ids},boots-1)") == "b"
    assert found(shelf, f"code:({ids},J-1)") == "j"


def test_what_another_api_wrote_into_the_columns_counts(shelf: Shop) -> None:
    Product.update(translations={"name": {"en": "Old"}}).where(Product.ref == "20").execute()
    assert found(shelf, "names.en:Boots") == "b"
    assert found(shelf, "names.en:Old") == ""


def test_a_field_that_is_none_is_a_slip_of_the_caller(alice: Shop) -> None:
    with pytest.raises(KeyError):
        found(alice, "weight:20")


def test_many_values_and_deep_brackets_are_no_trouble(shelf: Shop) -> None:
    numbers = ",".join(f"n{each}" for each in range(150))
    assert found(shelf, f"id:({numbers},jacket-1)") == "j"
    text = "code:J-1"
    for each in range(60):
        text = f"compoundLogicalQuery:(({text}) {'OR' if each % 2 else 'AND'} (code:(J-1,{each})))"
    assert found(shelf, text) == "j"
    text = "mixins.sizes." + ".".join("a" * 40) + ":1"
    assert found(shelf, text) == ""


def test_hostile_values_find_nothing(shelf: Shop) -> None:
    values = ['"\ud800"', '"a\x00b"', '"%_\'--"', '"\\"', '"{}"', '"[1]"', "1;drop", "$.a"]
    fields = ["code", "id", "names", "template.id", "seller.name", "version", "created_at"]
    inside = ["mixins.sizes.label", "mixins.sales.amount", "labels", "related.ref"]
    for field in (*fields, *inside):
        for value in values:
            assert found(shelf, f"{field}:{value}") == ""
            assert found(shelf, f"{field}:({value},{value})") == ""


# Query -> the index that finds what it asks for.
INDEXES = {
    "id:jacket-1": "product_shop_id_catalog_id",
    "id:(jacket-1,boots-1)": "product_shop_id_catalog_id",
    "code:J-1": "product_shop_id_code",
    "code:(J-1,20)": "product_shop_id_code",
    "code:(>J AND <K)": "product_shop_id_code",
    "kind:variant": "product_shop_id_kind_id",
    "parent:boots-1": "product_parent_id",
    "template.id:shirt": "product_template_id",
    "template.id:(shirt,trousers)": "product_template_id",
    'created_at:"2026-06-12T09:30:00.250Z"': "product_shop_id_created_at_id",
    'created_at:(>="2026-06-12" AND <"2026-06-13")': "product_shop_id_created_at_id",
    'updated_at:>"2026-06-12"': "product_shop_id_updated_at_id",
}


@pytest.mark.sqlite
def test_what_names_few_is_found_by_index(shelf: Shop) -> None:
    plans = {text: plan(shelf, text) for text in INDEXES}
    assert {text: each for text, each in plans.items() if INDEXES[text] not in each} == {}


def plan(shop: Shop, text: str) -> str:
    """Tell how SQLite finds what meets a query, of whose rows it knows nothing."""
    asked = condition(shop, read(text), ["en"])
    sql, values = Product.select(Product.id).where(Product.shop == shop, asked).sql()
    return str(database.execute_sql(f"explain query plan {sql}", values).fetchall())

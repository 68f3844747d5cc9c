"""Products written one at a time: what they say then, which change wins, who may publish."""

from __future__ import annotations

import re
from typing import Any

import orjson
import pytest

from models.content import STARTED
from models.database import connected
from models.display_rule import DisplayRule
from models.errors import Invalid, NotFound
from models.product import CatalogIdTaken, Product, RefTaken
from models.shop import Shop
from tests.builders import a_live, a_product, a_seller, a_video, a_webhook, an_auction, an_event
from tests.serving import Site
from tests.usecases.catalog.conftest import events, kept, some_facts, told
from usecases import products
from usecases.catalog import writing
from usecases.catalog.drafts import How, MayNotPublish
from usecases.catalog.facts import Facts
from usecases.catalog.writing import ChangedMeanwhile, VersionOutdated
from usecases.changes import since
from usecases.products import SellerDiffers

WHOLE: Facts = {
    "id": "jacket",
    "code": "SKU-1",
    "kind": "basic",
    "names": {"en": "Field jacket", "de": "Feldjacke"},
    "descriptions": {"de": "Warm"},
    "published": True,
    "tax_classes": {"DE": "STANDARD"},
    "mixins": {"care": {"degrees": 30, "notes": ["gently", None]}},
    "related": [{"ref": "boots", "type": "ACCESSORY"}],
    "brand_code": "larch",
    "labels": ["new", "warm"],
    "mixin_schemas": {"fit": "https://schemas.example/fit.json"},
    "schema": "https://schemas.example/product.json",
    "weight_dependent": False,
}


@pytest.fixture
def alice(alice: Shop) -> Shop:
    """Alice's shop, which speaks three languages and sells boots."""
    alice.locales = ["en", "de", "fr"]
    alice.save()
    a_product(alice, name="Boots", catalog_id="boots")
    return alice


def test_a_product_says_all_that_was_sent_of_it(alice: Shop) -> None:
    made = writing.create(alice, WHOLE)
    assert told(alice, made) == WHOLE
    assert (made.version, made.name, made.locale, made.description) == (
        1,
        "Field jacket",
        "en",
        None,
    )


def test_a_product_gets_an_id_and_is_unpublished_unless_sent(alice: Shop) -> None:
    made = writing.create(alice, some_facts())
    assert re.fullmatch("[0-9a-f]{24}", made.catalog_id or "")
    assert not kept(alice, made.catalog_id).published


def test_a_new_product_is_on_every_other_shelf_at_once(alice: Shop) -> None:
    a_webhook(alice)
    made = writing.create(alice, some_facts(published=True))
    assert products.find(alice, made.uid).product.ref == "SKU-1"
    assert [each.text for each in DisplayRule.select()] == ["ref SKU-1"]
    assert events() == ["product.created"]


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({"id": "boots"}, CatalogIdTaken),
        ({"code": "boots"}, RefTaken),
        ({"code": "SCARF"}, RefTaken),
        ({"names": {}}, Invalid),
    ],
    ids=["an id", "an id told as a code", "a code", "no name"],
)
def test_what_is_taken_or_missing_makes_no_product(
    alice: Shop, sent: Facts, refusal: type[Exception]
) -> None:
    a_product(alice, ref="SCARF")
    with pytest.raises(refusal):
        writing.create(alice, some_facts(**sent))
    assert Product.select().count() == 2


def test_other_shops_have_ids_and_codes_of_their_own(alice: Shop, charlie: Shop) -> None:
    writing.create(charlie, some_facts(id="boots", code="SKU-1"))
    writing.create(alice, some_facts(id="jacket", code="SKU-1"))
    with pytest.raises(NotFound):
        writing.patch(charlie, {"id": "jacket", "published": True})
    writing.remove(charlie, "jacket")
    assert kept(alice, "jacket").catalog_id == "jacket"


def test_replacing_takes_away_what_is_not_sent_but_nothing_of_other_apis(alice: Shop) -> None:
    seller = a_seller(alice)
    made = writing.create(alice, {**WHOLE, "seller": seller.external_id})
    products.change(alice, made.uid, price="19.90", url="https://shop.example/jacket")
    writing.replace(alice, some_facts(id="jacket", code="SKU-2", names={"de": "Jacke"}))
    assert {name for name, value in told(alice, made).items() if value} == {
        *("id", "code", "kind", "names")
    }
    after = kept(alice, "jacket")
    assert (after.name, after.locale, after.ref, after.version) == ("Jacke", "de", "SKU-2", 3)
    assert (after.price_amount, after.url) == (1990, "https://shop.example/jacket")
    assert after.seller == seller


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ({"names": {"fr": "Veste"}}, {"names": {**WHOLE["names"], "fr": "Veste"}}),
        ({"names": {"de": None}}, {"names": {"en": "Field jacket"}}),
        ({"descriptions": None}, {"descriptions": {}}),
        (
            {"mixins": {"wax": {"none": 1}}},
            {"mixins": {**WHOLE["mixins"], "wax": {"none": 1}}},
        ),
        ({"mixins": {"care": {"dry": True}}}, {"mixins": {"care": {"dry": True}}}),
        ({"mixins": {"care": None}}, {"mixins": {}}),
        ({"mixins": None}, {"mixins": None}),
        ({"labels": ["old"]}, {"labels": ["old"]}),
        ({"tax_classes": {"FR": "ZERO"}}, {"tax_classes": {"FR": "ZERO"}}),
        ({"brand_code": None}, {"brand_code": None}),
        ({"published": False}, {"published": False}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_change_joins_texts_and_mixins_and_replaces_the_rest(
    alice: Shop, sent: Facts, left: Facts
) -> None:
    made = writing.create(alice, WHOLE)
    writing.patch(alice, {"id": "jacket", **sent})
    assert told(alice, made) == {**WHOLE, **left}
    assert kept(alice, "jacket").version == 2


def test_null_removes_what_is_kept_in_the_sheet(alice: Shop) -> None:
    made = writing.create(alice, WHOLE)
    writing.patch(alice, {"id": "jacket", "labels": None, "tax_classes": None, "related": None})
    assert not {"labels", "tax_classes", "related"} & told(alice, made).keys()


def test_the_last_name_cannot_be_taken_away(alice: Shop) -> None:
    made = writing.create(alice, some_facts())
    with pytest.raises(Invalid) as refused:
        writing.patch(alice, {"id": made.catalog_id, "names": {"en": None}})
    assert [each.where for each in refused.value.problems] == ["names"]


def test_a_product_of_another_api_keeps_having_no_reference(alice: Shop) -> None:
    writing.patch(alice, {"id": "boots", "names": {"de": "Stiefel"}})
    assert (kept(alice, "boots").ref, kept(alice, "boots").name) == (None, "Boots")
    writing.replace(alice, some_facts(id="boots", code="BOOTS"))
    assert kept(alice, "boots").ref == "BOOTS"


@pytest.mark.parametrize("act", [writing.replace, writing.patch])
def test_who_changes_an_old_version_is_refused(alice: Shop, act: Any) -> None:
    writing.create(alice, some_facts(id="jacket"))
    act(alice, some_facts(id="jacket", version=1, code="SKU-2"))
    with pytest.raises(VersionOutdated):
        act(alice, some_facts(id="jacket", version=1, code="SKU-3"))
    assert (kept(alice, "jacket").ref, kept(alice, "jacket").version) == ("SKU-2", 2)


def test_who_is_overtaken_while_a_schema_is_fetched_is_told_so(alice: Shop, site: Site) -> None:
    writing.create(alice, some_facts(id="jacket"))
    url, schema = site.url("/care.json"), b'{"type": "object"}'

    def overtaken(_handler: Any) -> bytes:
        with connected():
            writing.patch(alice, {"id": "jacket", "labels": ["new"]})
        return schema

    site.pages["/care.json"] = overtaken
    care = {"mixins": {"care": {}}, "mixin_schemas": {"care": url}}
    with pytest.raises(ChangedMeanwhile):
        writing.patch(alice, {"id": "jacket", **care})
    assert told(alice, kept(alice, "jacket")).get("labels") == ["new"]
    # It is known by now.
    writing.patch(alice, {"id": "jacket", **care})
    assert kept(alice, "jacket").mixins == {"care": {}}


@pytest.mark.parametrize(
    "care", [{"mixins": {"care": 1}}, {"mixins": {"productVariantAttributes": {}}}]
)
def test_mixins_are_held_against_their_schemas(alice: Shop, site: Site, care: Facts) -> None:
    site.pages["/care.json"] = b'{"type": "object"}'
    schemas = {"care": site.url("/care.json")}
    with pytest.raises(Invalid) as refused:
        writing.create(alice, some_facts(**care, mixin_schemas=schemas))
    [problem] = refused.value.problems
    assert problem.where == f"/mixins/{next(iter(care['mixins']))}"


def test_other_apis_count_the_version_on_as_well(alice: Shop) -> None:
    made = writing.create(alice, some_facts(id="jacket"))
    products.change(alice, made.uid, name="Harbour jacket")
    with pytest.raises(VersionOutdated):
        writing.patch(alice, {"id": "jacket", "version": 1, "published": True})


@pytest.mark.parametrize(
    ("before", "sent", "how"),
    [
        (None, {"published": True}, How(publish=False)),
        (False, {"published": True}, How(publish=False)),
        (True, {"published": False}, How(unpublish=False)),
    ],
    ids=["new", "publish", "unpublish"],
)
def test_who_may_not_publish_changes_nothing(
    alice: Shop, before: bool | None, sent: Facts, how: How
) -> None:
    if before is not None:
        writing.create(alice, some_facts(id="jacket", published=before))
    act = writing.create if before is None else writing.patch
    with pytest.raises(MayNotPublish):
        act(alice, some_facts(id="jacket", **sent), how)
    left = [
        (each.published, each.version) for each in Product.select().where(Product.ref == "SKU-1")
    ]
    assert left == ([] if before is None else [(before, 1)])


def test_who_may_not_publish_changes_what_is_published(alice: Shop) -> None:
    neither = How(publish=False, unpublish=False)
    writing.create(alice, some_facts(id="jacket", published=True))
    writing.replace(alice, some_facts(id="jacket", code="SKU-2", published=True), neither)
    assert kept(alice, "jacket").ref == "SKU-2"


def test_a_seller_is_named_by_either_id_and_must_be_the_shops(alice: Shop, charlie: Shop) -> None:
    seller, theirs = a_seller(alice), a_seller(charlie)
    for name in (seller.external_id, seller.uid):
        assert writing.create(alice, some_facts(code=name, seller=name)).seller == seller
    for name in (theirs.external_id, theirs.uid, "nobody"):
        with pytest.raises(Invalid):
            writing.create(alice, some_facts(seller=name))


def test_a_product_stays_with_the_seller_whose_video_carries_it(alice: Shop) -> None:
    seller = a_seller(alice)
    made = writing.create(alice, some_facts(id="jacket", seller=seller.uid))
    a_video(alice, products=(made,), seller=seller)
    with pytest.raises(SellerDiffers):
        writing.patch(alice, {"id": "jacket", "seller": a_seller(alice).uid})
    assert kept(alice, "jacket").seller == seller


def test_a_sellers_key_writes_its_sellers_products_alone(alice: Shop) -> None:
    mine, other = a_seller(alice), a_seller(alice)
    writing.create(alice, some_facts(id="other", code="other", seller=other.uid))
    alice.only_seller_id = mine.id
    assert writing.create(alice, some_facts()).seller == mine
    for id_ in ("other", "boots"):
        with pytest.raises(NotFound):
            writing.patch(alice, {"id": id_, "published": True})
        writing.remove(alice, id_)
    with pytest.raises(Invalid):
        writing.create(alice, some_facts(code="SKU-2", seller=other.uid))
    assert Product.select().count() == 3


def test_viewers_of_a_live_see_a_change_at_once(alice: Shop) -> None:
    made = writing.create(alice, some_facts(id="jacket", published=True))
    live = a_live(alice, products=(made,), state=STARTED)
    an_event(live, "product", product=made)
    writing.patch(alice, {"id": "jacket", "names": {"en": "Harbour jacket"}})
    writing.remove(alice, "jacket")
    screens = [orjson.loads(each.body)["products"] for each in since(live.id, 0)]
    assert [[each["name"] for each in shown] for shown in screens] == [["Harbour jacket"], []]


def test_auctions_are_told_anew_only_when_their_product_is_published_or_not(alice: Shop) -> None:
    made = writing.create(alice, some_facts(id="jacket", published=True))
    live = a_live(alice, state=STARTED)
    an_auction(live, made)
    seen = []
    for sent in ({"names": {"en": "Harbour jacket"}}, {"published": False}):
        writing.patch(alice, {"id": "jacket", **sent})
        seen.append([each.kind for each in since(live.id, 0)])
    assert seen == [[], ["auction"]]


def test_removing_leaves_nothing_and_twice_is_no_fault(alice: Shop) -> None:
    a_webhook(alice)
    made = writing.create(alice, some_facts(id="jacket"))
    video = a_video(alice, products=(made,))
    for _ in range(2):
        writing.remove(alice, "jacket")
    assert Product.get_or_none(Product.id == made.id) is None
    assert not DisplayRule.select().count()
    assert not video.product_links.count()
    assert events() == ["product.created", "product.removed"]


@pytest.mark.parametrize("id_", ["", "nothing", "a\0b", "\ud800", "x" * 5000])
def test_what_is_no_id_names_nothing(alice: Shop, id_: str) -> None:
    with pytest.raises(NotFound):
        writing.patch(alice, {"id": id_, "published": True})
    writing.remove(alice, id_)

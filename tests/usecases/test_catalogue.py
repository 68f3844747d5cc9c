"""Sellers and products at the same time by several: one winner, clean refusals, nothing lost."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from gateways.storage import files
from models.database import connected
from models.display_rule import DisplayRule
from models.errors import Conflict, DomainError, Invalid, NotFound
from models.product import Product, RefTaken
from models.seller import Seller
from models.shop import Shop
from tests.builders import a_product, a_seller, a_video
from usecases import products, screening, sellers, shops, timecodes, uploads, videos
from usecases.sellers import ExternalIdTaken


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do these at the same time, each in a thread; answer results or refusals in order."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def do(index: int, act: Callable[[], Any]) -> None:
        with connected():
            gate.wait()
            try:
                results[index] = act()
            except DomainError as refusal:
                results[index] = refusal

    threads = [threading.Thread(target=do, args=each) for each in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return results


@pytest.mark.parametrize(
    ("act", "refusal", "table"),
    [
        (lambda shop: products.add(shop, name="Jacket", ref="SKU-1"), RefTaken, Product),
        (lambda shop: sellers.add(shop, name="Larch", external_id="v"), ExternalIdTaken, Seller),
    ],
    ids=["ref", "external id"],
)
def test_of_several_who_take_the_same_name_at_once_one_gets_it(
    alice: Shop, act: Callable[[Shop], Any], refusal: type[Conflict], table: Any
) -> None:
    results = at_once(*[lambda: act(alice)] * 6)
    assert sum(isinstance(each, refusal) for each in results) == 5
    assert table.select().count() == 1


def test_changes_of_different_fields_at_once_are_all_kept(alice: Shop) -> None:
    for _ in range(5):
        uid = a_product(alice, ref=None).uid
        at_once(
            lambda uid=uid: products.change(alice, uid, description="waxed"),
            lambda uid=uid: products.change(alice, uid, in_stock=False),
            lambda uid=uid: products.change(alice, uid, price="1.00"),
        )
        kept = products.find(alice, uid).product
        assert (kept.description, kept.in_stock, kept.price_amount) == ("waxed", False, 100)
        assert kept.version == 4


def test_changes_of_one_shop_by_several_callers_are_all_kept(alice: Shop) -> None:
    # Each came in before the other's change.
    first, second = Shop.get_by_id(alice.id), Shop.get_by_id(alice.id)
    shops.change_shop(first, name="Larch")
    shops.change_shop(second, locale="fr")
    for shop in (second, Shop.get_by_id(alice.id)):
        assert (shop.name, shop.locale) == ("Larch", "fr")


def test_rules_are_indexed_by_the_parameters_that_count_when_they_are_written(alice: Shop) -> None:
    shops.change_shop(Shop.get_by_id(alice.id), significant_params=["color"])
    videos.add(alice, name="Rain", urls=["https://shop.example/p?color=red"])
    kept = DisplayRule.get()
    shops.change_shop(alice, significant_params=["color"])
    assert DisplayRule.get().key == kept.key


def test_what_belongs_to_a_video_that_has_just_been_removed_is_refused(alice: Shop) -> None:
    video = a_video(alice, ready=False)
    videos.remove(alice, video.uid)
    with pytest.raises(NotFound):
        uploads.upload_link(video, "https://vitrine.example", "secret")
    with pytest.raises(NotFound):
        timecodes.replace(alice, video, [timecodes.Moment("chapter", 0, text="Rain")])
    with pytest.raises(NotFound), screening.holding(video):
        pass


def test_the_same_category_made_by_several_at_once_is_one(alice: Shop) -> None:
    at_once(*[lambda: products.add(alice, name="Jacket", categories=["Jackets"])] * 5)
    assert alice.categories.count() == 1


def test_a_refused_product_leaves_no_rule_and_no_picture(alice: Shop) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    photo = out.getvalue()
    a_product(alice, ref="SKU-1")
    before = DisplayRule.select().count()
    with pytest.raises(RefTaken):
        products.add(alice, name="Jacket", ref="SKU-1", url="https://shop.example/p", picture=photo)
    assert DisplayRule.select().count() == before
    assert not list(files().path("media/pictures").iterdir())


def test_another_shops_rows_do_not_exist(alice: Shop, charlie: Shop) -> None:
    product, seller, video = a_product(alice), a_seller(alice), a_video(alice)
    for act in (
        lambda: products.find(charlie, product.uid),
        lambda: products.change(charlie, product.uid, name="mine"),
        lambda: products.remove(charlie, product.uid),
        lambda: sellers.remove(charlie, seller.uid),
        lambda: videos.change(charlie, video.uid, name="mine"),
        lambda: videos.remove(charlie, video.uid),
    ):
        with pytest.raises(NotFound):
            act()
    for named in ({"seller": seller.uid}, {"products": [product.uid]}):
        with pytest.raises(Invalid):
            videos.add(charlie, name="Rain", **named)
    assert screening.listed(charlie).count() == 0


def test_categories_are_made_once_and_found_again(alice: Shop) -> None:
    first = products.add(alice, name="Jacket", categories=["Jackets", "Jackets", "Autumn"])
    second = products.add(alice, name="Coat", categories=["Jackets"])
    assert first.categories == ("Autumn", "Jackets")
    assert second.categories == ("Jackets",)
    assert alice.categories.count() == 2
    emptied = products.change(alice, second.product.uid, categories=[])
    assert emptied.categories == ()

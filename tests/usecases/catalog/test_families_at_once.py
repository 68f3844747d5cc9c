"""Families changed by several at once: no combination is there twice, no variant is left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from models.database import connected
from models.errors import DomainError, Invalid
from models.product import Product
from models.shop import Shop
from tests.usecases.catalog.families_at_work import COLORS, a_parent, values_in, variants_of
from usecases.catalog import writing
from usecases.catalog.drafts import How
from usecases.catalog.families import VariantsRemain
from usecases.catalog.paths import ATTRIBUTES
from usecases.catalog.writing import ChangedMeanwhile

BY_HAND = How(generating=False)


@pytest.fixture
def jacket(alice: Shop) -> Product:
    """A red jacket that is made in other colours, too."""
    parent = a_parent(alice, {"color": ["RED"]}, catalog_id="jacket")
    attributes = {"variant_attributes": {"color": COLORS}}
    writing.patch(alice, {"id": "jacket", **attributes}, BY_HAND)
    return parent


def at_once(*acts: Callable[[], object]) -> list[type[DomainError]]:
    """Let all act at once, and answer what was refused."""
    start, refused = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with connected():
            start.wait()
            try:
                act()
            except DomainError as refusal:
                refused.append(type(refusal))

    threads = [threading.Thread(target=run, args=(each,)) for each in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return refused


def test_variants_are_generated_once_by_many(alice: Shop, jacket: Product) -> None:
    refused = at_once(
        *[lambda: writing.patch(alice, {"id": "jacket", "labels": ["new"]}) for _ in range(6)]
    )
    assert set(refused) <= {ChangedMeanwhile}
    assert len(refused) < 6
    assert values_in(jacket) == [(each,) for each in sorted(COLORS)]


def test_a_variant_is_made_by_hand_or_generated(alice: Shop, jacket: Product) -> None:
    blue = {
        "code": "BY-HAND",
        "names": {"en": "Blue"},
        "kind": "variant",
        "parent": "jacket",
        "mixins": {ATTRIBUTES: {"color": "BLUE"}},
    }
    refused = at_once(
        lambda: writing.create(alice, blue),
        lambda: writing.patch(alice, {"id": "jacket", "labels": ["new"]}),
    )
    assert refused in ([], [Invalid])
    assert values_in(jacket) == [(each,) for each in sorted(COLORS)]
    by_hand = [each for each in variants_of(jacket) if each.ref == "BY-HAND"]
    assert len(by_hand) == 1 - len(refused)


def test_a_variant_made_while_its_parent_is_removed_is_no_orphan(
    alice: Shop, jacket: Product
) -> None:
    """Either it is removed with its parent, or it has none to be made under."""
    green = {
        "code": "BY-HAND",
        "names": {"en": "Green"},
        "kind": "variant",
        "parent": "jacket",
        "mixins": {ATTRIBUTES: {"color": "GREEN"}},
    }
    refused = at_once(
        lambda: writing.create(alice, green),
        lambda: writing.remove(alice, "jacket", force=True),
    )
    assert refused in ([], [Invalid])
    assert not Product.select().exists()


def test_of_a_parent_and_its_variant_changed_at_once_both_changes_are_kept(
    alice: Shop, jacket: Product
) -> None:
    [red] = variants_of(jacket)
    own = {"id": red.catalog_id, "names": {"en": "Red"}, "overridden": ["name"]}
    refused = at_once(
        lambda: writing.patch(alice, own, BY_HAND),
        lambda: writing.patch(alice, {"id": "jacket", "brand_code": "larch"}, BY_HAND),
    )
    kept = Product.get_by_id(red.id)
    assert kept.brand_code == "larch"
    # The variant may have been changed by its parent between being read and being written.
    assert refused in ([], [ChangedMeanwhile])
    assert kept.name == ("Red" if not refused else jacket.name)


def test_a_parent_with_variants_stays_whoever_asks_at_once(alice: Shop, jacket: Product) -> None:
    refused = at_once(*[lambda: writing.remove(alice, "jacket") for _ in range(4)])
    assert refused == [VariantsRemain] * 4
    assert len(variants_of(jacket)) == 1

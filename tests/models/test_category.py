"""A category's slug: what stands for it in an address, made once from its name."""

from __future__ import annotations

import importlib

import pytest

from models.category import LONGEST_SLUG, slug_from

NAMES = {
    "one word": ("Care", set(), "care"),
    "several words": ("Hair & Body  care", set(), "hair-body-care"),
    "accents": ("Café crème", set(), "cafe-creme"),
    "another alphabet": ("Уход за лицом", set(), "уход-за-лицом"),
    "no letters": ("★ ★", set(), "category"),
    "taken": ("Care!", {"care"}, "care-2"),
    "taken twice": ("CARE", {"care", "care-2"}, "care-3"),
}


@pytest.mark.parametrize(("name", "taken", "slug"), NAMES.values(), ids=NAMES)
def test_a_slug_is_made_of_the_name(name: str, taken: set[str], slug: str) -> None:
    assert slug_from(name, taken) == slug


def test_a_long_name_makes_a_slug_that_fits_with_its_number() -> None:
    long = slug_from("n" * 200, {"n" * LONGEST_SLUG})
    assert long == "n" * LONGEST_SLUG + "-2"
    assert len(long) <= 100


@pytest.mark.parametrize(("name", "taken", "slug"), NAMES.values(), ids=NAMES)
def test_the_upgrade_makes_the_same_slugs(name: str, taken: set[str], slug: str) -> None:
    upgrade = importlib.import_module("models.migrations.0013_category_slugs")
    assert upgrade._slug_from(name, taken) == slug

"""Placements: the merchant's rules of what is shown where; lookups follow at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from models.address import read_pattern
from models.collection import Collection
from models.component_texts import TAG, faults_in
from models.content import Content
from models.database import exclusive
from models.display_rule import PLACEMENT, forget_rules, rules_of_placement, write_rules
from models.errors import Invalid, Problem
from models.placement import COMPONENTS, Placement
from models.shop import Shop
from usecases.borrowed import within_reach
from usecases.events import tell
from usecases.rows import Listing, find_one_named, find_row, holds, only_sent, owned, settle_seller

ADDRESSES = ("urls", "excluded_urls")
LOCALES = ("locales", "excluded_locales")
LISTS = (*ADDRESSES, "product_refs", "excluded_refs", *LOCALES)
FIELDS = (
    "name",
    "component",
    "target",
    "mobile_target",
    "configuration",
    "priority",
    "active",
    "starts_at",
    "ends_at",
)


@dataclass(frozen=True)
class Rule:
    """A placement with the collection or the content it shows (None: what matched the page)."""

    placement: Placement
    collection: Collection | None
    content: Content | None


def listed(shop: Shop, *, name: str | None = None) -> Listing[Rule]:
    """List the shop's placements, newest first, narrowed by a part of the name."""
    query = _rules().where(owned(Placement, shop))
    if name:
        query = query.where(holds(Placement.name, name))
    return Listing(query.order_by(Placement.created_at.desc(), Placement.id.desc()), _dressed)


def find(shop: Shop, uid: str) -> Rule:
    """Find a placement, or raise `NotFound`."""
    return _dressed([find_row(Placement, shop, uid, "placement")])[0]


def add(shop: Shop, **facts: Any) -> Rule:
    """Make a placement. Facts: FIELDS, LISTS, `collection` or `content` (a uid, of
    the shop's own or of one that another shop shares).

    Raises `Invalid`.
    """
    return _kept(shop, None, facts)


def change(shop: Shop, uid: str, **facts: Any) -> Rule:
    """Change what is sent of a placement. Raises `NotFound`, `Invalid`."""
    return _kept(shop, uid, facts)


def remove(shop: Shop, uid: str) -> None:
    """Remove a placement; what it showed stays."""
    with exclusive(shop):
        placement = find_row(Placement, shop, uid, "placement")
        forget_rules(PLACEMENT, [placement.id])
        placement.delete_instance()
        tell(placement, "removed")


def _rules() -> Any:
    query: Any = Placement.select(Placement, Collection, Content)
    return query.join(Collection, JOIN.LEFT_OUTER).switch(Placement).join(Content, JOIN.LEFT_OUTER)


def _dressed(rows: list[Placement]) -> list[Rule]:
    return [Rule(each, each.collection, each.content) for each in rows]


def _kept(shop: Shop, uid: str | None, facts: dict[str, Any]) -> Rule:
    _check(facts)
    with exclusive(shop):
        if uid is None:
            placement = Placement(shop=shop)
        else:
            placement = find_row(Placement, shop, uid, "placement")
        for field, value in only_sent(facts, FIELDS).items():
            setattr(placement, field, value)
        for field, value in only_sent(facts, LISTS).items():
            setattr(placement, field, list(dict.fromkeys(value or ())))
        settle_seller(shop, placement, {})
        for field, table, among in (
            ("collection", Collection, owned(Collection, shop)),
            ("content", Content, within_reach(shop)),
        ):
            if field in facts:
                setattr(placement, field, find_one_named(table, shop, facts[field], field, among))
        _check_whole(shop, placement)
        placement.save()
        write_rules(shop, PLACEMENT, placement.id, rules_of_placement(placement))
        tell(placement, "updated" if uid else "created")
    return find(shop, placement.uid)


def _check(facts: dict[str, Any]) -> None:
    if facts.get("component", COMPONENTS[0]) not in COMPONENTS:
        raise Invalid(Problem("component", f"must be one of {', '.join(COMPONENTS)}"))
    for field in ADDRESSES:
        for index, text in enumerate(facts.get(field) or ()):
            read_pattern(text, f"{field}/{index}")
    faults = [
        Problem(f"{field}/{index}", "must be a language tag, such as fr or fr-BE")
        for field in LOCALES
        for index, tag in enumerate(facts.get(field) or ())
        if not TAG.fullmatch(tag)
    ]
    texts = facts.get("configuration", {}).get("texts", {})
    if faults := [*faults, *faults_in(texts, "configuration/texts")]:
        raise Invalid(*faults)


def _check_whole(shop: Shop, placement: Placement) -> None:
    if shop.only_seller_id is not None and placement.content is None:
        # Without one it would take up what matched the page, whoever's that is.
        raise Invalid(Problem("content", "a seller's placement names one of its contents"))
    if placement.collection and placement.content:
        raise Invalid(Problem("collection", "a placement shows a collection or one content"))
    if placement.starts_at and placement.ends_at and placement.ends_at <= placement.starts_at:
        raise Invalid(Problem("ends_at", "must be later than starts_at"))

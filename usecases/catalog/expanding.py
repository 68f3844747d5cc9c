"""What products name by an id, read with them for who asks: parents, templates, brands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.brand import Brand
from models.product_template import ProductTemplate, TemplateVersion
from models.shop import Shop
from usecases.catalog import reading
from usecases.catalog.reading import Entry
from usecases.catalog.trees import Trees, read_trees

TEMPLATE, PARENT, BRAND = "template", "parent", "brand"


@dataclass(frozen=True)
class Named:
    """What was `wanted` of what products name.

    Parents are by id, versions by their template's id and number, brands by their code.
    """

    wanted: Collection[str] = ()
    parents: Mapping[str, Entry] = field(default_factory=dict)
    templates: Mapping[tuple[int, int], TemplateVersion] = field(default_factory=dict)
    brands: Mapping[str, Brand] = field(default_factory=dict)
    trees: Trees = field(default_factory=Trees)


def named_by(
    shop: Shop,
    entries: Sequence[Entry],
    wanted: Collection[str],
    *,
    unpublished: bool,
    below: bool = True,
) -> Named:
    """Read of what products name what is `wanted`, in one statement or two for each kind.

    Parents that the caller may not see are left out. Of dynamic variants the trees are read, too:
    what is above them, and with `below` what is below roots.
    """
    parents = {each.parent for each in entries if each.parent} if PARENT in wanted else ()
    found = reading.find_many(shop, parents, unpublished=unpublished) if parents else ()
    told = (*entries, *found)
    return Named(
        wanted,
        {each.product.catalog_id or "": each for each in found},
        _templates(told) if TEMPLATE in wanted else {},
        _brands(shop, told) if BRAND in wanted else {},
        read_trees(shop, [each.product for each in told], below=below),
    )


def _templates(entries: Iterable[Entry]) -> dict[tuple[int, int], TemplateVersion]:
    products = [each.product for each in entries if each.product.template_id is not None]
    if not products:
        return {}
    table: Any = TemplateVersion
    # Of each template also the versions that products of others name: they are few.
    rows = table.select(TemplateVersion, ProductTemplate).join(ProductTemplate)
    rows = rows.where(
        table.template.in_({each.template_id for each in products}),
        table.version.in_({each.template_version for each in products}),
    )
    return {(each.template_id, each.version): each for each in rows}


def _brands(shop: Shop, entries: Iterable[Entry]) -> dict[str, Brand]:
    codes = {each.product.brand_code for each in entries if each.product.brand_code}
    table: Any = Brand
    rows = table.select().where(table.shop == shop, table.identifier.in_(codes)) if codes else ()
    return {each.identifier: each for each in rows}

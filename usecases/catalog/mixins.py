"""Mixins of products, held against their schemas.

What a template's attributes say counts for two of them. Any other is held against the schema at the
address it names; some have a schema of ours, where they name none or it cannot be had. A mixin
that has neither is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.errors import Problem
from models.product import PARENT_VARIANT, VARIANT, Product
from models.product_template import TemplateVersion
from models.shop import Shop
from usecases.catalog import foreign, own_schemas
from usecases.catalog.own_schemas import KNOWN, TEMPLATE_MIXIN, VARIANT_MIXIN
from usecases.catalog.schemas import Schema, steps

# So much work may the mixins of one request be: less than a second, with the shop held.
MOST_STEPS = 10_000_000
# What the attributes of a template say counts for these, whatever address they name.
OF_TEMPLATE = (TEMPLATE_MIXIN, VARIANT_MIXIN)
Version = tuple[int, int]


class _Template(NamedTuple):
    version: TemplateVersion
    schemas: Mapping[str, Schema]


@dataclass
class Schemas:
    """The schemas that the mixins of some products name, by their addresses; why not, if not.

    `steps_left` is how much work may still be done with them.
    """

    found: Mapping[str, Schema | str] = field(default_factory=dict)
    steps_left: int = MOST_STEPS


def fetched(shop: Shop, products: Iterable[Mapping[str, Any]]) -> Schemas:
    """Bring the schemas that products name by their facts `mixins` and `mixin_schemas`.

    Other servers may be asked, so call it before the shop is held (`models/database.py`).
    """
    named = dict.fromkeys(url for each in products for url in _named(each))
    own = {url: own_schemas.find_at(shop, url) for url in named}
    found = {url: schema for url, schema in own.items() if schema is not None}
    return Schemas(foreign.find_all(shop, [url for url in named if url not in found]) | found)


def faults(products: Sequence[Product], schemas: Schemas) -> list[list[Problem]]:
    """List for each product what is wrong with its mixins and with its template's attributes.

    The rows need not be saved; variants have their parent's template. One query is made for all.
    """
    templates = _templates(products)
    found = []
    for each in products:
        template = templates.get(_version(each))
        parent = each.kind == PARENT_VARIANT
        unused = list(_unused(each, template.version)) if template and parent else []
        found.append(unused + list(_faults(each, template, schemas)))
    return found


def _named(facts: Mapping[str, Any]) -> Iterator[str]:
    mixins, addresses = facts.get("mixins") or {}, facts.get("mixin_schemas") or {}
    for name in mixins:
        if name in addresses and name not in OF_TEMPLATE:
            yield addresses[name]


def _version(product: Product) -> Version:
    return product.template_id or 0, product.template_version or 0


def _templates(products: Sequence[Product]) -> dict[Version, _Template]:
    wanted = {_version(each) for each in products if each.template_id is not None}
    ids, numbers = ({each[at] for each in wanted} for at in (0, 1))
    query: Any = TemplateVersion.select()
    both = TemplateVersion.template.in_(list(ids)), TemplateVersion.version.in_(list(numbers))
    rows = query.where(*both) if wanted else ()
    named = {(each.template_id, each.version): each for each in rows}
    return {
        each: _Template(named[each], own_schemas.of_version(named[each]))
        for each in wanted
        if each in named
    }


def _unused(parent: Product, version: TemplateVersion) -> Iterator[Problem]:
    """Tell which mandatory attributes a parent's variants would not differ by."""
    chosen = (parent.sheet or {}).get("variant_attributes") or {}
    for each in version.attributes:
        if each["variant"] and each["mandatory"] and each["key"] not in chosen:
            yield Problem(f"variant_attributes/{each['key']}", "is required by the template")


def _faults(product: Product, template: _Template | None, schemas: Schemas) -> Iterator[Problem]:
    mixins = dict(product.mixins or {})
    if template is not None:
        # What is not there may be missing.
        mixins.setdefault(TEMPLATE_MIXIN, {})
    if product.kind == VARIANT:
        # What its parent lists counts (`usecases/catalog/attributes.py`).
        mixins.pop(VARIANT_MIXIN, None)
    addresses = (product.sheet or {}).get("mixin_schemas") or {}
    for name, value in mixins.items():
        where = f"mixins/{name.replace('~', '~0').replace('/', '~1')}"
        schema = _schema(name, addresses.get(name), template, schemas)
        if isinstance(schema, str):
            yield Problem(where, schema)
        else:
            yield from _held(value, where, schema, schemas)


def _schema(
    name: str, url: str | None, template: _Template | None, schemas: Schemas
) -> Schema | str | None:
    """Give what a mixin is held against: nothing, where it is free; a text tells why it cannot."""
    if name in OF_TEMPLATE:
        missing = "needs a template: its attributes say what stands here"
        return template.schemas[name] if template is not None else missing
    own = own_schemas.known(name) if name in KNOWN else None
    if url is None:
        return own
    found = schemas.found.get(url, f"the schema at {url[:300]} was not fetched; send it again")
    # Where there is one of ours, a server that is down stops nobody.
    return own if own is not None and isinstance(found, str) else found


def _held(value: Any, where: str, schema: Schema | None, schemas: Schemas) -> list[Problem]:
    try:
        schemas.steps_left -= steps(value) * (schema.weight if schema else 1)
    except ValueError as error:
        return [Problem(where, str(error))]
    if schemas.steps_left < 0:
        why = "is too much, with all before it, to be held against its schema; send fewer at once"
        return [Problem(where, why)]
    return schema.faults(value, where) if schema else []

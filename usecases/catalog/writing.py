"""Products written by the product service: made, replaced, changed, removed; many at a time.

Of many, each stands for itself: what is refused comes back as its refusal, in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.database import exclusive
from models.errors import Conflict, DomainError, NotFound
from models.product import VARIANT, Product
from models.shop import Shop
from usecases.catalog import families, keeping
from usecases.catalog.admitting import admit, schemas_of
from usecases.catalog.drafts import Draft, How, refuse_nameless, standing, waves
from usecases.catalog.facts import Facts, facts_of, merged
from usecases.catalog.placing import find_all
from usecases.pictures import forget_pictures

Outcome = Product | DomainError
OWNER = How()


class VersionOutdated(Conflict):
    """The product is not in the version any more that the caller has changed."""

    code = "version-outdated"


class ChangedMeanwhile(Conflict):
    """Somebody else changed the product while this change was checked."""

    code = "changed-meanwhile"


def create(shop: Shop, facts: Facts, how: How = OWNER) -> Product:
    """Make a product of the facts of `usecases/catalog/facts.py`.

    Raises `Invalid`, `RefTaken`, `CatalogIdTaken`, `MayNotPublish`.
    """
    return _only(create_many(shop, [facts], how))


def replace(shop: Shop, facts: Facts, how: How = OWNER) -> Product:
    """Let a product have these facts and no others; `id` names it, `version` is the one replaced.

    Its kind, its parent, and unless sent its seller stay. Raises what `create` does, `NotFound`,
    `VersionOutdated`, `ChangedMeanwhile`, `SellerDiffers`.
    """
    return _only(replace_many(shop, [facts], how))


def patch(shop: Shop, facts: Facts, how: How = OWNER) -> Product:
    """Change what is sent of a product, null removes; raises what `replace` does.

    Texts are joined by their languages, mixins by their names; lists are replaced.
    """
    return _only(_in_waves([facts], lambda some: _change(shop, some, how, _patched)))


def create_many(shop: Shop, rows: Sequence[Facts], how: How = OWNER) -> list[Outcome]:
    """Make products; the facts and refusals of `create`."""
    return _in_waves(rows, lambda some: _create(shop, some, how))


def replace_many(shop: Shop, rows: Sequence[Facts], how: How = OWNER) -> list[Outcome]:
    """Replace products; the facts and refusals of `replace`."""
    return _in_waves(rows, lambda some: _change(shop, some, how, _replaced))


def remove(shop: Shop, id_: str, *, force: bool = False) -> None:
    """Remove a product, if there is one; `force` removes its variants with it.

    Raises `VariantsRemain`.
    """
    with exclusive(shop):
        found = find_all(shop, [id_]).get(id_)
        gone = families.to_remove(shop, found, force=force) if found is not None else []
        keeping.remove(gone)
    forget_pictures(*(each.picture for each in gone))


def _only(outcomes: list[Outcome]) -> Product:
    [outcome] = outcomes
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def _in_waves(rows: Sequence[Facts], write: Callable[[list[Facts]], list[Draft]]) -> list[Outcome]:
    outcomes: dict[int, Outcome] = {}
    for wave in waves(rows):
        for index, draft in zip(wave, write([rows[each] for each in wave]), strict=True):
            outcomes[index] = draft.refusal or draft.product
    return [outcomes[index] for index in range(len(rows))]


def _create(shop: Shop, rows: list[Facts], how: How) -> list[Draft]:
    drafts = [Draft(each, merged({}, each)) for each in rows]
    refuse_nameless(standing(drafts))
    schemas = schemas_of(shop, standing(drafts))
    with exclusive(shop):
        admit(shop, standing(drafts), how, schemas)
    return drafts


def _change(
    shop: Shop, rows: list[Facts], how: How, become: Callable[[Facts, Facts], Facts]
) -> list[Draft]:
    found = find_all(shop, [each["id"] for each in rows])
    drafts = [_changed(shop, each, found.get(each["id"]), become) for each in rows]
    refuse_nameless(standing(drafts))
    schemas = schemas_of(shop, standing(drafts))
    with exclusive(shop):
        _refuse_outdated(shop, standing(drafts))
        admit(shop, standing(drafts), how, schemas)
    return drafts


def _changed(
    shop: Shop, sent: Facts, row: Product | None, become: Callable[[Facts, Facts], Facts]
) -> Draft:
    if row is None:
        missing = NotFound(f"this shop has no product with the id {sent['id']}")
        return Draft(sent, sent, before={}, refusal=missing)
    before = facts_of(shop, row)
    return Draft(sent, become(before, sent), before, row, seen=row.version)


def _patched(before: Facts, sent: Facts) -> Facts:
    facts = merged(before, sent)
    hides = "published" in sent and bool(sent["published"]) is not before["published"]
    own = before.get("overridden") or []
    # Whoever publishes or hides a variant means this one, whatever its parent says.
    if before["kind"] == VARIANT and hides and "overridden" not in sent and "published" not in own:
        facts["overridden"] = [*own, "published"]
    return facts


def _replaced(before: Facts, sent: Facts) -> Facts:
    return {**merged({}, sent), "kind": before["kind"]}


def _refuse_outdated(shop: Shop, drafts: Sequence[Draft]) -> None:
    """Refuse what was changed since the caller, or else we, read it; part of the transaction."""
    rows: Any = Product.select(Product.id, Product.version)
    now = dict(rows.where(Product.id.in_([each.product.id for each in drafts])).tuples())
    for each in drafts:
        wanted, kept = each.sent.get("version"), now.get(each.product.id)
        if kept is None:
            each.refusal = NotFound(f"this shop has no product with the id {each.sent['id']}")
        elif wanted is not None and wanted != kept:
            each.refusal = VersionOutdated(
                f"the product has the version {kept} by now; read it again and repeat the change"
            )
        elif kept != each.seen:
            each.refusal = ChangedMeanwhile(
                "the product was changed while this change was checked; repeating it may undo that"
            )

"""`/product/<tenant>/product-templates`: templates and their versions."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input
from api.catalog import languages, searched
from api.catalog.entering import guarded
from api.catalog.envelope import answer, nothing
from api.catalog.field_kinds import Query, Sort
from api.catalog.languages import ACCEPT
from api.catalog.paging import ASKS, TELLS, PageQuery, paged
from api.catalog.template_fields import (
    LARGEST,
    WORDS,
    NewTemplate,
    TemplateFields,
    facts_of,
)
from api.catalog.template_shapes import MadeTemplate, Template, as_template
from api.fields import Whole
from api.operation import Answer
from models.product_template import TemplateIdTaken, TemplateInUse, TemplateOutdated
from models.seller import ShopDecides
from usecases.catalog import templates
from usecases.catalog.scopes import READ_TEMPLATES, WRITE_TEMPLATES
from usecases.catalog.templates import NoTemplate

routes = Blueprint("templates", __name__)


class TemplatesQuery(PageQuery):
    """Which templates, in which order."""

    q: Query | None = Field(
        None,
        description="Conditions such as `name.en:~shirt`; see the language `q` in "
        "docs/catalog-api.md.",
        examples=["attributes.key:color"],
    )
    sort: Sort | None = Field(
        None,
        description="Fields to sort by, such as `name.en:asc,metadata.createdAt:desc`; the oldest "
        "first unless sent.",
        examples=["name.en:asc"],
    )


class ShowQuery(Input):
    """Which version of a template."""

    version: Whole | None = Field(
        None, ge=1, le=LARGEST, description="The newest unless sent.", examples=[1]
    )


@routes.get("")
@guarded(
    "List templates",
    scope=READ_TEMPLATES,
    query=TemplatesQuery,
    answer=list[Template],
    asks=(ACCEPT, ASKS),
    tells=TELLS,
)
def index(query: TemplatesQuery) -> Answer:
    """List templates in their newest versions.

    Accept-Language says in which language names are compared that name none.
    """
    found = templates.listed(
        shop(),
        criterion=searched.template_criterion(query.q) if query.q else None,
        keys=searched.template_keys(query.sort or ""),
        languages=languages.accepted(shop()).languages,
    )
    rows, headers = paged(found, query)
    return answer([as_template(each) for each in rows], headers=headers)


@routes.post("")
@guarded(
    "Create a template",
    scope=WRITE_TEMPLATES,
    body=NewTemplate,
    answer=MadeTemplate,
    status=201,
    errors=(TemplateIdTaken, ShopDecides),
    words=WORDS,
)
def create(body: NewTemplate) -> Answer:
    """Make a template, in its version 1."""
    facts = facts_of(body, languages.sent(shop()))
    made = templates.add(shop(), id_=body.id, **facts)
    return answer({"id": made.template.catalog_id}, 201)


@routes.get("/<template_id>")
@guarded(
    "Get a template",
    scope=READ_TEMPLATES,
    query=ShowQuery,
    answer=Template,
    errors=(NoTemplate,),
)
def show(template_id: str, query: ShowQuery) -> Answer:
    """Show a template in its newest version, or in another one."""
    return answer(as_template(templates.find(shop(), template_id, query.version)))


@routes.put("/<template_id>")
@guarded(
    "Update a template",
    scope=WRITE_TEMPLATES,
    body=TemplateFields,
    status=204,
    errors=(NoTemplate, TemplateOutdated, ShopDecides),
    words=WORDS,
)
def change(template_id: str, body: TemplateFields) -> Answer:
    """Replace what a template says, by a new version; products keep the version they name."""
    facts = facts_of(body, languages.sent(shop()))
    templates.change(shop(), template_id, version=body.metadata.version, **facts)
    return nothing()


@routes.delete("/<template_id>")
@guarded(
    "Delete a template",
    scope=WRITE_TEMPLATES,
    status=204,
    errors=(TemplateInUse, ShopDecides),
)
def remove(template_id: str) -> Answer:
    """Remove a template that no product is made by; of one that is not there, nothing is left."""
    templates.remove(shop(), template_id)
    return nothing()

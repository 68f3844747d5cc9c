"""A template as this API tells it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.auth import shop
from api.catalog.product_shapes import moment
from api.catalog.template_fields import SAMPLE
from api.catalog.template_links import schemas_of
from api.operation import Output
from models.product_template import TemplateVersion
from usecases.catalog.own_schemas import TEMPLATE_MIXIN, VARIANT_MIXIN


class ValueTold(Output):
    """A value that an attribute may have."""

    key: str | bool | int | float = Field(examples=["GREEN"])
    name: dict[str, str] | None = Field(None, examples=[{"en": "Green"}])


class AttributeMetadataTold(Output):
    """How an attribute is used."""

    mandatory: bool
    variantAttribute: bool
    defaultValue: str | bool | int | float | None = Field(None, examples=["GREEN"])


class AttributeTold(Output):
    """An attribute of the products that are made by a template."""

    key: str = Field(examples=["color"])
    name: dict[str, str] = Field(examples=[{"en": "Color", "pl": "Kolor"}])
    type: Literal["TEXT", "NUMBER", "BOOLEAN", "DATETIME"]
    metadata: AttributeMetadataTold
    values: list[ValueTold] | None = None


class TemplateMetadata(Output):
    """A template's version, its moments, and where the JSON Schemas of its attributes stand."""

    variantAttributesSchema: str
    templateAttributesSchema: str
    createdAt: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    modifiedAt: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    version: int = Field(examples=[1])


class Template(Output):
    """A template in one of its versions."""

    id: str = Field(examples=[SAMPLE])
    name: dict[str, str] = Field(examples=[{"en": "T-shirt"}])
    attributes: list[AttributeTold]
    metadata: TemplateMetadata


class MadeTemplate(Output):
    """The id of a template that was made."""

    id: str = Field(examples=[SAMPLE])


def as_template(said: TemplateVersion) -> dict[str, Any]:
    """Spell a template in a version."""
    template = said.template
    links = schemas_of(shop(), template.catalog_id, said.version)
    return {
        "id": template.catalog_id,
        "name": said.name,
        "attributes": [_attribute(each) for each in said.attributes],
        "metadata": {
            "variantAttributesSchema": links[VARIANT_MIXIN],
            "templateAttributesSchema": links[TEMPLATE_MIXIN],
            "createdAt": moment(template.created_at),
            "modifiedAt": moment(said.created_at),
            "version": said.version,
        },
    }


def _attribute(said: dict[str, Any]) -> dict[str, Any]:
    metadata = {"mandatory": said["mandatory"], "variantAttribute": said["variant"]}
    if said["default"] is not None:
        metadata["defaultValue"] = said["default"]
    told = {"key": said["key"], "name": said["name"], "type": said["type"], "metadata": metadata}
    if said["values"] is not None:
        names = said.get("value_names") or [None] * len(said["values"])
        told["values"] = [
            {"key": value, **({"name": name} if name else {})}
            for value, name in zip(said["values"], names, strict=True)
        ]
    return told

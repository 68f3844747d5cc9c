"""The product template: which attributes products of a kind have; every change is a new version."""

from peewee import CharField, ForeignKeyField, IntegerField, JSONField

from models.base import Link, MomentField, Table
from models.errors import Conflict
from models.shop import Shop


class TemplateIdTaken(Conflict):
    """Another template of the shop has this id already."""

    code = "template-id-taken"


class TemplateInUse(Conflict):
    """Products are made by this template."""

    code = "template-in-use"


class TemplateOutdated(Conflict):
    """The template is not in the version any more that the caller has changed."""

    code = "template-outdated"


class ProductTemplate(Table):
    """A template. `catalog_id` is its public name, unique in the shop; `version` its newest."""

    shop_id: int
    shop = ForeignKeyField(Shop, backref="product_templates", on_delete="CASCADE", index=False)
    catalog_id = CharField(max_length=32)
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("shop", "catalog_id"), True),)


class TemplateVersion(Link):
    """What a template said in one version, which stays readable for the products that name it."""

    template_id: int
    template = ForeignKeyField(
        ProductTemplate, backref="versions", on_delete="CASCADE", index=False
    )
    version = IntegerField()
    # {language: text}
    name = JSONField()
    # [{key, name: {language: text}, type: TEXT | NUMBER | BOOLEAN | DATETIME, mandatory: bool,
    # variant: bool, default: value | null, values: [value] | null,
    # value_names: [{language: text} | null], as many as values; missing where none is named}]
    attributes = JSONField()
    created_at = MomentField()

    class Meta:
        indexes = ((("template", "version"), True),)

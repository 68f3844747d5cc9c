"""Schemas are of templates: the shop speaks their languages."""

from tests.api.catalog.templates.conftest import alice

__all__ = ["alice"]

"""`/v1/docs`: this API as a page to read and to try (`api/docs.py`)."""

from __future__ import annotations

from flask import Blueprint

from api import docs
from api.marketplace.description import MARKETPLACE
from api.operation import Answer, operation

routes = Blueprint("docs", __name__)


@routes.get("")
@operation("Read this API", scope=None, hidden=True)
def show() -> Answer:
    """Show the description as a page."""
    return docs.page(MARKETPLACE)

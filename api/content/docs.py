"""`/api/v1/docs`: this API as a page (`api/docs.py`), and the files that all such pages share."""

from __future__ import annotations

from flask import Blueprint

from api import docs
from api.content.description import CONTENT
from api.operation import Answer, operation

routes = Blueprint("docs", __name__)


@routes.get("")
@operation("Read this API", scope=None, hidden=True)
def show() -> Answer:
    """Show the description as a page."""
    return docs.page(CONTENT)


@routes.get("/api.css")
@operation("The looks of that page", scope=None, hidden=True)
def styles() -> Answer:
    """Send the stylesheet."""
    return docs.file("api.css", "text/css")


@routes.get("/try.js")
@operation("The script of that page", scope=None, hidden=True)
def script() -> Answer:
    """Send the script that makes the calls."""
    return docs.file("try.js", "text/javascript")

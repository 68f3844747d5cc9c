"""What granian serves while measuring: Vitrine as it is, and the least a Flask route can do."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import structlog
from flask import Flask, Response

from app import create_app

PATH = "/api/v1/displayed_data"


def vitrine() -> Flask:
    """Build Vitrine from `VITRINE_*`, without a line in the log per request."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return create_app()


def bare() -> Flask:
    """Answer the bytes of the file `BENCH_BYTES` at the path `BENCH_PATH`, and do no more."""
    app = Flask("bare")
    body = Path(os.environ["BENCH_BYTES"]).read_bytes()

    @app.get(os.environ.get("BENCH_PATH", PATH))
    def show() -> Response:
        return Response(body, mimetype="application/json")

    return app

"""`/healthz` and `/readyz`: whether the process lives, and whether it can work."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from usecases import health


def mount(app: Flask) -> None:
    """Answer both addresses."""
    app.add_url_rule("/healthz", "health.alive", alive)
    app.add_url_rule("/readyz", "health.ready", ready)


def alive() -> Response:
    """Tell that the process answers."""
    return jsonify(status="ok")


def ready() -> tuple[Response, int]:
    """Tell whether database, storage and worker do; 503 with the broken one named."""
    parts = health.parts()
    return jsonify(status="ok" if all(parts.values()) else "unready", **parts), (
        200 if all(parts.values()) else 503
    )

"""PUT /product/<tenant>/products/<id> by many servers at once, over HTTP: one wins."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.client import HTTPConnection

import orjson
import pytest
from flask import Flask
from werkzeug.serving import make_server

from models.product import Product
from tests.api.catalog.conftest import Server

SERVERS = 8


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """Where the application answers over HTTP."""
    serving = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield serving.server_port
    serving.shutdown()
    thread.join()
    serving.server_close()


def test_one_of_many_who_read_the_same_version_wins(server: Server, port: int) -> None:
    server.post("/products", {"id": "jacket", "name": "Field jacket", "code": "FJ"})
    start, answers = threading.Barrier(SERVERS), []

    def replace(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        body = {"name": "Jacket", "code": f"FJ-{number}", "metadata": {"version": 1}}
        headers = {
            "Authorization": f"Bearer {server.token}",
            "Content-Type": "application/json",
        }
        start.wait()
        path = f"/product/{server.shop.slug}/products/jacket"
        connection.request("PUT", path, orjson.dumps(body), headers)
        answers.append((connection.getresponse().status, f"FJ-{number}"))
        connection.close()

    threads = [threading.Thread(target=replace, args=(each,)) for each in range(SERVERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(status for status, _ in answers) == [204] + [409] * (SERVERS - 1)
    [won] = [code for status, code in answers if status == 204]
    assert (Product.get().ref, Product.get().version) == (won, 2)

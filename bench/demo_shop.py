"""The demo shop for what is measured in a browser; its product pages have three components."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import servers
from demo.api import Api
from demo.merchant import place, spot

# The demo prepares its films at its first start.
PATIENCE_S = 600


@contextmanager
def demo_shop(folder: Path) -> Iterator[dict[str, str]]:
    """Run the demo in a folder that keeps it; give the facts of its `demo.json`.

    Beside the bubble and the player its product pages get a carousel of all films.
    """
    facts_file = folder / "demo.json"
    facts_file.unlink(missing_ok=True)
    port = servers.free_port(4)
    command = [sys.executable, "-m", "demo", "--port", str(port), "--dir", str(folder)]
    with servers.running(command, port + 1, {}, out=subprocess.DEVNULL) as demo:
        end = time.monotonic() + PATIENCE_S
        while not facts_file.exists():
            if demo.process.poll() is not None or time.monotonic() > end:
                raise servers.DidNotStart("the demo shop did not start")
            time.sleep(0.1)
        facts: dict[str, str] = json.loads(facts_file.read_text())
        carousel = {
            "name": "Carousel below products",
            "component": "shorts_card",
            "product_refs": ["*"],
            "collection_id": facts["collection_uid"],
            "target": spot("main > :last-child", "afterend"),
        }
        api = Api(facts["vitrine_url"], facts["app_id"], facts["api_key"])
        place(api, [carousel])
        yield facts

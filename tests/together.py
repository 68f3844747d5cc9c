"""Several who do something at the same moment, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from models.database import connected


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment; give what came of each, in their order."""
    start = threading.Barrier(len(acts))
    came: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        with connected():
            start.wait()
            try:
                came[place] = act()
            except BaseException as failure:
                came[place] = failure

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came

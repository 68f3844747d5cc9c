"""The shop's web server, for feeds to be fetched from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import Settings
from tests.api.content.feeds.ways import jacket
from tests.serving import Site, a_site


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The site of the tests stands on this machine."""
    return settings.model_copy(update={"fetch_private": True})


@pytest.fixture
def site(photo: bytes) -> Iterator[Site]:
    """The shop's web server, with a feed of one jacket and its picture."""
    with a_site() as serving:
        serving.pages["/1.jpg"] = (200, {"Content-Type": "image/jpeg"}, photo)
        jacket(serving)
        yield serving

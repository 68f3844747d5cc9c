"""The page of the API: a reader tries an operation there and sees what the server answers."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import House, Watched

pytestmark = pytest.mark.xdist_group("browser")


def trial(watched: Watched, operation: str) -> Locator:
    """The form of an operation, opened."""
    form = watched.page.locator(f"#{operation} [data-part=trial]")
    form.locator("summary").click()
    return form


def test_an_operation_is_tried_with_a_key(house: House, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{house.vitrine}/api/v1/docs")
    listing = trial(watched, "products-index")
    listing.get_by_role("button").click()
    expect(listing.get_by_role("status")).to_contain_text("401")
    page.get_by_label("App-Id").fill(house.facts["app_id"])
    page.get_by_label("Api-Key").fill(house.facts["api_key"])
    listing.get_by_label("ref").fill("no-such-ref")
    listing.get_by_role("button").click()
    expect(listing.get_by_role("status")).to_contain_text("200")
    expect(listing.locator("[data-part=answer]")).to_contain_text("total-count: 0")
    making = trial(watched, "sellers-create")
    body = making.locator("textarea")
    sent = {**json.loads(body.input_value()), "external_id": "tried <b>here</b>"}
    body.fill(json.dumps(sent))
    making.get_by_role("button").click()
    expect(making.get_by_role("status")).to_contain_text("201")
    expect(making.locator("[data-part=answer]")).to_contain_text("tried <b>here</b>")
    assert not watched.errors


def test_the_streams_are_tried_with_the_name_of_the_shop(house: House, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{house.vitrine}/v3/docs")
    listing = trial(watched, "streams-index")
    listing.get_by_role("button").click()
    expect(listing.get_by_role("status")).to_contain_text("400")
    page.get_by_label("applicationId").fill(house.facts["slug"])
    listing.get_by_label("limit").fill("1")
    listing.get_by_role("button").click()
    expect(listing.get_by_role("status")).to_contain_text("200")
    page.get_by_label("Bearer token").fill("nobody's")
    listing.get_by_role("button").click()
    expect(listing.get_by_role("status")).to_contain_text("401")

"""`POST /placements/<uid>/preview`, and what such a link shows, to whom and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urldefrag

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models import clock
from models.placement import Placement
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_placement, a_video
from tests.conftest import NOON
from usecases import shops

PAGE = "https://shop.example/rain"


@pytest.fixture
def draft(alice: Shop) -> Placement:
    """A placement that is switched off, and planned for another day."""
    return a_placement(
        alice,
        name="Rain week",
        component="inline",
        urls=["https://shop.example/jackets/*", PAGE],
        content=a_video(alice),
        active=False,
        starts_at=NOON + timedelta(days=3),
    )


def made(caller: Caller, placement: Placement, **body: Any) -> str:
    """The address of a new preview."""
    answer = caller.post(f"/placements/{placement.uid}/preview", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json["data"]["attributes"]["url"])


def ask(
    client: FlaskClient, shop: Shop, url: str, origin: str = "https://shop.example", **more: str
) -> TestResponse:
    """Ask as the script does on a page with this address."""
    query = {"app_id": shop.app_id, "url": url, **more}
    return client.get("/api/v1/displayed_data", query_string=query, headers={"Origin": origin})


def test_a_link_leads_to_the_first_whole_address_for_an_hour(
    alices: Caller, draft: Placement, noon: datetime
) -> None:
    answer = alices.post(f"/placements/{draft.uid}/preview", {})
    told = answer.json["data"]
    assert (told["id"], told["type"]) == (draft.uid, "placement_preview")
    page, mark = urldefrag(told["attributes"]["url"])
    assert page == PAGE
    assert mark.startswith("vitrine-preview=")
    assert told["attributes"]["expires_at"] == "2026-06-15T13:00:00.000Z"


def test_a_link_shows_the_placement_as_if_it_were_switched_on(
    client: FlaskClient, alices: Caller, alice: Shop, draft: Placement, noon: datetime
) -> None:
    answer = ask(client, alice, made(alices, draft))
    panel, shown = answer.get_json()
    assert (shown["id"], shown["attributes"]["component"]) == (draft.uid, "embed")
    assert (panel["type"], panel["contents"]) == ("preview", [])
    assert panel["attributes"]["component"] == "preview"
    assert panel["attributes"]["configuration"] == {
        "title": "Rain week",
        "shown": True,
        "code": "matched",
        "detail": f"its rule {PAGE} covers the page",
        "ends_at": "2026-06-15T13:00:00.000Z",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example"


def test_others_on_the_same_page_see_nothing_of_it(
    client: FlaskClient, alices: Caller, alice: Shop, draft: Placement, noon: datetime
) -> None:
    assert ask(client, alice, PAGE).get_json() == []
    ask(client, alice, made(alices, draft))
    assert ask(client, alice, PAGE).get_json() == []
    assert ask(client, alice, f"{PAGE}#elsewhere").get_json() == []
    assert not Placement.get_by_id(draft.id).active


def why(answer: TestResponse) -> tuple[bool, str]:
    """Whether the panel says that it is shown, and its word for why."""
    look = answer.get_json()[0]["attributes"]["configuration"]
    return look["shown"], look["code"]


@pytest.mark.parametrize(
    ("facts", "page", "code"),
    [
        ({}, "https://shop.example/about", "no-match"),
        ({"excluded_urls": [PAGE]}, PAGE, "excluded"),
        ({"locales": ["fr"]}, PAGE, "other-language"),
        ({"excluded_locales": ["en"]}, PAGE, "language-excluded"),
    ],
    ids=["another page", "an exclusion", "another language", "an excluded language"],
)
def test_what_its_rules_forbid_is_not_shown_and_said(
    client: FlaskClient, alices: Caller, alice: Shop, draft: Placement, noon: datetime,
    facts: dict[str, Any], page: str, code: str,
) -> None:  # fmt: skip
    alices.patch(f"/placements/{draft.uid}", facts)
    answer = ask(client, alice, made(alices, draft, url=page), locale="en-GB")
    assert why(answer) == (False, code)
    assert len(answer.get_json()) == 1


def test_a_shop_that_shows_nothing_says_so(
    client: FlaskClient, alices: Caller, alice: Shop, draft: Placement, noon: datetime
) -> None:
    url = made(alices, draft)
    shops.change_shop(alice, displaying=False)
    assert why(ask(client, alice, url)) == (False, "switched-off")


def test_it_does_not_tell_of_the_shops_other_things(
    client: FlaskClient, alices: Caller, alice: Shop, draft: Placement, noon: datetime
) -> None:
    a_placement(alice, name="a secret", urls=[PAGE], active=False)
    a_video(alice, name="a secret film", urls=[PAGE], published=False)
    assert "secret" not in ask(client, alice, made(alices, draft)).text


def test_a_link_ends_by_itself(
    client: FlaskClient, alices: Caller, alice: Shop, draft: Placement, noon: datetime
) -> None:
    url = made(alices, draft, hours=2)
    with clock.frozen(NOON + timedelta(hours=2)):
        answer = ask(client, alice, url)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (410, "preview-over")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_nobody_makes_one_up(
    client: FlaskClient,
    alices: Caller,
    alice: Shop,
    charlie: Shop,
    draft: Placement,
    noon: datetime,
) -> None:
    url = made(alices, draft)
    for forged in (url[:-1], f"{PAGE}#vitrine-preview=", f"{PAGE}#vitrine-preview={'x' * 3000}"):
        answer = ask(client, alice, forged[:2000])
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (410, "preview-over")
    assert ask(client, charlie, url, origin="https://charlie.example").status_code == 410
    assert ask(client, alice, url, origin="https://evil.example").status_code == 403
    alices.delete(f"/placements/{draft.uid}")
    assert ask(client, alice, url).status_code == 410


@pytest.mark.parametrize(
    ("urls", "body", "pointer"),
    [
        (["/rain", "*.shop.example/rain"], {}, "/url"),
        ([], {}, "/url"),
        ([PAGE], {"url": "https://evil.example/rain"}, "/url"),
        ([PAGE], {"url": "https://shop.example.evil.example/"}, "/url"),
        ([PAGE], {"url": "javascript:alert(1)"}, "/url"),
        ([PAGE], {"hours": 0}, "/hours"),
        ([PAGE], {"hours": 25}, "/hours"),
    ],
    ids=["patterns alone", "no address", "a stranger's page", "a look-alike", "a script",
         "no time at all", "for ever"],
)  # fmt: skip
def test_a_link_leads_to_a_page_of_the_shop_for_a_day_at_most(
    alices: Caller, alice: Shop, urls: list[str], body: dict[str, Any], pointer: str
) -> None:
    rule = a_placement(alice, urls=urls)
    answer = alices.post(f"/placements/{rule.uid}/preview", body)
    assert answer.status_code == 422
    assert [each["source"]["pointer"] for each in answer.json["errors"]] == [pointer]


def test_another_shops_placement_is_not_there(charlies: Caller, draft: Placement) -> None:
    assert charlies.post(f"/placements/{draft.uid}/preview", {}).status_code == 404

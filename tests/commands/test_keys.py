"""`vitrine key create`: for one seller's own things, or for some scopes alone."""

from __future__ import annotations

import asyncio

import pytest
from flask.testing import FlaskClient

from app import Settings
from commands import line
from models.api_key import ApiKey
from models.shop import Shop
from tests.builders import a_seller


def run(*words: str) -> int:
    """Give the words to the command line of this house, which is open already."""
    return line.run(
        list(words),
        open_house=lambda: None,
        create_app=lambda: None,
        services=(),
        push_to_viewers=lambda: asyncio.sleep(0),
        settings=Settings(),
    )


def test_a_key_names_its_seller(
    alice: Shop, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    seller = a_seller(alice, external_id="vendor 17")
    assert run("key", "create", alice.slug, "--seller", "vendor 17", "--name", "Larch") == 0
    text = capsys.readouterr().out.split()[-1]
    headers = {"App-Id": alice.app_id, "Api-Key": text}
    [only] = client.get("/api/v1/sellers", headers=headers).get_json()["data"]
    assert only["id"] == seller.uid
    capsys.readouterr()
    assert run("key", "create", alice.slug) == 0
    assert run("key", "list", alice.slug) == 0
    told = capsys.readouterr().out.splitlines()[-2:]
    assert [each.split("\t")[-1] for each in told] == ["opens the shop", "opens vendor 17"]


@pytest.mark.parametrize("named", ["nobody", ""])
def test_a_key_of_an_unknown_seller_is_not_made(
    alice: Shop, charlie: Shop, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_seller(charlie, external_id="nobody")
    assert run("key", "create", alice.slug, "--seller", named) == 1
    assert "no seller" in capsys.readouterr().err
    assert ApiKey.select().count() == 0


def test_a_key_carries_the_scopes_it_was_made_with(
    alice: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    several = ("--scope", "product.product_create", "--scope", "content.read")
    assert run("key", "create", alice.slug, *several) == 0
    assert run("key", "create", alice.slug) == 0
    first, second = ApiKey.select().order_by(ApiKey.id)
    assert first.scopes == ["product.product_create", "content.read"]
    assert second.scopes == ["content.read", "content.write"]
    with pytest.raises(SystemExit):
        run("key", "create", alice.slug, "--scope", "product.everything")
    assert "product.product_create" in capsys.readouterr().err

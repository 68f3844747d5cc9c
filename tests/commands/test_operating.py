"""`vitrine script`, `shop switch` and `check`: what an operator does in the terminal."""

from __future__ import annotations

import pytest

from gateways import fetching
from gateways.releases import scripts
from models.shop import Shop
from tests.commands.test_keys import run
from tests.serving import a_site
from usecases import shops


@pytest.mark.usefixtures("app")
def test_every_script_is_listed_with_its_integrity(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("script") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        f"{each.path}\t{each.integrity if each.number else 'changes'}" for each in scripts()
    ]


def test_a_shop_is_switched_off_and_on(alice: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    for state, said in (("off", "displays nothing"), ("on", "displays again")):
        assert run("shop", "switch", alice.slug, state) == 0
        assert said in capsys.readouterr().out
        assert shops.find_shop_by_slug(alice.slug).displaying == (state == "on")


def test_a_check_ends_with_1_when_something_is_wrong(
    alice: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VITRINE_PUBLIC_URL", "https://vitrine.example")
    tag = f'<script src="https://vitrine.example/vitrine.js" data-app-id="{alice.app_id}"></script>'
    fetching.configure(private=True)
    with a_site() as site:
        shops.change_shop(alice, allowed_origins=[site.url("")])
        site.pages["/good"] = tag.encode()
        site.pages["/bad"] = b"<h1>No script</h1>"
        assert run("check", alice.slug, site.url("/good")) == 0
        assert "is in order and displays 0" in capsys.readouterr().out
        assert run("check", alice.slug, site.url("/bad")) == 1
    fetching.configure(private=False)
    told = capsys.readouterr()
    assert told.out.startswith("fault\tno-script\t")
    assert "is not as it should be" in told.err


def test_another_shops_page_is_not_fetched(alice: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", alice.slug, "https://charlie.example/") == 1
    assert capsys.readouterr().out.startswith("fault\torigin-not-allowed\t")

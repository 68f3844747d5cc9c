"""Checking a page: each planted fault is named, and healthy pages are left in peace."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from demo import catalogue
from demo.shop import Site as DemoSite
from demo.shop import create_shop
from gateways.releases import newest, scripts
from gateways.shop_page import ShopPage
from models.errors import Invalid
from models.meter import TooManyRequests
from models.shop import Shop
from tests.builders import a_placement, a_product, a_video
from tests.serving import Site, a_site
from usecases import displays, shops
from usecases.checking import RATE, Report, check
from usecases.faults import MOST_UNKNOWN, Seen, findings_of

SERVER = "https://vitrine.example"
LD = '<script type="application/ld+json">{"@type": "Product", "sku": "SKU-1"}</script>'
CART = "<script>vitrine.cart.use({add})</script>"
FROZEN = next(each for each in scripts() if each.number == newest() and not each.whole)
POLICY = (
    f"default-src 'self'; script-src 'nonce-abc' {SERVER}; connect-src {SERVER}; "
    f"frame-src {SERVER}; img-src 'self' {SERVER}; media-src {SERVER}"
)


@pytest.fixture
def shop(alice: Shop, site: Site) -> Shop:
    """Alice's shop, whose jacket has a film in a place of its page."""
    shops.change_shop(alice, allowed_origins=[site.url("")])
    jacket = a_product(alice, ref="SKU-1")
    a_video(alice, products=(jacket,))
    a_placement(
        alice, component="inline", product_refs=["*"], target={"element": "#gallery"}, name="Film"
    )
    return alice


def tag(shop: Shop, file: str = "/vitrine.js", more: str = "", server: str = SERVER) -> str:
    """Write the script's tag."""
    return f'<script async src="{server}{file}" data-app-id="{shop.app_id}" {more}></script>'


def a_page(*parts: str) -> bytes:
    """Write a product's page."""
    body = '<div id="gallery"></div>'
    text = f"<!doctype html><html lang=en><head>{''.join(parts)}</head><body>{body}</body></html>"
    return text.encode()


def checked(shop: Shop, site: Site, page: bytes, **headers: str) -> Report:
    """Put a page onto the shop's server and check it."""
    site.pages["/p/jacket"] = (200, {"Content-Type": "text/html", **headers}, page)
    return check(shop, site.url("/p/jacket"), SERVER)


def wrong(report: Report) -> set[str]:
    """The codes of what is wrong."""
    return {each.code for each in report.findings if each.level != "note"}


HEALTHY: dict[str, Any] = {
    "the tag of the tutorial": lambda s: a_page(LD, CART, tag(s)),
    "a frozen version with its integrity": lambda s: a_page(
        LD, CART, tag(s, FROZEN.path, f'integrity="{FROZEN.integrity}" crossorigin')
    ),
    "the all-in-one file on the shop's own domain": lambda s: a_page(
        LD, CART, tag(s, "/js/vitrine.all.js", f'data-server="{SERVER}"', server="")
    ),
    "a second tag for browsers without scripts": lambda s: a_page(
        LD, CART, tag(s), f"<noscript>{tag(s)}</noscript>"
    ),
    "a shop system with an adapter of ours": lambda s: a_page(
        LD, tag(s), '<link href="/cdn/shop/a.css"><script>Shopify.shop = "a"</script>'
    ),
    "broken JSON-LD before the good": lambda s: a_page(
        '<script type="application/ld+json">{"@type": </script>', LD, CART, tag(s)
    ),
    "a reference on the tag": lambda s: a_page(CART, tag(s, more='data-ref="SKU-1"')),
}


@pytest.mark.parametrize("page", HEALTHY.values(), ids=HEALTHY)
def test_a_healthy_page_raises_no_alarm(shop: Shop, site: Site, page: Any) -> None:
    report = checked(shop, site, page(shop))
    assert report.findings == ()
    assert report.healthy
    assert report.displays == 1


@pytest.mark.parametrize(
    "policy",
    [
        POLICY,
        POLICY.replace(f" {SERVER};", ";", 1),
        POLICY.replace(f"'nonce-abc' {SERVER}", "'nonce-abc' 'strict-dynamic'"),
        "default-src 'self' https:",
        "frame-ancestors 'none'",
    ],
    ids=["by host", "by nonce", "strict-dynamic", "every host by https", "of other matters"],
)
def test_a_policy_that_lets_films_in_raises_no_alarm(shop: Shop, site: Site, policy: str) -> None:
    cart = '<script src="/shop.js"></script>'
    site.pages["/shop.js"] = b"vitrine.push(v=>v.cart.use({add:a}))"
    page = a_page(LD, cart, tag(shop, more='nonce="abc"'))
    headers = {"Content-Security-Policy": policy}
    assert checked(shop, site, page, **headers).findings == ()


SHELL = '<div id="root"></div><script type="module" src="/app.js"></script>'


@pytest.mark.parametrize("with_tag", [True, False], ids=["with the tag", "whose script adds it"])
def test_a_page_that_scripts_fill_is_not_called_broken(
    shop: Shop, site: Site, with_tag: bool
) -> None:
    a_placement(shop, component="inline", urls=["/*"], target={"element": "#drawn"}, name="Late")
    a_video(shop, urls=["/*"])
    given = tag(shop) if with_tag else ""
    report = checked(shop, site, f"<!doctype html><head>{given}</head><body>{SHELL}".encode())
    assert report.healthy
    assert {each.code for each in report.findings} >= {
        "no-slot" if with_tag else "brought-by-scripts"
    }


def test_the_predecessors_snippet_is_believed_to_bring_its_tag(shop: Shop, site: Site) -> None:
    url = f"https://vitrine.example/caast-latest/caast.js?APP_ID={shop.app_id}"
    snippet = f"<script>(function (w, d, s, u) {{}})(window, document, 'script', '{url}')</script>"
    report = checked(shop, site, a_page(LD, snippet))
    assert report.healthy
    assert "brought-by-snippet" in {each.code for each in report.findings}


def test_a_cart_in_a_script_elsewhere_is_not_missed_for_certain(shop: Shop, site: Site) -> None:
    cdn = '<script src="https://cdn.example/shop.js"></script>'
    report = checked(shop, site, a_page(LD, tag(shop), cdn))
    assert report.healthy
    assert [(each.code, each.level) for each in report.findings] == [("no-cart-adapter", "note")]


@pytest.mark.parametrize(
    "path", ["/", "/p/meadow-blanket", "/c/picnic", "/journal/the-first-hour", "/live", "/about"]
)
def test_the_demo_shop_raises_no_alarm(shop: Shop, site: Site, path: str) -> None:
    for each in catalogue.PRODUCTS:
        a_product(shop, ref=each.ref)
    origin = site.url("")
    uid, outbox = "f" * 32, Path("outbox")
    facts = DemoSite(origin, SERVER, shop.app_id, uid, uid, "secret", "k", "maker", uid, outbox)
    demo = create_shop(facts)
    answer = demo.test_client().get(path, base_url=origin)
    script = Path(catalogue.__file__).parent / "static" / "shop.js"
    site.pages[path] = (200, dict(answer.headers), answer.data)
    site.pages["/static/shop.js"] = script.read_bytes()
    report = check(shop, site.url(path), SERVER)
    assert report.healthy, report.findings


FAULTS: dict[str, tuple[Any, set[str]]] = {
    "no script": (lambda s: a_page(LD, CART), {"no-script"}),
    "wrong key": (
        lambda s: a_page(LD, CART, tag(s).replace(s.app_id, "other")),
        {"wrong-app-id"},
    ),
    "twice included": (lambda s: a_page(LD, CART, tag(s), tag(s)), {"included-twice"}),
    "no slot": (lambda s: a_page(LD, CART, tag(s)).replace(b"gallery", b"photos"), {"no-slot"}),
    "product not matched": (
        lambda s: a_page(LD.replace("SKU-1", "SKU-9"), CART, tag(s)),
        {"unknown-product", "no-slot"} - {"no-slot"},
    ),
    "product without reference": (
        lambda s: a_page(LD.replace("sku", "name"), CART, tag(s)),
        {"product-without-ref"},
    ),
    "consent off": (
        lambda s: a_page(LD, CART, tag(s, more='type="text/plain"')),
        {"held-back"},
    ),
    "consent off, address elsewhere": (
        lambda s: a_page(LD, CART, tag(s).replace("src=", "data-src=")),
        {"held-back"},
    ),
    "cart adapter missing": (lambda s: a_page(LD, tag(s)), {"no-cart-adapter"}),
    "a version that never was": (
        lambda s: a_page(LD, CART, tag(s, "/vitrine.999.js")),
        {"unknown-version"},
    ),
    "wrong integrity": (
        lambda s: a_page(LD, CART, tag(s, FROZEN.path, 'integrity="sha384-AA" crossorigin')),
        {"wrong-integrity"},
    ),
    "integrity of what changes": (
        lambda s: a_page(LD, CART, tag(s, more=f'integrity="{FROZEN.integrity}" crossorigin')),
        {"integrity-of-rolling"},
    ),
    "another server": (
        lambda s: a_page(LD, CART, tag(s, server="https://old.example")),
        {"other-server"},
    ),
    "all in one without a server": (
        lambda s: a_page(LD, CART, tag(s, "/vitrine.all.js", server="")),
        {"no-server"},
    ),
    "framed by its text": (
        lambda s: a_page(f"<body><iframe srcdoc='{tag(s)}'></iframe>"),
        {"framed"},
    ),
}


@pytest.mark.parametrize(("page", "codes"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_named(shop: Shop, site: Site, page: Any, codes: set[str]) -> None:
    assert wrong(checked(shop, site, page(shop))) == codes


@pytest.mark.parametrize("kind", ["connect", "frame", "img", "media"])
def test_a_policy_that_keeps_something_out_is_named(shop: Shop, site: Site, kind: str) -> None:
    policy = POLICY.replace(f"{kind}-src", "worker-src")
    page = a_page(LD, CART, tag(shop, more='nonce="abc"'))
    report = checked(shop, site, page, **{"Content-Security-Policy": policy})
    assert wrong(report) == {f"policy-{kind}"}


def test_a_policy_without_the_tags_nonce_is_named(shop: Shop, site: Site) -> None:
    meta = "<meta http-equiv=Content-Security-Policy content=\"script-src 'nonce-abc'\">"
    report = checked(shop, site, a_page(meta, LD, CART, tag(shop)))
    assert wrong(report) == {"policy-script"}


def test_an_old_frozen_version_is_named(
    shop: Shop, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("usecases.faults.newest", lambda: newest() + 1)
    assert wrong(checked(shop, site, a_page(LD, CART, tag(shop, FROZEN.path)))) == {"old-version"}


def test_mixed_content_is_named(shop: Shop) -> None:
    html = a_page(LD, CART, tag(shop, server="http://vitrine.example"))
    page = ShopPage("https://shop.example/p", html, {})
    decision = displays.explained(shop, displays.read_page("SKU-1", None))
    seen = Seen(page, shop, SERVER, decision, False, frozenset({"SKU-1"}), True)
    assert {each.code for each in findings_of(seen)} == {"mixed-content"}


def test_a_blocked_path_is_named(shop: Shop, site: Site) -> None:
    shops.change_shop(shop, excluded_urls=["/p/*"])
    report = checked(shop, site, a_page(LD, CART, tag(shop)))
    assert wrong(report) == {"path-excluded"}
    assert report.displays == 0


def test_a_shop_that_is_switched_off_is_named(shop: Shop, site: Site) -> None:
    shops.change_shop(shop, displaying=False)
    assert wrong(checked(shop, site, a_page(LD, CART, tag(shop)))) == {"switched-off"}


def test_a_tag_in_a_framed_page_is_named(shop: Shop, site: Site) -> None:
    site.pages["/inner"] = a_page(tag(shop))
    page = b'<!doctype html><iframe src="/inner"></iframe>'
    assert wrong(checked(shop, site, page)) == {"framed"}


def test_a_page_of_another_origin_is_not_even_fetched(shop: Shop, site: Site) -> None:
    shops.change_shop(shop, allowed_origins=["https://shop.example"])
    report = checked(shop, site, a_page(LD, CART, tag(shop)))
    assert (wrong(report), report.fetched) == ({"origin-not-allowed"}, False)
    assert site.asked == []


def test_a_redirect_to_another_origin_is_not_followed(shop: Shop, site: Site) -> None:
    with a_site() as other:
        other.pages["/"] = a_page(tag(shop))
        site.pages["/p/jacket"] = (302, {"Location": other.url("/")}, b"")
        report = check(shop, site.url("/p/jacket"), SERVER)
        assert other.asked == []
    assert wrong(report) == {"origin-not-allowed"}
    assert report.url == other.url("/")


def test_a_page_that_is_not_there_is_named(shop: Shop, site: Site) -> None:
    [finding] = check(shop, site.url("/nothing"), SERVER).findings
    assert (finding.code, finding.message) == (
        "unreachable",
        "the server answered 404, not 200",
    )


def test_what_is_no_address_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        check(shop, "ftp://shop.example/", SERVER)


def test_a_shop_may_not_be_made_to_check_without_end(
    shop: Shop, site: Site, noon: datetime
) -> None:
    for _ in range(RATE):
        check(shop, site.url("/nothing"), SERVER)
    with pytest.raises(TooManyRequests) as refused:
        check(shop, site.url("/nothing"), SERVER)
    assert refused.value.after_s == 3
    assert len(site.asked) == RATE
    # What is not fetched costs nothing.
    assert not check(shop, "https://elsewhere.example/", SERVER).fetched


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"], ids=["NUL", "half a pair"])
def test_a_reference_that_no_database_keeps_is_one_of_no_product(
    shop: Shop, site: Site, sign: str
) -> None:
    page = a_page(LD.replace("SKU-1", f"SKU{sign}1"), CART, tag(shop))
    assert wrong(checked(shop, site, page)) == {"unknown-product"}


def test_a_page_may_name_any_number_of_products_and_is_told_of_some(shop: Shop, site: Site) -> None:
    # PostgreSQL takes 65,535 values; left open, so that so many of them fit into a page.
    many = "".join(f"<vitrine-video product={each}>" for each in range(66_000))
    page = a_page(LD, CART, tag(shop)).replace(b"</body>", f"{many}</body>".encode())
    findings = checked(shop, site, page).findings
    assert sum(each.code == "unknown-product" for each in findings) == MOST_UNKNOWN

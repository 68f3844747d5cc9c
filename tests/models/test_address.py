"""When two addresses are the same page, and which patterns cover one (`docs/addresses.md`)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.address import (
    covers,
    key_of_pattern,
    keys_of_page,
    read_address,
    read_pattern,
)
from models.errors import Invalid

PAGE = "https://shop.example/shoes/red"


def found(pattern: str, page: str, listed: tuple[str, ...] = ()) -> bool:
    """Ask as the look-up does: by key first, then in full."""
    rule, place = read_pattern(pattern), read_address(page)
    by_key = key_of_pattern(7, rule, listed) in keys_of_page(7, place, listed)
    covered = covers(rule, place, listed)
    assert by_key or not covered, "a pattern that covers the page must be found by its key"
    return by_key and covered


SAME = {
    "the address itself": "https://shop.example/shoes/red",
    "another scheme": "http://shop.example/shoes/red",
    "www.": "https://www.shop.example/shoes/red",
    "the default port": "https://shop.example:443/shoes/red",
    "http's default port": "http://shop.example:80/shoes/red",
    "a trailing slash": "https://shop.example/shoes/red/",
    "upper case in scheme and host": "HTTPS://Shop.EXAMPLE/shoes/red",
    "a fragment": "https://shop.example/shoes/red#reviews",
    "dot segments": "https://shop.example/shoes/./blue/../red",
    "encoded dot segments": "https://shop.example/shoes/blue/%2e%2E/red",
    "an encoded plain letter": "https://shop.example/shoes/%72ed",
    "a tracking parameter": "https://shop.example/shoes/red?utm_source=mail&utm_medium=x",
    "click ids": "https://shop.example/shoes/red?gclid=1&fbclid=2&msclkid=3",
    "a parameter nobody listed": "https://shop.example/shoes/red?sort=price",
    "a user": "https://user:secret@shop.example/shoes/red",
    "a final dot in the host": "https://shop.example./shoes/red",
    "blanks around": "  https://shop.example/shoes/red ",
}
OTHER = {
    "another path": "https://shop.example/shoes/blue",
    "another case in the path": "https://shop.example/Shoes/red",
    "another host": "https://shop2.example/shoes/red",
    "a sub-domain": "https://m.shop.example/shoes/red",
    "another port": "https://shop.example:8443/shoes/red",
    "a longer path": "https://shop.example/shoes/red/reviews",
    "a shorter path": "https://shop.example/shoes",
    "an encoded slash": "https://shop.example/shoes%2Fred",
}


@pytest.mark.parametrize("page", SAME.values(), ids=SAME)
def test_what_does_not_matter_is_the_same_page(page: str) -> None:
    assert found(PAGE, page)
    assert found(page, PAGE)


@pytest.mark.parametrize("page", OTHER.values(), ids=OTHER)
def test_what_matters_is_another_page(page: str) -> None:
    assert not found(PAGE, page)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
        ("https://BÜCHER.example/", "https://bücher.example"),
        ("https://shop.example/caf%c3%a9", "https://shop.example/caf%C3%A9"),
        ("https://shop.example/café", "https://shop.example/caf%C3%A9"),
        ("https://shop.example/a b", "https://shop.example/a%20b"),
        ("https://shop.example/%7Euser", "https://shop.example/~user"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("https://[0:0::1]/x", "https://[::1]/x"),
        ("https://www.www.shop.example/x", "https://shop.example/x"),
    ],
    ids=[
        "an international name and its ASCII spelling",
        "case of an international name",
        "case of an escape",
        "a letter and its escape",
        "a blank and its escape",
        "an unreserved character and its escape",
        "short and long IPv4",
        "short and long IPv6",
        "www. twice",
    ],
)
def test_spellings_of_one_page(one: str, other: str) -> None:
    assert found(one, other)
    assert found(other, one)


@pytest.mark.parametrize(
    ("pattern", "page", "covered"),
    [
        ("https://shop.example/shoes/*", "https://shop.example/shoes/red", True),
        ("https://shop.example/shoes/*", "https://shop.example/shoes/red/42", True),
        ("https://shop.example/shoes/*", "https://shop.example/shoes", True),
        ("https://shop.example/shoes/*", "https://shop.example/shoeshine", False),
        ("https://shop.example/shoes*", "https://shop.example/shoeshine", True),
        ("https://shop.example/*/red", "https://shop.example/shoes/red", True),
        ("https://shop.example/*/red", "https://shop.example/red", False),
        ("https://shop.example/*-sale", "https://shop.example/shoes/summer-sale", True),
        ("https://shop.example/*", "https://shop.example/", True),
        ("shop.example/shoes/*", "https://shop.example/shoes/red", True),
        ("*.shop.example/sale", "https://fr.shop.example/sale", True),
        ("*.shop.example/sale", "https://a.b.shop.example/sale", True),
        ("*.shop.example/sale", "https://shop.example/sale", False),
        ("*.shop.example/sale", "https://evilshop.example/sale", False),
        ("https://*.shop.example/*", "https://fr.shop.example/a/b", True),
        ("/fr/*", "https://shop.example/fr/shoes", True),
        ("/fr/*", "https://other.example/fr", True),
        ("/fr/*", "https://shop.example/french", False),
        ("/about", "https://shop.example/about/", True),
        ("*", "https://shop.example/", True),
        ("*", "https://shop.example/any/thing", True),
        ("/a*b*c", "https://shop.example/abbc", True),
        ("/a*bc*c", "https://shop.example/abc", False),
        ("/ab*ba", "https://shop.example/aba", False),
        ("/a**b", "https://shop.example/ab", True),
        ("/a*b/*", "https://shop.example/axb", True),
        ("/a*b/*", "https://shop.example/axbx", False),
    ],
)
def test_stars(pattern: str, page: str, covered: bool) -> None:
    assert found(pattern, page) is covered


@given(
    st.from_regex(r"/[ab]{0,2}[ab](\*[ab]{0,2}){0,3}(/\*)?", fullmatch=True),
    st.text(alphabet="ab/", max_size=12),
)
def test_a_star_stands_for_anything(pattern: str, path: str) -> None:
    rule, page = read_pattern(pattern), read_address(f"https://shop.example/{path}")
    # Written the slow way, which short paths forgive.
    texts = [re.escape(each) for each in rule.path.removesuffix("/*").split("*")]
    below = "(/.*)?" if rule.path.endswith("/*") else ""
    assert covers(rule, page) == bool(re.fullmatch(".*".join(texts) + below, page.path))


@pytest.mark.parametrize("pattern", ["/*a*a*a*b", "/*a*aa*aaa*b", "/a*a*a*a/b", "/****b"])
def test_the_longest_path_is_held_against_any_pattern_at_once(pattern: str) -> None:
    # Trying every place of every star would take hours.
    assert not found(pattern, "https://shop.example/" + "a" * 2000)


@pytest.mark.parametrize(
    ("pattern", "page", "covered"),
    [
        ("https://shop.example/p?color=red", "https://shop.example/p?color=red&utm_source=x", True),
        ("https://shop.example/p?color=red", "https://shop.example/p?color=blue", False),
        ("https://shop.example/p?color=red", "https://shop.example/p", False),
        ("https://shop.example/p", "https://shop.example/p?color=red", False),
        (
            "https://shop.example/p?color=red&size=4",
            "https://shop.example/p?size=4&color=red",
            True,
        ),
        ("https://shop.example/p", "https://shop.example/p?page=2", True),
        ("https://shop.example/p/*", "https://shop.example/p/1?color=red", True),
        ("https://shop.example/p/*?color=red", "https://shop.example/p/1?color=red&size=4", True),
        ("https://shop.example/p/*?color=red", "https://shop.example/p/1?color=blue", False),
    ],
)
def test_listed_parameters_matter(pattern: str, page: str, covered: bool) -> None:
    assert found(pattern, page, listed=("color", "size")) is covered


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop",
        "//shop.example/x",
        "/relative",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://shop.example/",
        "https://",
        "https://exa mple/",
        "https://shop.example:99999/",
        "https://shop.example/\ud800",
        "https://shop.example/" + "a" * 2048,
    ],
)
def test_what_is_not_a_page_is_refused(url: str) -> None:
    with pytest.raises(Invalid):
        read_address(url)


@pytest.mark.parametrize(
    "pattern", ["", "https://sh*p.example/", "https://a.*.example/", "javascript:*", "/*/*/*/*/*"]
)
def test_what_is_not_a_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(Invalid):
        read_pattern(pattern)


def test_a_closer_pattern_has_a_higher_rank() -> None:
    patterns = [
        "*",
        "/fr/*",
        "*.shop.example/*",
        "https://shop.example/*",
        "https://shop.example/shoes/*",
        "https://shop.example/shoes/summer/*",
        "/shoes/red",
        "*.shop.example/shoes/red",
        "https://shop.example/shoes/red",
    ]
    ranks = [read_pattern(each).rank for each in patterns]
    by_path = sorted(ranks[:1] + ranks[2:])
    assert by_path == ranks[:1] + ranks[2:]


def test_one_shops_keys_are_not_anothers() -> None:
    page = read_address(PAGE)
    assert not set(keys_of_page(1, page)) & set(keys_of_page(2, page))


@given(st.text(max_size=60), st.text(max_size=60))
def test_reading_an_address_twice_changes_nothing(path: str, query: str) -> None:
    try:
        once = read_address(f"https://www.shop.example/{path}?{query}")
    except Invalid:
        return
    again = read_address(f"https://{once.host}{once.path or '/'}")
    assert (again.host, again.path) == (once.host, once.path)


@given(st.text(alphabet="ab*/.", max_size=20), st.text(alphabet="ab/.", max_size=20))
def test_a_pattern_that_covers_a_page_is_always_found_by_its_key(rule: str, path: str) -> None:
    try:
        pattern = f"https://shop.example/{rule}"
        found(pattern, f"https://shop.example/{path}")
    except Invalid:
        return

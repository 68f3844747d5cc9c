"""The bench's rules: the mix it promises, and pages that are covered or not as it says."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qs

import pytest

from bench import rules
from models.address import covers, key_of_pattern, keys_of_page, read_address, read_pattern

KINDS = {"page": 80, "folder": 12, "host": 4, "sub-domains": 2, "star in the middle": 2}


def kind_of(text: str) -> str:
    """Name the kind of a pattern."""
    pattern = read_pattern(text)
    if pattern.host.startswith("*."):
        return "sub-domains"
    if not pattern.starred:
        return "page"
    if pattern.path == "/*":
        return "host"
    return "folder" if pattern.path.endswith("/*") else "star in the middle"


def test_the_mix_is_that_of_shops() -> None:
    assert Counter(kind_of(rules._rule(number)[0]) for number in range(100)) == KINDS


def test_half_of_the_rules_belong_to_one_big_shop() -> None:
    owners = Counter(rules._shop(number) for number in range(10_000))
    assert owners[1] == 5_000
    assert len(owners) == rules.SHOPS
    assert max(count for shop, count in owners.items() if shop != 1) <= 150


@pytest.mark.parametrize("number", range(50))
def test_a_rules_page_is_found_by_its_key_and_covered(number: int) -> None:
    pattern = read_pattern(rules._rule(number)[0])
    page = read_address(rules._page(number))
    assert covers(pattern, page)
    assert key_of_pattern(1, pattern) in keys_of_page(1, page)


def test_the_other_pages_are_covered_by_no_rule() -> None:
    patterns = [read_pattern(rules._rule(number)[0]) for number in range(1_000)]
    _, others = rules.queries(1_000, 50)
    for query in others:
        page = read_address(parse_qs(query)["url"][0])
        assert not any(covers(each, page) for each in patterns)

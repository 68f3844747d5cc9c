"""The shop's cart refuses in words a shopper understands, and a refusal changes nothing."""

import pytest

from demo.cart import LIMIT, Cart, Refusal

BLANKET, MUGS, HOUSE = "HH-101", "BW-201", "BW-204"


def test_things_add_up_to_a_count_and_a_total_of_what_is_really_asked() -> None:
    cart = Cart()
    cart.add(BLANKET, 2)
    cart.add(MUGS)
    cart.add(BLANKET)
    assert cart.lines == {BLANKET: 3, MUGS: 1}
    assert cart.as_json()["count"] == 4
    assert cart.as_json()["total"] == "€231.00"


@pytest.mark.parametrize(
    ("ref", "quantity", "code", "words"),
    [
        (HOUSE, 1, "out-of-stock", "sold out"),
        (MUGS, 4, "limit", "Only 3"),
        (BLANKET, LIMIT + 1, "limit", f"At most {LIMIT}"),
        ("NO-SUCH", 1, "unknown-product", "do not sell"),
        (None, 1, "unknown-product", "do not sell"),
        ({"ref": BLANKET}, 1, "unknown-product", "do not sell"),
        (BLANKET, 0, "invalid", "1 or more"),
        (BLANKET, -1, "invalid", "whole number"),
        (BLANKET, 1.5, "invalid", "whole number"),
        (BLANKET, True, "invalid", "whole number"),
        (BLANKET, "two", "invalid", "whole number"),
        (BLANKET, "٣", "invalid", "whole number"),
        (BLANKET, "9" * 5000, "invalid", "whole number"),
        (BLANKET, 10**30, "invalid", "whole number"),
        (BLANKET, None, "invalid", "whole number"),
        (BLANKET, [1], "invalid", "whole number"),
    ],
    ids=[
        "sold out", "more than there are", "more than an order may hold", "unknown reference",
        "no reference", "an object for a reference", "nothing", "fewer than nothing", "a fraction",
        "a boolean", "a word", "digits of another script", "endless digits", "a huge number",
        "no quantity", "a list",
    ],
)  # fmt: skip
def test_a_refused_add_says_why_and_changes_nothing(
    ref: object, quantity: object, code: str, words: str
) -> None:
    cart = Cart({MUGS: 1})
    with pytest.raises(Refusal, match=words) as refusal:
        cart.add(ref, quantity)
    assert refusal.value.code == code
    assert cart.lines == {MUGS: 1}


def test_the_last_ones_are_counted_together_with_those_in_the_cart() -> None:
    cart = Cart({MUGS: 2})
    cart.add(MUGS)
    with pytest.raises(Refusal, match="your cart holds 3"):
        cart.add(MUGS)


def test_a_quantity_can_be_set_and_zero_takes_a_thing_out() -> None:
    cart = Cart({BLANKET: 1, MUGS: 1})
    cart.change(BLANKET, "5")
    cart.change(MUGS, 0)
    assert cart.lines == {BLANKET: 5}


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        ({BLANKET: 1, "GONE-1": 4}, {BLANKET: 1}),
        ({MUGS: 9}, {MUGS: 3}),
        ({HOUSE: 1}, {}),
        ({BLANKET: "3"}, {}),
        ({BLANKET: True}, {}),
        (["HH-101"], {}),
        (None, {}),
    ],
    ids=["no longer sold", "fewer left", "sold out since", "a text", "a boolean", "a list", "new"],
)
def test_an_old_cart_keeps_only_what_can_still_be_bought(kept: object, left: object) -> None:
    assert Cart(kept).lines == left

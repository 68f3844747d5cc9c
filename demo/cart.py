"""The demo shop's cart: what may be in it, and why something may not."""

from collections.abc import Mapping

from demo.catalogue import BY_REF, Product, euros

LIMIT = 9


class Refusal(Exception):
    """Something the cart does not do, in words for the shopper; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Cart:
    """References with quantities, kept in the shopper's session."""

    def __init__(self, kept: object = None) -> None:
        """Read what the session kept and drop what is no longer sold or no longer there."""
        self.lines: dict[str, int] = {}
        for ref, quantity in kept.items() if isinstance(kept, Mapping) else ():
            if ref in BY_REF and type(quantity) is int and quantity > 0:
                allowed = min(quantity, LIMIT, BY_REF[ref].stock)
                if allowed:
                    self.lines[ref] = allowed

    @property
    def count(self) -> int:
        """Give the number of things in the cart."""
        return sum(self.lines.values())

    @property
    def total(self) -> int:
        """Give the sum in cents."""
        return sum(BY_REF[ref].asked * quantity for ref, quantity in self.lines.items())

    def add(self, ref: object, quantity: object = 1) -> Product:
        """Put `quantity` more of a product in; raises Refusal and then changes nothing."""
        product, more = _product(ref), _whole(quantity)
        if more < 1:
            raise Refusal("invalid", "Choose a quantity of 1 or more.")
        self._hold(product, self.lines.get(product.ref, 0) + more)
        return product

    def change(self, ref: object, quantity: object) -> Product:
        """Set how many of a product are in, 0 takes it out; raises Refusal."""
        product, wanted = _product(ref), _whole(quantity)
        if wanted == 0:
            self.lines.pop(product.ref, None)
        else:
            self._hold(product, wanted)
        return product

    def _hold(self, product: Product, wanted: int) -> None:
        if product.stock == 0:
            raise Refusal("out-of-stock", f"{product.name} is sold out at the moment.")
        if wanted > product.stock:
            held = self.lines.get(product.ref, 0)
            tail = f", and your cart holds {held}" if held else ""
            raise Refusal("limit", f"Only {product.stock} of {product.name} left{tail}.")
        if wanted > LIMIT:
            raise Refusal("limit", f"At most {LIMIT} of one thing per order, please.")
        self.lines[product.ref] = wanted

    def as_json(self) -> dict[str, object]:
        """Spell the cart for the shop's own script."""
        items = [
            {
                "ref": ref,
                "name": BY_REF[ref].name,
                "quantity": quantity,
                "price": euros(BY_REF[ref].asked),
                "line_total": euros(BY_REF[ref].asked * quantity),
            }
            for ref, quantity in self.lines.items()
        ]
        return {"items": items, "count": self.count, "total": euros(self.total)}


def _product(ref: object) -> Product:
    if not isinstance(ref, str) or ref not in BY_REF:
        raise Refusal("unknown-product", "We do not sell that.")
    return BY_REF[ref]


def _whole(quantity: object) -> int:
    """Read a quantity from JSON (a number) or from a form (digits)."""
    if (
        isinstance(quantity, str)
        and quantity.isascii()
        and quantity.isdigit()
        and len(quantity) < 5
    ):
        quantity = int(quantity)
    if type(quantity) is not int or not 0 <= quantity <= 9999:
        raise Refusal("invalid", "A quantity is a whole number from 0 to 9999.")
    return quantity

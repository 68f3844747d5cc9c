"""Products: put on the shelf, changed, removed; the pages that show them follow at once."""

from __future__ import annotations

from typing import Any

from peewee import IntegrityError

from models.address import read_address
from models.category import Category, slug_from
from models.content import Content, ContentProduct
from models.database import exclusive
from models.display_rule import PRODUCT, rules_of_product, write_rules
from models.errors import Conflict, Invalid, Problem
from models.feed import FeedItem
from models.money import CURRENCIES, amount_of
from models.product import Product, ProductCategory, ProductIdTaken, RefTaken
from models.seller import Seller
from models.shop import Shop
from usecases import following, picture_orders
from usecases.auctions import offers, terms
from usecases.catalog import families, inheriting, keeping
from usecases.events import tell
from usecases.feed_items import find_item
from usecases.pictures import forget_pictures, pictures_kept
from usecases.rows import Listing, find_one_named, find_row, only_sent, settle_seller
from usecases.screens import shows_of, tell_screen
from usecases.shelf import Article, dressed, shelf_of

# What a product taken from a feed is given besides: no feed tells these.
OWN = ("ref", "external_id", "brand", "brand_code", "price_shown", "button", "extra", "published")
BESIDES = (*OWN, "categories", "choices", "auction")
FIELDS = ("name", "description", "ean", "in_stock", "url", *OWN)
# What auctions of a product depend on.
AUCTIONED = {"auction", "currency", "published"}
# GTIN-8, GTIN-12 (UPC), GTIN-13 (EAN), GTIN-14. The check digit is not checked: shops number
# their own goods too, and a feed's slip there is no reason to hide a product.
GTIN_LENGTHS = (8, 12, 13, 14)


class SellerDiffers(Conflict):
    """The product is carried by a content of another seller."""

    code = "seller-differs"


def listed(
    shop: Shop,
    *,
    name: str | None = None,
    ref: str | None = None,
    seller: str | None = None,
) -> Listing[Article]:
    """List the shop's products, newest first, narrowed by part of the name, ref, seller's uid."""
    return shelf_of(shop, name=name, ref=ref, seller=seller)


def find(shop: Shop, uid: str) -> Article:
    """Find a product, or raise `NotFound`."""
    return dressed([find_row(Product, shop, uid, "product")])[0]


def add(shop: Shop, **facts: Any) -> Article:
    """Put a product on the shelf. Raises `Invalid`, `RefTaken`, `ProductIdTaken`.

    What one of the shop's feeds has under its `ref` (and of its `seller`, if sent) is taken from
    there and follows it; of the facts sent only those of BESIDES count then.

    Facts: those of FIELDS, `seller` (uid), `price` and `discount_price` (texts such as `19.90`),
    `currency` (the shop's unless sent), `picture` (bytes) or `picture_url` (fetched later, by
    `usecases/picture_orders.py`), `categories` (names, made if new), `choices` (options, and
    variants with prices as texts), `auction` (its terms, or None: `usecases/auctions/terms.py`).
    """
    seller = find_one_named(Seller, shop, facts.get("seller"), "seller")
    if shop.only_seller_id is not None:
        seller = Seller.get_by_id(shop.only_seller_id)
    item = find_item(shop, facts["ref"], seller) if facts.get("ref") else None
    if item is not None:
        article = _kept(shop, None, only_sent(facts, BESIDES), item)
        following.begin_pictures()
        return find(shop, article.product.uid)
    if "name" not in facts:
        raise Invalid(Problem("name", "is required: no feed of this shop has this ref"))
    return _kept(shop, None, facts)


def change(shop: Shop, uid: str, **facts: Any) -> Article:
    """Change what is sent of a product; the facts of `add`.

    Of a product that follows a feed, a fact sent otherwise than the feed has it is overridden
    from now on; `overridden` (of `following.GROUPS`) says for all which are.
    Raises `NotFound`, `Invalid`, `RefTaken`, `ProductIdTaken`, `SellerDiffers`, `ProductLocked`.
    """
    find_row(Product, shop, uid, "product")
    article = _kept(shop, uid, facts)
    if article.feed is not None:
        following.begin_pictures()
        return find(shop, uid)
    return article


def remove(shop: Shop, uid: str) -> None:
    """Remove a product from the shelf and from every content that carries it.

    Raises `VariantsRemain` for one that has variants: only who names them all may.
    """
    with exclusive(shop):
        product = find_row(Product, shop, uid, "product")
        keeping.remove(families.to_remove(shop, product, force=False))
    forget_pictures(product.picture)


def keep_to_contents(product: Product) -> None:
    """Raise `SellerDiffers` where a content of another seller carries a saved product."""
    if product.id is None or product.seller is None:
        return
    carrying: Any = (
        Content.select(Content.name)
        .join(ContentProduct)
        .where(ContentProduct.product == product, Content.seller != product.seller)
        .first()
    )
    if carrying:
        raise SellerDiffers(
            f"{carrying.name!r} belongs to another seller and carries this product; "
            "take the product out of it first"
        )


def _kept(
    shop: Shop, uid: str | None, facts: dict[str, Any], item: FeedItem | None = None
) -> Article:
    _check(facts)
    with pictures_kept(only_sent(facts, ["picture"])) as pictures:
        try:
            # Read under the write lock, so that two changes of one product are both kept.
            with exclusive(shop):
                product = _at_hand(shop, uid)
                before = product.picture
                if item is not None:
                    following.fill(product, item)
                _write(shop, product, {**only_sent(facts, FIELDS), **pictures}, facts)
                gone = picture_orders.settle(product, facts)
                for each in shows_of([product.id]):
                    tell_screen(each)
                if AUCTIONED.intersection(facts):
                    offers.follow_products(product)
                tell(product, "updated" if uid else "created")
                entailed = families.settle(shop, [product], generating=False)
                keeping.follow(shop, entailed.made, entailed.changed)
                if item is not None:
                    following.begin(product, item)
        except IntegrityError:
            if not facts.keys() & {"ref", "external_id"}:
                raise
            raise _taken(shop, uid, facts) from None
    forget_pictures(before if "picture" in pictures else gone)
    return find(shop, product.uid)


def _taken(shop: Shop, uid: str | None, facts: dict[str, Any]) -> Conflict:
    """Say which of the names that were sent another product has."""
    own = facts.get("external_id")
    found = Product.get_or_none(Product.shop == shop, Product.external_id == own)
    if own is not None and found is not None and found.uid != uid:
        return ProductIdTaken(f"another product of this shop has the id {own}")
    return RefTaken(f"another product of this shop has the ref {facts.get('ref')}")


def _at_hand(shop: Shop, uid: str | None) -> Product:
    if uid is None:
        return Product(shop=shop, currency=shop.currency, version=0)
    return find_row(Product, shop, uid, "product")


def _write(shop: Shop, product: Product, fields: dict[str, Any], facts: dict[str, Any]) -> None:
    for field, value in fields.items():
        setattr(product, field, value)
    product.extra = product.extra or {}
    _price(product, facts)
    if "choices" in facts:
        product.choices = _choices(facts["choices"], product.currency)
    if "auction" in facts:
        terms.write(product, facts["auction"])
    settle_seller(shop, product, facts)
    if "seller" in facts:
        keep_to_contents(product)
    if product.id is not None:
        following.settle(product, facts)
        inheriting.keep_own(product, facts)
    product.version += 1
    product.save()
    if "categories" in facts:
        _sort_into(shop, product, facts["categories"] or [])
    write_rules(shop, PRODUCT, product.id, rules_of_product(product))


def _check(facts: dict[str, Any]) -> None:
    if facts.get("url"):
        read_address(facts["url"], "url")
        if "*" in facts["url"]:
            raise Invalid(Problem("url", "is the address of one page; stars do not fit here"))
    picture_orders.check(facts.get("picture_url"))
    ean = facts.get("ean")
    if ean and not (ean.isascii() and ean.isdigit() and len(ean) in GTIN_LENGTHS):
        raise Invalid(Problem("ean", "a GTIN (EAN, UPC) has 8, 12, 13 or 14 digits"))


def _price(product: Product, facts: dict[str, Any]) -> None:
    if facts.get("currency") and facts["currency"] != product.currency:
        left = product.price_amount is not None and "price" not in facts
        left = left or (product.discount_amount is not None and "discount_price" not in facts)
        if left:
            raise Invalid(Problem("currency", "send price and discount_price with a new currency"))
        if facts["currency"] not in CURRENCIES:
            raise Invalid(Problem("currency", "must be an ISO 4217 code in capitals, such as EUR"))
        product.currency = facts["currency"]
    for fact, field in (("price", "price_amount"), ("discount_price", "discount_amount")):
        if fact in facts:
            setattr(product, field, _amount(facts[fact], product.currency, fact))
    if product.discount_amount is None:
        return
    if product.price_amount is None:
        raise Invalid(Problem("discount_price", "needs a price it is the discount of"))
    if product.discount_amount > product.price_amount:
        raise Invalid(Problem("discount_price", "must not exceed the price"))


def _choices(sent: dict[str, Any] | None, currency: str) -> dict[str, Any] | None:
    """Keep what a buyer chooses; its prices mean nothing in another currency than this one."""
    if sent is None:
        return None
    variants = [
        {
            "ref": each["ref"],
            "options": each["options"],
            "amount": _amount(each["price"], currency, "choices"),
            "in_stock": each["in_stock"],
        }
        for each in sent["variants"]
    ]
    return {"currency": currency, "options": sent["options"], "variants": variants}


def _amount(text: str | None, currency: str, where: str) -> int | None:
    try:
        return None if text is None else amount_of(text, currency)
    except ValueError as error:
        raise Invalid(Problem(where, str(error))) from None


def _sort_into(shop: Shop, product: Product, names: list[str]) -> None:
    wanted = list(dict.fromkeys(names))
    root = (Category.shop == shop) & Category.parent.is_null()
    known = {each.name: each for each in Category.select().where(root, Category.name.in_(wanted))}
    ProductCategory.delete().where(ProductCategory.product == product).execute()
    for name in wanted:
        category = known.get(name) or _new_category(shop, name)
        ProductCategory.create(product=product, category=category)


def _new_category(shop: Shop, name: str) -> Category:
    slugs: Any = Category.select(Category.slug).where(Category.shop == shop)
    taken = {slug for (slug,) in slugs.tuples()}
    return Category.create(shop=shop, name=name, slug=slug_from(name, taken))

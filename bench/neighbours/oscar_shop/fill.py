"""Fills a shop with the rows that come in as JSON lines, and lets a member of staff in.

A product gets what oscar has columns for: title, UPC, slug, description, and a stock record with
its price at one partner. Prints the session by which oscar then takes writes.
"""

import json
import sys
from itertools import islice

import django

django.setup()

from django.contrib.auth import get_user_model, login  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from oscar.core.loading import get_model  # noqa: E402

Product = get_model("catalogue", "Product")
StockRecord = get_model("partner", "StockRecord")


def main() -> None:
    """Make the tables, and write all."""
    call_command("migrate", verbosity=0)
    kind = get_model("catalogue", "ProductClass").objects.create(name="Goods")
    partner = get_model("partner", "Partner").objects.create(name="Bench")
    rows = map(json.loads, sys.stdin)
    with transaction.atomic():
        while some := list(islice(rows, 5_000)):
            _write(some, kind, partner)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    print(_session())


def _write(rows: list, kind: object, partner: object) -> None:
    products = [
        Product(
            id=each["id"],
            title=each["name"],
            upc=each["ref"],
            slug=f"p{each['id']}",
            description=each["description"],
            product_class=kind,
        )
        for each in rows
    ]
    Product.objects.bulk_create(products)
    records = [
        StockRecord(
            product_id=each["id"],
            partner=partner,
            partner_sku=each["ref"],
            price_currency=each["currency"],
            price=each["price_amount"] / 100,
            num_in_stock=9,
        )
        for each in rows
    ]
    StockRecord.objects.bulk_create(records)


def _session() -> str:
    staff = get_user_model().objects.create(username="staff", is_staff=True, is_superuser=True)
    request = HttpRequest()
    request.session = SessionStore()
    login(request, staff, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return request.session.session_key


main()

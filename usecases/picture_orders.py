"""Ordered pictures: those of products and sellers that a shop names by their addresses.

A shopper's browser is never sent to other people's machines: the picture is fetched once and kept,
by a job. Until then, and if it cannot be taken, only its address is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

import structlog

from gateways.fetching import fetch
from gateways.peers import FetchError
from gateways.queue import queue
from media.picture import MOST_BYTES
from models import clock
from models.address import read_address
from models.database import connected, database, exclusive, one_of
from models.errors import Invalid, Problem
from models.picture_order import PictureOrder
from models.product import Product
from models.seller import Seller
from usecases.events import tell
from usecases.pictures import forget_pictures, keep_picture, picture_url
from usecases.screens import shows_of, tell_screen

log = structlog.get_logger()

JOB = "ordered pictures"
SECONDS, AT_ONCE, TRIES = 20.0, 20, 5
TAKEN_FOR, RESTS = timedelta(minutes=2), timedelta(minutes=10)


def check(url: str | None, where: str = "picture_url") -> None:
    """Refuse what is no address of a picture on the web; raises `Invalid`."""
    if url is None:
        return
    read_address(url, where)
    if not url.lower().startswith(("http://", "https://")):
        raise Invalid(Problem(where, "must be an http or https address"))


def settle(row: Product | Seller, facts: Mapping[str, Any]) -> str | None:
    """Do what a change of a saved row says of its picture: sent as a file, or by its address.

    Call it in the transaction of the change. Answers the picture that is not needed any more.
    """
    if "picture" in facts:
        PictureOrder.delete().where(_of(row)).execute()
    elif "picture_url" in facts:
        return _order(row, facts["picture_url"])
    return None


def ordered(table: type[Product] | type[Seller], ids: Iterable[int]) -> dict[int, str]:
    """Tell the addresses of the pictures ordered for rows of a table, by their ids."""
    named: Any = PictureOrder.product if table is Product else PictureOrder.seller
    rows: Any = PictureOrder.select(named, PictureOrder.url).where(one_of(named, list(ids)))
    return dict(rows.tuples())


def begin() -> None:
    """Let a worker fetch what is ordered, once this is committed."""
    with database.atomic():
        database.after_commit(lambda: queue().add(JOB))


def fetch_ordered() -> None:
    """Fetch some of the pictures that are due; a job of its own does the rest."""
    with connected():
        for _ in range(AT_ONCE):
            waiting = _next()
            if waiting is None:
                return
            _fetch(waiting)
        begin()


def _order(row: Product | Seller, url: str | None) -> str | None:
    """Let the picture at an address be a row's, None: none any more.

    What is sent back as it was told, or ordered again, changes nothing.
    """
    mine = _of(row)
    found = PictureOrder.get_or_none(mine)
    if url is not None and (_is_own(row, url) or (found is not None and found.url == url)):
        return None
    PictureOrder.delete().where(mine).execute()
    if url is not None:
        PictureOrder.create(**{_name(row): row, "url": url, "due_at": clock.now()})
        begin()
        return None
    gone, row.picture = row.picture, None
    row.save()
    return gone


def _next() -> PictureOrder | None:
    """Take the next order; another worker that asks now is given another one."""
    now = clock.now()
    waiting: PictureOrder
    due = PictureOrder.select().where(PictureOrder.due_at <= now)
    for waiting in due.order_by(PictureOrder.due_at).limit(10 * AT_ONCE):
        free = PictureOrder.id == waiting.id, PictureOrder.due_at == waiting.due_at
        taken = PictureOrder.update(due_at=now + TAKEN_FOR, tries=PictureOrder.tries + 1)
        if taken.where(*free).execute():
            return waiting
    return None


def _fetch(waiting: PictureOrder) -> None:
    tries = waiting.tries + 1
    try:
        content = BytesIO()
        fetch(waiting.url, content, most=MOST_BYTES, seconds=SECONDS)
        key = keep_picture(content.getvalue())
    except (FetchError, Invalid) as refusal:
        log.info("a picture was not taken", url=waiting.url, reason=refusal.message)
        again = isinstance(refusal, FetchError) and tries < TRIES
        rests = clock.now() + RESTS * tries if again else None
        PictureOrder.update(due_at=rests).where(PictureOrder.id == waiting.id).execute()
        return
    forget_pictures(_hang(waiting, key))


def _hang(waiting: PictureOrder, key: str) -> str | None:
    """Give a row its picture; answer the one of both that is not needed."""
    table: Any = Product if waiting.product_id is not None else Seller
    found = table.get_or_none(table.id == (waiting.product_id or waiting.seller_id))
    if found is None:
        return key
    with exclusive(found.shop):
        row = table.get_or_none(table.id == found.id)
        done = PictureOrder.update(due_at=None, tries=0).where(PictureOrder.id == waiting.id)
        # Another picture was ordered or given meanwhile.
        if row is None or not done.execute():
            return key
        before, row.picture = row.picture, key
        if isinstance(row, Product):
            row.version += 1
        row.save()
        if isinstance(row, Product):
            for each in shows_of([row.id]):
                tell_screen(each)
        tell(row, "updated")
        return str(before) if before else None


def _is_own(row: Product | Seller, url: str) -> bool:
    told = picture_url(row.picture)
    return told is not None and url.endswith(told)


def _name(row: Product | Seller) -> str:
    return "product" if isinstance(row, Product) else "seller"


def _of(row: Product | Seller) -> Any:
    return getattr(PictureOrder, _name(row)) == row

"""Copying: a new live made like another one, or to show another one's recording once more."""

from __future__ import annotations

from typing import Any

from models.asset import Asset
from models.broadcast import HAND, Broadcast, NoRecording
from models.content import FINISHED, LIVE, Content, ContentProduct
from models.shop import Shop
from usecases import lives
from usecases.pictures import copy_picture
from usecases.screening import Live, find, find_own
from usecases.videos import PICTURES


def duplicate(shop: Shop, uid: str, *, products: bool, **facts: Any) -> Live:
    """Plan a live like another one of the shop: its texts, tags, seller, brand and pictures.

    It has no time yet, stands in no list and begins by hand, whatever `facts` do not say
    otherwise. Raises `NotFound`, `SharedContent`, `Invalid`.
    """
    find_own(shop, uid, LIVE)
    like: Live = find(shop, uid, LIVE)
    content = like.content
    made = lives.add(
        shop,
        **{
            "name": content.name,
            "description": content.description,
            "tags": list(like.tags),
            "seller": like.seller.uid if like.seller else None,
            "brand": content.brand.uid if content.brand else None,
            "replayable": content.replayable,
            "products": [each.product.uid for each in like.products] if products else [],
            "listed": False,
            "starts_by": HAND,
            **facts,
        },
    )
    if products:
        _group_alike(content, made.content)
    pictures = {field: copy_picture(getattr(content, field)) for field in PICTURES}
    Content.update(**pictures).where(Content.id == made.content.id).execute()
    found: Live = find(shop, made.content.uid, LIVE)
    return found


def rerun(shop: Shop, uid: str, *, products: bool, **facts: Any) -> Live:
    """Plan a live that plays the recording of a finished one.

    Raises `NotFound`, `SharedContent`, `NoRecording`, `Invalid`.
    """
    source = find_own(shop, uid, LIVE)
    if source.state != FINISHED or not _recorded(source):
        raise NoRecording("only a finished live whose replay is ready can be shown once more")
    made = duplicate(shop, uid, products=products, **facts)
    mine = Broadcast.content == made.content
    Broadcast.update(rerun=True, rerun_of=source).where(mine).execute()
    found: Live = find(shop, made.content.uid, LIVE)
    return found


def _group_alike(content: Content, made: Content) -> None:
    """Let products be sold in the groups that they are sold in there."""
    links: Any = ContentProduct.select().where(ContentProduct.content == content)
    for link in links.where(ContentProduct.group.is_null(False)):
        mine = ContentProduct.content == made, ContentProduct.product == link.product_id
        ContentProduct.update(group=link.group).where(*mine).execute()


def _recorded(content: Content) -> bool:
    asset = Asset.get_or_none(Asset.content == content, Asset.playing)
    return asset is not None and bool(asset.files.get("hls"))

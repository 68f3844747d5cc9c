"""What an element that a page places by hand shows: a video or live, what is on, a collection."""

from __future__ import annotations

from models.asset import NotReady
from models.collection import Collection, CollectionItem
from models.content import Content
from models.errors import NotFound
from models.shop import Shop
from usecases.borrowed import shown_by
from usecases.deciding import MOST, Display
from usecases.displays import programme
from usecases.watchables import watchables


def video(shop: Shop, uid: str) -> Display:
    """Show the published video or live of a uid, the shop's own or shared with it.

    Raises `NotFound`, or `NotReady` until the video, or the replay of a live that is over, plays.
    """
    content = Content.get_or_none(Content.uid == uid, Content.published, shown_by(shop))
    if content is None or not shop.displaying:
        raise NotFound("this shop has no such film; the tag's data-app-id must be its shop's")
    [film] = watchables(shop, [content])
    if not film.showable:
        raise NotReady("the video is being prepared")
    return Display("inline", None, (film,), uid=uid)


def live(shop: Shop) -> Display:
    """Show the live that is on air, else the next one, else the newest replay.

    Raises `NotFound`.
    """
    first = next(iter(programme(shop)), None) if shop.displaying else None
    if first is None:
        raise NotFound("this shop has no live to show")
    return Display("inline", None, (first,), uid=first.content.uid)


def collection(shop: Shop, uid: str) -> Display:
    """Show the shop's collection of a uid, as far as it plays; raises `NotFound`."""
    found = Collection.get_or_none(Collection.shop == shop, Collection.uid == uid)
    if found is None or not shop.displaying:
        raise NotFound("this shop has no such collection; the tag's data-app-id must be its shop's")
    contents = (
        Content.select()
        .join(CollectionItem)
        .where(CollectionItem.collection == found, Content.published, shown_by(shop))
        .order_by(CollectionItem.position, Content.id)
    )
    films = [each for each in watchables(shop, contents) if each.showable]
    return Display("carousel", None, tuple(films[:MOST]), uid=uid, collection=found)

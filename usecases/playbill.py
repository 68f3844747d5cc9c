"""Shows: what the page of a live needs to know, from its countdown to its replay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gateways.storage import files
from models.content import FINISHED, LIVE, NOT_STARTED, Content, Cue
from models.shop import Shop
from usecases.auctions.replaying import Rerun, reruns
from usecases.chat import newest, told
from usecases.past_shows import PastShow, past_shows
from usecases.pictures import picture_url
from usecases.snapshots import snapshot
from usecases.timeline import timeline_of
from usecases.trailers import trailer_of
from usecases.watchables import watchables
from usecases.watching import Film, Offer, films, offers_of, watched

# The newest of a replay's chat; more than a viewer reads, and no heavier than a picture.
MOST_SAID = 500


@dataclass(frozen=True)
class Moment:
    """What belongs to a second of a replay: a question, an announcement, an auction or a chapter.

    `uid` is that of the question, announcement or run, where the show had one. Products tell
    their moments themselves.
    """

    uid: str
    kind: str
    text: str
    from_ms: int


@dataclass(frozen=True)
class Show:
    """A live as its page shows it; `state` is its snapshot, `film` its replay once that plays.

    `trailer` plays until shortly before the start. `said` are the replay's messages, each with its
    place `from_ms` in the film, `reruns` its auctions, `past` the shop's other replays. `shop` is
    the one that shows it; `shared`: by leave of the shop it belongs to.
    """

    uid: str
    shop: Shop
    shared: bool
    name: str
    description: str | None
    announced_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    poster_url: str | None
    shared_url: str | None
    state: dict[str, Any]
    extension_hosts: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    film: Film | None = None
    trailer: Film | None = None
    moments: tuple[Moment, ...] = ()
    said: list[tuple[dict[str, Any], int]] = field(default_factory=list)
    reruns: tuple[Rerun, ...] = ()
    past: tuple[PastShow, ...] = ()
    kind: str = LIVE
    replayable: bool = True

    @property
    def phase(self) -> str:
        """What the page shows: before, on, lost (its picture is awaited), waiting or replay."""
        if self.film:
            return "replay"
        if self.state["state"] == FINISHED:
            return "waiting"
        if self.state["started_at"] is None:
            return "before"
        return "lost" if self.state["interrupted"] else "on"


def watch_live(uid: str, app_id: str | None = None) -> Show:
    """Give the published live of a uid as it is now; raises `NotFound`.

    `app_id` names the shop that shows it, when that is another one it is shared with.
    """
    content, shop = watched(uid, LIVE, app_id)
    state = snapshot(uid, app_id)
    over = state["state"] == FINISHED
    film = next(iter(films(shop, [content], captions=True)), None) if over else None
    (watchable,) = watchables(shop, [content])
    shared = watchable.borrower is not None
    own = picture_url(content.thumbnail)
    return Show(
        uid=uid,
        shop=shop,
        shared=shared,
        name=content.name,
        description=content.description,
        announced_at=content.created_at,
        starts_at=content.starts_at,
        ends_at=content.ends_at,
        poster_url=own or (film.poster_url if film else None),
        shared_url=picture_url(content.thumbnail, kind="jpg")
        or (film.shared_url if film else None),
        state=state,
        extension_hosts=tuple(content.shop.extension_hosts),
        offers=film.offers if film else offers_of(watchable, {}),
        film=film,
        trailer=trailer_of(shop, content) if state["state"] == NOT_STARTED else None,
        moments=_moments(content, shared=shared) if film else (),
        said=_said(content) if film else [],
        # On another shop's pages nothing is told of auctions.
        reruns=reruns(content) if film and not shared else (),
        past=past_shows(shop, content),
        replayable=content.replayable,
    )


def kept_at() -> str:
    """Tell an address that stands for all the files a live's page may ask for later."""
    return files().url("media/lives")


def _moments(content: Content, *, shared: bool) -> tuple[Moment, ...]:
    kinds = ["question", "announcement", "chapter", *([] if shared else ["auction"])]
    told = Cue.kind.in_(kinds), Cue.text.is_null(False)
    cues = Cue.select().where(Cue.content == content, *told)
    return tuple(
        Moment(each.source_uid or each.uid, each.kind, each.text or "", each.from_ms)
        for each in cues.order_by(Cue.from_ms, Cue.id)
    )


def _said(content: Content) -> list[tuple[dict[str, Any], int]]:
    """Place the newest messages on the film, oldest first."""
    line = timeline_of(content)
    if line is None:
        return []
    return [(told(each), line.ms(each.created_at)) for each in newest(content, MOST_SAID)]

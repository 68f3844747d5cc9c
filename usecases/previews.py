"""Previews: links that show a placement on a page of the shop before it is switched on.

The link is a page's own address with a signed text behind `#`, which browsers send to nobody; the
script finds it there and asks with it. Whoever has the link sees that one placement as it would
be, until the link ends by itself; other visitors of the page see nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urldefrag, urlsplit

from models import clock
from models.errors import Expired, Invalid, Problem
from models.placement import Placement
from models.shop import Shop
from usecases.deciding import Decision, Verdict
from usecases.displays import Page, decision_of, hits, unmatched
from usecases.passes import sealed, unsealed
from usecases.rows import find_row

KIND = "vitrine preview of a placement"
MARK = "vitrine-preview="
MOST_HOURS = 24


class PreviewOver(Expired):
    """A preview's link that has ended, that was not made here, or whose placement is gone."""

    code = "preview-over"


@dataclass(frozen=True)
class Preview:
    """A placement to be tried, and until when."""

    placement: Placement
    ends_at: datetime


def invite(shop: Shop, uid: str, *, url: str | None = None, hours: int = 1) -> tuple[Preview, str]:
    """Make a link to a page of the shop that shows a placement for some hours.

    Without `url` it is the first address of the placement that names one page. Raises `NotFound`,
    `Invalid`.
    """
    placement = find_row(Placement, shop, uid, "placement")
    page = url or _page_of(placement)
    if page is None:
        raise Invalid(Problem("url", "is required: no address of the placement is a whole page's"))
    if not shop.allows(_origin_of(page)):
        raise Invalid(Problem("url", "must be on one of the shop's allowed origins"))
    preview = Preview(placement, clock.now() + timedelta(hours=hours))
    token = sealed(KIND, [uid, int(preview.ends_at.timestamp())])
    return preview, f"{urldefrag(page).url}#{MARK}{token}"


def asked(shop: Shop, address: str | None) -> Preview | None:
    """Read what the address of a page asks to be tried, if anything; raises `PreviewOver`."""
    _, marked, token = urldefrag(address or "").fragment.partition(MARK)
    if not marked:
        return None
    said = unsealed(KIND, token)
    if said is not None:
        placement = Placement.get_or_none(Placement.shop == shop, Placement.uid == said[0])
        ends_at = datetime.fromtimestamp(said[1], UTC)
        if placement is not None and ends_at > clock.now():
            return Preview(placement, ends_at)
    raise PreviewOver("this preview is over or was not made here; ask for a new link")


def tried(shop: Shop, page: Page, placement: Placement) -> tuple[Decision, Verdict]:
    """Decide as if a placement were switched on now, and say whether it is then shown, and why."""
    found = hits(shop.id, shop.significant_params, page)
    decision = decision_of(shop, page, found, trying=placement.id)
    closed = (each for each in decision.verdicts if each.kind == "shop")
    own = (each for each in decision.verdicts if each.uid == placement.uid)
    return decision, next(closed, None) or next(own, None) or unmatched("placement", placement)


def _page_of(placement: Placement) -> str | None:
    whole = (each for each in placement.urls if "://" in each and "*" not in each)
    return next(whole, None)


def _origin_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"

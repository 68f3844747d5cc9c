"""Renditions: in which sizes a live's show and its replay can be played, and where each one is.

Read from the master playlists that players read, so that nothing is told that does not play.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gateways.storage import files
from media.manifest import read_master
from models.asset import Asset, NotReady
from models.content import FINISHED, LIVE, Content
from models.errors import NotFound
from models.shop import Shop
from usecases import shows
from usecases.shops import find_shop_by_access_key
from usecases.watching import watched

# Shapes of pictures that have a name; what is within a hundredth of one is called so.
SHAPES = tuple(Fraction(*each) for each in ((9, 16), (16, 9), (1, 1), (4, 3), (3, 4), (4, 5)))
NEAR = 0.01


@dataclass(frozen=True)
class Rendition:
    """One size; `lines` are the picture's short side, `url` is its playlist's."""

    url: str
    width: int
    height: int

    @property
    def lines(self) -> int:
        """How many lines it is called by."""
        return min(self.width, self.height)

    @property
    def name(self) -> str:
        """What it is called: 480p."""
        return f"{self.lines}p"


def of_show(content: Content) -> list[Rendition]:
    """List the renditions of a live's show, largest first; none before it was sent."""
    return _read(shows.folder_of(content), shows.MANIFEST)


def of_replays(contents: Iterable[int]) -> dict[int, list[Rendition]]:
    """List the renditions of replays, largest first, by the ids of lives that have one."""
    rows = Asset.select().where(Asset.content.in_(list(contents)), Asset.playing)
    return {each.content_id: _of_asset(each) for each in rows}


def nearest(renditions: Sequence[Rendition], lines: int) -> Rendition | None:
    """Choose the largest rendition of at most so many lines, else the smallest that there is."""
    fitting = [each for each in renditions if each.lines <= lines]
    return fitting[0] if fitting else renditions[-1] if renditions else None


def shape_of(width: int, height: int) -> str:
    """Tell a picture's shape: 9:16."""
    exact = Fraction(width, height)
    named = min(SHAPES, key=lambda each: abs(each / exact - 1))
    told = named if abs(named / exact - 1) <= NEAR else exact
    return f"{told.numerator}:{told.denominator}"


def replay(access_key: str, uid: str, lines: int | None = None) -> str:
    """Tell where a live's replay plays, in the rendition nearest to so many lines or in all.

    `access_key` is that of the shop which shows it. Raises `NotFound`, also where no replay is
    offered, and `NotReady`.
    """
    content = _shown(find_shop_by_access_key(access_key), uid)
    if content.state != FINISHED or not content.replayable:
        raise NotFound("this live offers no replay")
    asset = Asset.get_or_none(Asset.content == content, Asset.playing)
    if asset is None or not asset.files.get("hls"):
        raise NotReady("the replay of this live is being prepared")
    found = nearest(_of_asset(asset), lines) if lines else None
    return found.url if found else files().url(f"{asset.folder}/{asset.files['hls']}")


def _shown(shop: Shop, uid: str) -> Content:
    own = Content.get_or_none(Content.uid == uid, Content.kind == LIVE, Content.shop == shop)
    content, _ = watched(uid, LIVE, None if own else shop.app_id)
    return content


def _of_asset(asset: Asset) -> list[Rendition]:
    hls = asset.files.get("hls")
    return _read(asset.folder or "", hls) if hls else []


def _read(folder: str, manifest: str) -> list[Rendition]:
    try:
        text = files().path(f"{folder}/{manifest}").read_text("utf-8")
    except FileNotFoundError:
        return []
    found = (
        Rendition(files().url(f"{folder}/{address}"), width, height)
        for address, width, height in read_master(text)
    )
    return sorted(found, key=lambda each: -each.lines)

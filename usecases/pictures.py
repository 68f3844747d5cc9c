"""Pictures of products, sellers and contents: kept in the pages' sizes, addressed, forgotten.

Tables keep the storage key of a picture's folder (`media/pictures/<uid>`); in it stand
`160.webp`, `640.webp` and their JPEG twins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from gateways.storage import files
from media.errors import MediaError
from media.picture import WIDTHS, renditions
from models.asset import Asset
from models.base import new_uid
from models.errors import Invalid, Problem

FOLDER = "media/pictures"


def picture_url(key: str | None, width: int = WIDTHS[-1], kind: str = "webp") -> str | None:
    """Tell the address of a picture in one of its sizes (`WIDTHS`) as `webp` or `jpg`."""
    return files().url(f"{key}/{width}.{kind}") if key else None


def poster_url(asset: Asset, width: int, kind: str = "webp") -> str | None:
    """Tell the address of a film's still that is nearest to a width, if possible of the kind."""
    best = min(
        asset.files.get("posters") or (),
        key=lambda each: (each["type"] != f"image/{kind}", abs(each["width"] - width)),
        default=None,
    )
    return files().url(f"{asset.folder}/{best['file']}") if best else None


def keep_picture(sent: bytes, where: str = "picture") -> str:
    """Keep a picture in every size and answer its key; raises `Invalid` at `where`."""
    try:
        made = renditions(sent)
    except MediaError as error:
        raise Invalid(Problem(where, error.message)) from None
    key = f"{FOLDER}/{new_uid()}"
    try:
        for name, content in made.items():
            files().write(f"{key}/{name}", content)
    except OSError:
        forget_pictures(key)
        raise
    return key


def copy_picture(key: str | None) -> str | None:
    """Keep a picture once more, under a key of its own; None where there is none."""
    if key is None:
        return None
    made = f"{FOLDER}/{new_uid()}"
    for name, _ in files().entries(key):
        files().write(f"{made}/{name}", files().path(f"{key}/{name}").read_bytes())
    return made


def forget_pictures(*keys: str | None) -> None:
    """Remove pictures; keys that are none are passed over."""
    for key in keys:
        if key:
            files().remove(key)


@contextmanager
def pictures_kept(sent: Mapping[str, bytes | None]) -> Iterator[dict[str, str | None]]:
    """Keep the pictures of a change, by field; when the block fails they are removed again."""
    kept: dict[str, str | None] = {}
    try:
        for field, content in sent.items():
            kept[field] = keep_picture(content, field) if content is not None else None
        yield kept
    except BaseException:
        forget_pictures(*kept.values())
        raise

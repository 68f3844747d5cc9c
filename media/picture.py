"""Turns a picture somebody sent into clean ones in the sizes the pages use.

Everything is decoded and written anew: place and camera data go, the turn of the camera is
applied, and no byte of the sender's file reaches a shopper.
"""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from media.errors import MediaError

WIDTHS: Final = (160, 640)
MOST_BYTES: Final = 10_000_000
MOST_PIXELS: Final = 40_000_000
MOST_SIDE: Final = 16_000
_ACCEPTED: Final = ("JPEG", "PNG", "WEBP", "GIF")
_SAVED: Final = {"webp": {"quality": 82, "method": 4}, "jpg": {"quality": 84, "optimize": True}}
_FORMATS: Final = {"webp": "WEBP", "jpg": "JPEG"}
_PAPER: Final = (255, 255, 255)


def renditions(sent: bytes) -> dict[str, bytes]:
    """Write the picture as `<width>.webp` and `<width>.jpg`; raises `MediaError`.

    A picture is never enlarged: `640.webp` of a small one has the small one's size. Of a moving
    GIF or WebP the first frame is taken. Transparency stays in WebP and becomes white in JPEG.
    """
    picture = _opened(sent)
    made = {}
    for width in WIDTHS:
        small = _fitted(picture, width)
        for suffix, options in _SAVED.items():
            out = io.BytesIO()
            _on_paper(small, suffix).save(out, _FORMATS[suffix], **options)
            made[f"{width}.{suffix}"] = out.getvalue()
    return made


def size_of(made: bytes) -> tuple[int, int]:
    """Measure a picture that was made here: width and height."""
    with Image.open(io.BytesIO(made)) as picture:
        return picture.size


def _opened(sent: bytes) -> Image.Image:
    if not sent:
        raise MediaError("empty", "the picture is empty")
    if len(sent) > MOST_BYTES:
        raise MediaError("too-large", f"a picture has at most {MOST_BYTES // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            # Pillow warns of torn metadata and of large pictures; the first is none of our
            # business because metadata is dropped, the second is checked below.
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(sent), formats=_ACCEPTED)
            _measure(picture)
            if picture.format == "JPEG":
                picture.draft(None, (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
            picture.load()
            return _plain(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError:
        raise _too_large() from None
    except UnidentifiedImageError:
        raise MediaError("not-a-picture", "send a JPEG, PNG, WebP or GIF picture") from None
    except MediaError:
        raise
    except Exception as error:
        # Decoders fail in many ways on torn or hostile files; all mean the same to the sender.
        raise MediaError(
            "broken", "the picture is damaged; export it again and send the new file", repr(error)
        ) from error


def _measure(picture: Image.Image) -> None:
    # Before decoding: a file of a few kilobytes can claim to be a picture of gigabytes.
    if picture.width * picture.height > MOST_PIXELS or max(picture.size) > MOST_SIDE:
        raise _too_large()


def _too_large() -> MediaError:
    most = f"{MOST_PIXELS // 1_000_000} megapixels and {MOST_SIDE} pixels a side"
    return MediaError("too-many-pixels", f"a picture has at most {most}")


def _plain(picture: Image.Image) -> Image.Image:
    """Turn any kind of pixels into 8 bits of sRGB, and forget all that was said about them."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):
        # 16 bits of grey: the upper eight of them.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    wanted = "RGBA" if see_through else "RGB"
    if picture.mode != "CMYK" or not profile:
        picture = picture.convert(wanted)
    if profile:
        picture = _in_srgb(picture, profile, wanted)
    picture.info = {}
    return picture


def _in_srgb(picture: Image.Image, profile: bytes, wanted: str) -> Image.Image:
    # Telephones photograph in wider colours than pages are drawn in without a profile.
    try:
        srgb = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(picture, io.BytesIO(profile), srgb, outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):
        made = None
    return made or picture.convert(wanted)


def _fitted(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _on_paper(picture: Image.Image, suffix: str) -> Image.Image:
    if suffix != "jpg" or picture.mode == "RGB":
        return picture
    paper = Image.new("RGB", picture.size, _PAPER)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper

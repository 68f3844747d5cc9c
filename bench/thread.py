"""Measures what the script costs a shop's page on its main thread, as a slow phone would feel it.

The same page of the demo shop with the script and without, in turns, in a real Chromium whose CPU
is slowed four times: script time, all work of the main thread, long tasks, what moved by itself.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench import report
from bench.demo_shop import demo_shop
from bench.visit import launched

SLOWER = 4
COMPONENTS = 3
PHONE = {"width": 412, "height": 823}
LONG_TASK_MS = 50
WATCH = f"""
    window.shifts = 0;
    new PerformanceObserver((list) => {{
        for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts += each.value;
    }}).observe({{type: 'layout-shift', buffered: true}});
    let shown = 0;
    document.addEventListener('vitrine:shown', () => {{
        if (++shown == {COMPONENTS}) console.log('bench: drawn');
    }});
"""
Visit = dict[str, float]


def measure(folder: Path, long: bool) -> None:
    """Print the part of the report about the main thread of a shop's page."""
    rounds = 15 if long else 7
    report.heading(f"A shop's main thread, CPU slowed {SLOWER} times: bubble, player, carousel")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        report.note("not measured: playwright is not installed: make setup")
        return
    with demo_shop(folder) as facts, sync_playwright() as playwright:
        try:
            browser = launched(playwright)
        except Error:
            report.note("not measured: no Chromium is here: make browser")
            return
        # The first ones warm up browser and server.
        pairs = [[_visit(browser, facts, on) for on in (False, True)] for _ in range(rounds + 1)]
        browser.close()
    without, with_script = ([pair[at] for pair in pairs[1:]] for at in (0, 1))
    _print(without, with_script)


def _print(without: list[Visit], with_script: list[Visit]) -> None:
    def row(name: str, visits: list[Visit]) -> tuple[str, ...]:
        times = [report.number(_median(visits, each), 1) for each in ("script", "all", "longest")]
        return (name, *times, report.number(_median(visits, "shifts"), 3))

    columns = (f"medians of {len(without)}, ms", "script", "all work", "longest task", "CLS")
    rows = [row("without the script", without), row("with it", with_script)]
    report.table(columns, rows)
    cost = _median(with_script, "script") - _median(without, "script")
    report.aim("ms of script more", cost, 50, at_most=True)
    more = _median(with_script, "long tasks") - _median(without, "long tasks")
    report.aim(f"tasks over {LONG_TASK_MS} ms more", more, 0, at_most=True)
    moved = max(each["shifts"] for each in with_script)
    report.aim("cumulative layout shift, at most", moved, 0, at_most=True)


def _median(visits: list[Visit], name: str) -> float:
    return statistics.median(each[name] for each in visits)


def _visit(browser: Any, facts: dict[str, str], on: bool) -> Visit:
    """Open the product page as a new visitor, the script let in or not."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(WATCH)
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable")
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    browser.start_tracing(page=page, categories=["disabled-by-default-lighthouse"])
    if not on:
        tools.send("Network.enable")
        tools.send("Network.setBlockedURLs", {"urls": [facts["vitrine_url"] + "/*"]})
    if on:
        with page.expect_console_message(lambda each: each.text == "bench: drawn"):
            page.goto(facts["product_url"])
    else:
        page.goto(facts["product_url"])
    page.wait_for_load_state("networkidle")
    told = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    tasks = _tasks(json.loads(browser.stop_tracing())["traceEvents"])
    shifts = page.evaluate("() => window.shifts")
    context.close()
    return {
        "script": 1000 * (told["ScriptDuration"] + told["V8CompileDuration"]),
        "all": 1000 * told["TaskDuration"],
        "longest": max(tasks),
        "long tasks": len([each for each in tasks if each > LONG_TASK_MS]),
        "shifts": shifts,
    }


def _tasks(events: list[dict[str, Any]]) -> list[float]:
    """List the tasks of the page's main thread, each in ms of the processor's time.

    What else the machine does meanwhile would count in time by the clock.
    """
    threads: dict[tuple[int, int], list[float]] = defaultdict(list)
    mains = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    for each in events:
        thread = each["pid"], each["tid"]
        if thread in mains and each["name"].endswith("RunTask"):
            threads[thread].append(each["tdur"] / 1000)
    return max(threads.values(), key=len)

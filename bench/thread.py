"""Measures what the script costs a shop's page on its main thread, as a slow phone would feel it.

The same page of the demo shop with the script and without, in turns, in a real Chromium whose CPU
is slowed four times: script time, all work of the main thread, long tasks, what moved by itself.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

from bench import report, visit
from bench.demo_shop import demo_shop

SLOWER = 4
COMPONENTS = 3
PHONE = {"width": 412, "height": 823}
LONG_TASK_MS = 50
CATEGORIES = [
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-lighthouse",
    "disabled-by-default-v8.compile",
    "v8.execute",
]
TASKS = {"RunTask", "ThreadControllerImpl::RunTask"}
# What runs scripts; and what is not theirs of it: what the browser does for them, and what tracing
# itself asks for, the places of functions in their sources.
SCRIPTS = {
    "EvaluateScript",
    "EventDispatch",
    "FireAnimationFrame",
    "FireIdleCallback",
    "FunctionCall",
    "RunMicrotasks",
    "TimerFire",
    "v8.compile",
    "v8.compileModule",
    "v8.evaluateModule",
}
RENDERING = {"Layout", "UpdateLayoutTree", "ParseHTML", "V8.CollectSourcePositions"}
WATCH = f"""
    window.shifts = 0;
    new PerformanceObserver((list) => {{
        // A page that is still being read moves by itself; the script waits until it is there.
        const there = performance.getEntriesByType('navigation')[0].domInteractive || Infinity;
        for (const each of list.getEntries())
            if (!each.hadRecentInput && each.startTime >= there) window.shifts += each.value;
    }}).observe({{type: 'layout-shift', buffered: true}});
    let shown = 0;
    document.addEventListener('vitrine:shown', () => {{
        if (++shown == {COMPONENTS}) console.log('bench: drawn');
    }});
"""
Visit = dict[str, float]
Event = dict[str, Any]


def measure(folder: Path, long: bool) -> None:
    """Print the part of the report about the main thread of a shop's page."""
    rounds = 15 if long else 7
    report.heading(f"A shop's main thread, CPU slowed {SLOWER} times: bubble, player, carousel")
    with visit.browser() as browser, demo_shop(folder) as facts:
        if browser is None:
            return
        # The first ones warm up browser and server.
        pairs = [[_visit(browser, facts, on) for on in (False, True)] for _ in range(rounds + 1)]
    without, with_script = ([pair[at] for pair in pairs[1:]] for at in (0, 1))
    _print(without, with_script)


def _print(without: list[Visit], with_script: list[Visit]) -> None:
    def row(name: str, visits: list[Visit]) -> tuple[str, ...]:
        times = [report.number(_median(visits, each), 1) for each in ("script", "all", "longest")]
        return (name, *times, report.number(_median(visits, "shifts"), 3))

    columns = (
        f"medians of {len(without)}, ms of the processor",
        "script",
        "all work",
        "longest task",
        "CLS",
    )
    rows = [row("without the script", without), row("with it", with_script)]
    report.table(columns, rows)
    cost = _median(with_script, "script") - _median(without, "script")
    report.aim("ms of script more", cost, 50, at_most=True)
    more = _median(with_script, "long tasks") - _median(without, "long tasks")
    report.aim(f"tasks over {LONG_TASK_MS} ms more", more, 0, at_most=True)
    # CLS is told to three places.
    moved = round(max(each["shifts"] for each in with_script) * 1000)
    report.aim("thousandths of layout shift, the worst visit", moved, 0, at_most=True)


def _median(visits: list[Visit], name: str) -> float:
    return statistics.median(each[name] for each in visits)


def _visit(browser: Any, facts: dict[str, str], on: bool) -> Visit:
    """Open the product page as a new visitor, the script let in or not."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(WATCH)
    tools = context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    browser.start_tracing(page=page, categories=CATEGORIES)
    if not on:
        tools.send("Network.enable")
        tools.send("Network.setBlockedURLs", {"urls": [facts["vitrine_url"] + "/*"]})
    if on:
        with page.expect_console_message(lambda each: each.text == "bench: drawn"):
            page.goto(facts["product_url"])
    else:
        page.goto(facts["product_url"])
    page.wait_for_load_state("networkidle")
    events = _main_thread(json.loads(browser.stop_tracing())["traceEvents"])
    shifts = page.evaluate("() => window.shifts")
    context.close()
    tasks = _outermost(events, TASKS)
    return {
        "script": sum(_outermost(events, SCRIPTS, RENDERING)),
        "all": sum(tasks),
        "longest": max(tasks),
        "long tasks": len([each for each in tasks if each > LONG_TASK_MS]),
        "shifts": shifts,
    }


def _main_thread(events: list[Event]) -> list[Event]:
    """Give what the page's main thread did, in order, outer things before what is inside them."""
    threads: dict[tuple[int, int], list[Event]] = defaultdict(list)
    mains = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    for each in events:
        thread = each["pid"], each["tid"]
        if each["ph"] == "X" and thread in mains:
            threads[thread].append(each)
    busiest = max(threads.values(), key=len)
    return sorted(busiest, key=lambda each: (each["ts"], -each.get("dur", 0)))


def _outermost(events: list[Event], wanted: set[str], without: Collection[str] = ()) -> list[float]:
    """List how long things took, less what is inside them of others, in ms of the processor's time.

    By the clock, what else the machine does meanwhile would count.
    """
    found: list[float] = []
    end = inner_end = 0.0
    for each in events:
        begin, took = each["ts"], each.get("tdur", 0) / 1000
        if begin >= end:
            if each["name"] in wanted:
                end, inner_end = begin + each.get("dur", 0), begin
                found.append(took)
        elif each["name"] in without and begin >= inner_end:
            inner_end = begin + each.get("dur", 0)
            found[-1] -= took
    return found

"""What stands in somebody's way on a page as it is now, its frames and shadow trees included."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

# Everything axe-core knows, the size of targets as well (WCAG 2.2), which it leaves out by itself.
# Each frame is asked on its own, so that its policy holds for it alone.
ASK = """() => axe.run(document, {
    iframes: false,
    resultTypes: ['violations'],
    rules: {'target-size': {enabled: true}},
})"""
STILL = """() => Promise.all(document.getAnimations()
    .filter(each => each.effect.getComputedTiming().endTime < Infinity)
    .map(each => each.finished.catch(() => {})))"""
# What a finger can hit of ours is 44 px wide and high; an element may reach further than it looks.
# Links in the flow of a text are as high as it is, and what is covered cannot be hit at all.
SMALL = """() => {
    const LEAST = 44;
    const WHAT = 'button, a[href], summary, input:not([type=hidden]), select, textarea';
    const trees = (root) => [root, ...[...root.querySelectorAll('*')]
        .flatMap(each => each.shadowRoot ? trees(each.shadowRoot) : [])];
    const own = document.querySelector('link[href*="/widget/"]') ? [] : [document];
    const found = [];
    for (const root of trees(document).filter(each => !own.includes(each)))
        for (const each of root.querySelectorAll(WHAT)) {
            const box = each.closest('label') ?? each;
            const {left, top, width, height} = box.getBoundingClientRect();
            const [x, y, far] = [left + width / 2, top + height / 2, LEAST / 2 - 1];
            const at = (across, down) => root.elementFromPoint(x + across, y + down);
            const hits = (...way) => box.contains(at(...way));
            const reaches = (size, across, down) => size > LEAST - 1
                || hits(across * far, down * far) && hits(-across * far, -down * far);
            const shown = width && each.checkVisibility({visibilityProperty: true});
            if (!shown || !hits(0, 0)) continue;
            if (getComputedStyle(each).display === 'inline' && each.matches('p a')) continue;
            if (!reaches(width, 1, 0) || !reaches(height, 0, 1))
                found.push(`too small: ${width} x ${height} ${each.outerHTML.slice(0, 120)}`);
        }
    return found;
}"""


def violations(page: Page) -> list[str]:
    """List what is wrong, a line for each place; empty when nothing is."""
    return [line for frame in page.frames for line in _within(frame)]


def _within(frame: Frame) -> list[str]:
    if not frame.evaluate("() => 'axe' in window"):
        frame.evaluate(AXE_SCRIPT)
    frame.evaluate(STILL)
    found = frame.evaluate(ASK)["violations"]
    small: list[str] = frame.evaluate(SMALL)
    return small + [
        f"{each['id']} at {node['target']}: {node['failureSummary']} {node['html']}"
        for each in found
        for node in each["nodes"]
    ]

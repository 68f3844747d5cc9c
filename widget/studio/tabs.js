// Tabs: two pairs beside the picture on a wide screen, one row of four below it on a phone.

const WIDE = "(min-width: 900px)";

/** Run the tabs of a page, which begins with the chat and the products. */
export function tabs(body) {
  Object.assign(body.dataset, { end: "chat", start: "products", tab: "chat" });
  const all = [...document.querySelectorAll('[role="tab"]')];
  const wide = matchMedia(WIDE);

  function choose(tab) {
    body.dataset[tab.dataset.side] = tab.dataset.tab;
    body.dataset.tab = tab.dataset.tab;
    draw();
  }

  function draw() {
    for (const each of all) {
      const on = wide.matches ? body.dataset[each.dataset.side] === each.dataset.tab : body.dataset.tab === each.dataset.tab;
      each.setAttribute("aria-selected", String(on));
      each.tabIndex = on ? 0 : -1;
    }
  }

  for (const each of all) {
    each.addEventListener("click", () => choose(each));
    each.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const near = all.filter((other) => !wide.matches || other.dataset.side === each.dataset.side).filter((other) => other.offsetParent);
      const next = near[(near.indexOf(each) + step + near.length) % near.length];
      choose(next);
      next.focus();
    });
  }
  wide.addEventListener("change", draw);
  draw();
}

// Chat, questions, products and other replays side by side as tabs; on a phone chat lies over the picture and the
// others are a sheet. What is new in a tab that is not seen is marked on it.

import { part } from "../page.js";

export function tabs(changed) {
  const list = part("tabs");
  const body = document.body;
  const names = [...list.children].map(({ dataset }) => dataset.tab);
  const tab = (name) => list.querySelector(`[data-tab=${name}]`);
  let chosen = "chat";

  function choose(name, focus = false) {
    // Pressing the chat's tab again on a phone leaves the bare picture, and once more brings it back.
    const bare = name === "chat" && chosen === "chat" && !body.hasAttribute("data-bare");
    body.toggleAttribute("data-bare", bare);
    chosen = body.dataset.tab = name;
    for (const each of names) {
      tab(each).setAttribute("aria-selected", each === name);
      tab(each).tabIndex = each === name ? 0 : -1;
      document.getElementById(`pane-${each}`).hidden = each !== name;
    }
    if (focus) tab(name).focus();
    mark(name, 0);
    changed(name);
  }

  function mark(name, count) {
    const sign = list.querySelector(`[data-unread=${name}]`);
    sign.hidden = !count;
    sign.textContent = count > 99 ? "99+" : count || "";
  }

  list.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-tab]")?.dataset.tab;
    if (name) choose(name);
  });
  list.addEventListener("keydown", (event) => {
    const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const step = { [forward]: 1, [backward]: -1 }[event.key];
    const to = { Home: names[0], End: names.at(-1) }[event.key] ?? names[(names.indexOf(chosen) + step + names.length) % names.length];
    if (!to) return;
    event.preventDefault();
    if (to !== chosen) choose(to, true);
  });

  return {
    mark,
    choose,
    /** Whether a tab is what is seen now. */
    isSeen: (name) => chosen === name && !document.hidden && !(name === "chat" && body.hasAttribute("data-bare")),
    toggleChat: () => choose("chat"),
    /** Close the sheet; answers whether there was one. */
    close: () => chosen !== "chat" && (choose("chat", true), true),
  };
}

// Reactions: a press sends one and lets it float; those of others float too, never for who wants calm.

import { fill, part } from "../page.js";
import { Batch, sentByOthers } from "./batch.js";

const MOST_FLOATING = 24;
const SPREAD_MS = 900;

export function reactions(store, audience, texts) {
  const row = part("reactions");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let before = store.reactions;
  const own = {};
  let offered = "";

  const batch = new Batch((counts) => {
    // A reaction that is lost is no news to anybody.
    audience.react(counts).catch(() => {});
  });

  function float(emoji) {
    const floats = part("floats");
    if (!floats || calm.matches || document.hidden || floats.childElementCount >= MOST_FLOATING) return;
    const drop = document.createElement("span");
    drop.textContent = emoji;
    drop.style.setProperty("--sway", (Math.random() * 2 - 1).toFixed(2));
    drop.addEventListener("animationend", () => drop.remove());
    floats.append(drop);
  }

  function press(emoji) {
    own[emoji] = (own[emoji] ?? 0) + 1;
    batch.add(emoji);
    float(emoji);
  }

  /** Offer the emojis that the live takes; drawn anew only when they are others. */
  function offer() {
    const { emojis = [], reactions: taken } = store.chat;
    row.hidden = taken === false || store.state === "finished" || !emojis.length;
    if (offered === emojis.join(" ")) return;
    offered = emojis.join(" ");
    row.replaceChildren(
      ...emojis.map((emoji) => {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", textContent: emoji });
        button.setAttribute("aria-label", fill(texts.react, { emoji }));
        button.addEventListener("click", () => press(emoji));
        return button;
      }),
    );
  }

  function follow() {
    const others = sentByOthers(before, store.reactions, own);
    // What this viewer sent arrives in the totals a moment later; it floated when it was pressed.
    for (const emoji of Object.keys(own)) {
      const arrived = Math.max((store.reactions[emoji] ?? 0) - (before[emoji] ?? 0), 0);
      own[emoji] = Math.max(own[emoji] - arrived, 0);
    }
    before = store.reactions;
    others.forEach((emoji, index) => setTimeout(() => float(emoji), (index / others.length) * SPREAD_MS));
  }

  store.addEventListener("totals", follow);
  for (const name of ["chat", "state"]) store.addEventListener(name, offer);
  offer();
}

// The replay: what was said in the show, said again at its moments, and places to go to:
// questions that were answered, products, announcements, auctions, chapters.

import { part } from "../page.js";
import { clock } from "../time.js";
import { eachFrame } from "./rows.js";

const MOST = 200;

/** List what had been said by a moment of the film, the newest ones. */
export function saidBy(said, at) {
  return said.filter((each) => each.from <= at).slice(-MOST);
}

/** List all that can be gone to in the order of time: what the show tells of, and its products. */
export function placesOf(moments, products) {
  const shown = products
    .filter(({ from }) => Number.isFinite(from))
    .map(({ id, ref, name, from }) => ({ of: id, ref, kind: "product", text: name, from }));
  const told = moments.map(({ id, ...moment }) => ({ of: id, ...moment }));
  const places = [...told, ...shown].sort((one, other) => one.from - other.from);
  return places.map((each, index) => ({ ...each, id: `${index}` }));
}

/** Where an address asks for a moment by its id, let it ask for its second; an id that is not known is the start. */
export function placeAsked(asked, moments) {
  const wanted = asked.get("at");
  if (/^[0-9a-f]{32}$/.test(wanted)) asked.set("at", moments.find(({ id }) => id === wanted)?.from ?? 0);
}

/** Name the place that a moment of the film belongs to; undefined before the first. */
export function placeAt(places, at) {
  return places.findLast(({ from }) => from <= at)?.id;
}

export function rerun(store, playback, { live, content, texts }, wire) {
  const places = placesOf(live.moments, content.products);
  const list = part("moments");
  let count = -1;
  let here;

  function follow() {
    mark();
    const messages = saidBy(live.said, playback.at);
    // The same words again: nothing to draw.
    const sign = messages.length && `${messages.length} ${messages.at(-1).id}`;
    if (sign === count) return;
    count = sign;
    store.replay(messages);
  }

  /** Mark the place that plays, from the first play on. */
  function mark() {
    const now = playback.state === "idle" ? undefined : placeAt(places, playback.at);
    if (now === here) return;
    list.children[here]?.firstChild.removeAttribute("aria-current");
    list.children[now]?.firstChild.setAttribute("aria-current", "true");
    here = now;
  }

  const kinds = {
    question: texts.moment_question,
    product: texts.moment_product,
    announcement: texts.moment_announcement,
    auction: texts.moment_auction,
    chapter: texts.moment_chapter,
  };

  function row({ of, ref = null, kind, text, from }) {
    const [item, button, time, words, what] = ["li", "button", "span", "span", "small"].map((tag) => document.createElement(tag));
    Object.assign(button, { type: "button", className: "moment" });
    time.className = "clock";
    time.textContent = clock(from);
    words.dir = "auto";
    words.textContent = text;
    what.textContent = kinds[kind] ?? "";
    button.append(time, words, what);
    button.addEventListener("click", () => {
      wire.send("moment", { kind, id: of, ref, at: from });
      playback.seek(from);
      if (playback.state !== "playing") playback.play();
    });
    item.append(button);
    return item;
  }

  /** Put a mark on the line of the film for each place. */
  function tick({ from }) {
    const sign = document.createElement("i");
    sign.className = "tick";
    sign.style.setProperty("--at", from / content.duration);
    return sign;
  }

  list.replaceChildren(...places.map(row));
  part("seekbar").firstElementChild.append(...places.filter(({ from }) => from > 0 && from < content.duration).map(tick));
  // The tab of the questions is that of all moments now.
  document.querySelector("#tab-questions").firstChild.data = texts.moments;
  for (const name of ["questions", "no-questions"]) part(name).remove();
  list.hidden = !places.length;
  part("no-moments").hidden = places.length > 0;
  playback.addEventListener("time", eachFrame(follow));
  playback.addEventListener("state", follow);
  follow();
}

/* The programme: what matters most large, then all lives and replays, by what visitors want to see. */
import cards from "./card.css";
import { card, opener } from "./card.js";
import { stateOf } from "./airtime.js";
import { make, shade } from "./dom.js";
import css from "./landing.css";
import { voice } from "./texts.js";
import "./words.js";

const FILTERS = ["all", "live", "replay", "soon"];
// A video is found among the replays: both can be watched now.
const groupOf = (content) => (stateOf(content) === "video" ? "replay" : stateOf(content));

/** Draw all contents into a host; answer how to take them away. */
export function draw(host, { contents, attributes: { configuration: look } }) {
  const opening = opener(host, look);
  const say = voice(look.texts);
  const title = look.title || say("programme");
  const drawn = contents.map((content, at) => card(content, opening, { level: at ? "h3" : "h2", slim: at }));
  drawn[0].node.classList.add("wide-card");
  const items = drawn.map(({ node }, at) => make(`li.item ${at ? "" : "first"}`, null, node));
  const list = make("ul.grid", { role: "list" }, items);
  const status = make("p.heard", { role: "status" });
  const none = make("p.none", { hidden: "" }, say("none"));
  const buttons = FILTERS.map((name) =>
    make("button.filter", { type: "button", "aria-pressed": name === "all", click: () => choose(name) }, say(name)),
  );

  function choose(name) {
    const fits = contents.map((content) => name === "all" || groupOf(content) === name);
    const number = fits.filter(Boolean).length;
    for (const [at, item] of items.entries()) item.hidden = !fits[at];
    for (const [at, button] of buttons.entries()) button.setAttribute("aria-pressed", FILTERS[at] === name);
    none.hidden = number > 0;
    status.textContent = say("shown", number);
  }

  shade(host, look, cards, css).append(
    make(
      "section.landing",
      { "aria-label": title },
      make("div.top-line", null, make("div.title", null, title), make("div.filters", { role: "group", "aria-label": title }, buttons)),
      status,
      list,
      none,
    ),
  );
  return {
    remove() {
      for (const each of drawn) each.remove();
      opening.close();
    },
  };
}

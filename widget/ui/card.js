/* A large card of one content: its poster, where it stands in time, its name, one button. */
import { countdown, stateOf } from "./airtime.js";
import { context, guarded } from "./context.js";
import { make } from "./dom.js";
import { chip, facade } from "./facade.js";
import { opened } from "./parts.js";
import { language, say, when } from "./texts.js";
import "./words.js";

const BUTTONS = { soon: "remind", live: "watchLive", replay: "watchReplay", video: "watchVideo" };

/** Ask what has become of a content; answers it, or undefined when the server does not say. */
async function again({ id }) {
  const { contents } = await context.ask(`/api/v1/displayed_data/videos/${encodeURIComponent(id)}`);
  return contents[0];
}

/**
 * Make a card; `open` is called by its poster and its button. It draws itself anew when its live begins.
 * Answers `{node, remove()}`. `level` is the element that its name stands in, `slim` leaves the product out.
 */
export function card(content, open, { level = "h2", slim } = {}) {
  const node = make("div.card");
  let clock;

  function fill(shown) {
    const { name, start_date: start } = shown.attributes;
    const state = stateOf(shown);
    const doing = say(BUTTONS[state]);
    const box = facade(shown, () => open(shown));
    box.style.setProperty("--ratio", "16 / 9");
    clock?.stop();
    clock = state === "soon" && start ? countdown(start, guarded(look)) : null;
    node.classList.toggle("live", state === "live");
    node.replaceChildren(
      box,
      make(
        "div.words",
        null,
        make(
          "p.eyebrow",
          null,
          make(`span.state ${state}`, null, say(state)),
          start && state !== "live" && make("span.faint", null, when(start, language())),
        ),
        make(`${level}.heading`, null, make("bdi", null, name)),
        clock?.node,
        make("button.action", { type: "button", "aria-label": `${doing}: ${name}`, click: () => open(shown) }, doing),
        !slim && chip(shown),
      ),
    );
  }

  async function look() {
    const now = await again(content).catch(() => {});
    if (now?.attributes.player_url && stateOf(now) !== "soon" && clock) fill(now);
  }

  fill(content);
  return { node, remove: () => clock?.stop() };
}

/** Open contents over the page from a drawing; answers `{open(content), close()}`. */
export function opener(host, look) {
  let close;
  return {
    open: (content) => (close = opened("openDialog", content, { host, look })),
    close: () => close?.(),
  };
}

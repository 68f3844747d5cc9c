/* A large card of one content: its poster, where it stands in time, its name, one button. */
import { countdown, stateOf } from "./airtime.js";
import { context, guarded } from "./context.js";
import { make } from "./dom.js";
import { chip, facade } from "./facade.js";
import { opened } from "./parts.js";
import { language, voice, when } from "./texts.js";
import "./words.js";

const BUTTONS = { soon: "remind", live: "watch_live", replay: "watch_replay", video: "watch_video" };

/** Ask what has become of a content; answers it, or undefined when the server does not say. */
async function told({ id }) {
  const { contents } = await context.ask(`/api/v1/displayed_data/videos/${encodeURIComponent(id)}`);
  return contents[0];
}

/** Answer where a planned live is offered to calendars: beside its player. */
function calendarOf({ attributes }) {
  const url = new URL(attributes.player_url);
  url.pathname += "/calendar";
  url.searchParams.set("lang", language());
  return url.href;
}

/**
 * Make a card; `open` is called by its poster and its button, which asks for the reminder of a planned live. It
 * draws itself anew when its live begins. Answers `{node, remove()}`. `level` is the element that its name
 * stands in, `slim` leaves the product out.
 */
export function card(content, { open, look }, { level = "h2", slim } = {}) {
  const node = make("div.card");
  const say = voice(look.texts);
  let clock;

  function fill(shown) {
    const { name, start_date: start } = shown.attributes;
    const state = stateOf(shown);
    const soon = state === "soon";
    const doing = say(BUTTONS[state]);
    const act = () => open(shown, { remind: soon });
    const box = facade(shown, () => open(shown));
    box.style.setProperty("--ratio", "16 / 9");
    clock?.stop();
    clock = soon && start ? countdown(start, guarded(again), say) : null;
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
        make(
          "div.doing",
          null,
          make("button.action", { type: "button", "aria-label": `${doing}: ${name}`, click: act }, doing),
          soon && start && make("a.later", { href: calendarOf(shown), target: "_blank", rel: "noopener" }, say("calendar")),
        ),
        !slim && chip(shown),
      ),
    );
  }

  async function again() {
    const now = await told(content).catch(() => {});
    if (now?.attributes.player_url && stateOf(now) !== "soon" && clock) fill(now);
  }

  fill(content);
  return { node, remove: () => clock?.stop() };
}

/** Open contents over the page from a drawing; answers `{open(content, options), close(), look}`. */
export function opener(host, look) {
  let close;
  return {
    look,
    open: (content, options) => (close = opened("openDialog", content, { host, look, ...options })),
    close: () => close?.(),
  };
}

/* Where a content stands in time: a video, soon, live or a replay; and how long until it begins. */
import { make } from "./dom.js";
import { language } from "./texts.js";

const STATES = { not_started: "soon", started: "live", finished: "replay" };
const ASK_EVERY = 20;
const UNITS = { day: 86400, hour: 3600, minute: 60, second: 1 };
// A start that is this long past is no countdown any more.
const PATIENCE = 900;

/** Answer `video`, `soon`, `live` or `replay`. */
export const stateOf = ({ attributes: { state } }) => STATES[state] || "video";

/** Split seconds into what a countdown shows: days, hours and minutes, or hours, minutes and seconds. */
export function split(seconds) {
  const all = Object.entries(UNITS).map(([unit, size], at, units) => [
    unit,
    Math.floor((at ? seconds % units[at - 1][1] : seconds) / size),
  ]);
  return all[0][1] ? all.slice(0, 3) : all.slice(1);
}

/** Spell a number with its unit, as short as the language allows. */
function unitOf(number, unit) {
  const options = { style: "unit", unit, unitDisplay: "narrow" };
  try {
    return new Intl.NumberFormat(language(), options).formatToParts(number);
  } catch {
    return new Intl.NumberFormat("en", options).formatToParts(number);
  }
}

const cell = ([unit, number]) =>
  make(
    "span.cell",
    null,
    unitOf(number, unit).map(({ type, value }) => make(`span.${type === "integer" ? "digits" : "unit"}`, null, value)),
  );

/**
 * Make a countdown to a moment, in the words of `say`. Once that has come `due` is called, and again every
 * twenty seconds for a quarter of an hour, until it is stopped. Answers `{node, stop}`.
 */
export function countdown(start, due, say) {
  const node = make("div.countdown", { role: "timer" });
  let spelled;
  let asked = 0;
  const tick = () => {
    const left = Math.ceil((Date.parse(start) - Date.now()) / 1000);
    const text = left > 0 ? JSON.stringify(split(left)) : "";
    if (text !== spelled) {
      spelled = text;
      const label = make("span.label", null, say(left > 0 ? "starts_in" : "begins"));
      node.replaceChildren(label, ...(left > 0 ? split(left).map(cell) : []));
    }
    if (left <= 0 && asked-- === 0 && left > -PATIENCE) {
      asked = ASK_EVERY;
      due();
    }
  };
  tick();
  const timer = setInterval(tick, 1000);
  return { node, stop: () => clearInterval(timer) };
}

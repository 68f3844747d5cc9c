// Where contents stand in time, and what a countdown shows of it.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";

// Style sheets are text in what is shipped; here they do not matter.
registerHooks({
  load: (url, context, next) =>
    url.endsWith(".css") ? { format: "module", source: "export default ''", shortCircuit: true } : next(url, context),
});
const { split, stateOf } = await import("../../widget/ui/airtime.js");

const STATES = { undefined: "video", not_started: "soon", started: "live", finished: "replay" };
for (const [state, word] of Object.entries(STATES))
  test(`a content whose state is ${state} is ${word}`, () => {
    const attributes = state === "undefined" ? {} : { state };
    assert.equal(stateOf({ attributes }), word);
  });

const units = (seconds) => split(seconds).map(([unit, number]) => `${number} ${unit}`).join(" ");
const LENGTHS = {
  1: "0 hour 0 minute 1 second",
  59: "0 hour 0 minute 59 second",
  3661: "1 hour 1 minute 1 second",
  86_399: "23 hour 59 minute 59 second",
  86_400: "1 day 0 hour 0 minute",
  183_900: "2 day 3 hour 5 minute",
};
for (const [seconds, shown] of Object.entries(LENGTHS))
  test(`${seconds} seconds before the start the countdown shows ${shown}`, () => assert.equal(units(Number(seconds)), shown));

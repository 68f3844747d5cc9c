// The player's keyboard map. docs/keyboard.md is its published form; a test holds them equal.

/** Each row: the keys (as `event.key`, letters in lower case), the action, and what it does. */
export const KEYS = [
  { keys: [" ", "k"], action: "toggle", does: "Play or pause" },
  { keys: ["ArrowLeft"], action: "back5", does: "Back 5 seconds" },
  { keys: ["ArrowRight"], action: "forward5", does: "Forward 5 seconds" },
  { keys: ["j"], action: "back10", does: "Back 10 seconds" },
  { keys: ["l"], action: "forward10", does: "Forward 10 seconds" },
  { keys: ["ArrowUp"], action: "louder", does: "Louder" },
  { keys: ["ArrowDown"], action: "quieter", does: "Quieter" },
  { keys: ["m"], action: "mute", does: "Sound off or on" },
  { keys: ["c"], action: "captions", does: "Captions on or off" },
  { keys: ["f"], action: "fullscreen", does: "Full screen on or off" },
  { keys: ["i"], action: "pip", does: "Picture-in-picture on or off" },
  { keys: [..."0123456789"], action: "tenth", does: "Go to that tenth of the video" },
  { keys: ["Home"], action: "start", does: "Go to the start" },
  { keys: ["End"], action: "end", does: "Go to the end" },
  { keys: ["Escape"], action: "close", does: "Close the open menu, else leave full screen, else close the player" },
];

const ACTIONS = new Map(KEYS.flatMap((row) => row.keys.map((key) => [key, row.action])));
const TYPED_IN = "input:not([type=range]), textarea, select, [contenteditable]";
const MOVES_A_SLIDER = /^(Arrow|Home$|End$|Page)/;

/**
 * Name the action of a key press, or null when the key is not ours: with a modifier, while typing,
 * Space on a focused button or link (it presses that), arrows on the volume slider (they move it)
 * or in a menu (they walk it).
 */
export function actionFor(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const action = ACTIONS.get(key) ?? null;
  const within = (selector) => Boolean(event.target?.closest?.(selector));
  if (within(TYPED_IN)) return key === "Escape" ? action : null;
  if (key === " " && within("button, a, [role=button]")) return null;
  if (MOVES_A_SLIDER.test(key) && within("[data-own-arrows]")) return null;
  return action;
}

/* What is kept of a player from one page of the shop to the next: which content, where, how loud, in which corner. */

const LASTS_MS = 60000;
// Players say where they are once a second; more than this is a wait for bytes.
const STEP_S = 1.5;
const CORNER = "bottom right";

const latest = (...said) => said.filter(Boolean).sort((one, other) => other.when - one.when)[0];

/**
 * Answer what a player that plays is to go on with, as text; undefined for one that does not. `said` are the last
 * words of each type that it said, with `when` on the clock of `now` (ms); `corner` is where it stands, if in one.
 */
export function written(id, said, corner, now, date) {
  const moved = latest(said.play, said.progress);
  const stopped = latest(said.pause, said.ended);
  if (!moved || stopped?.when > moved.when) return;
  const at = said.ready?.duration ? moved.at + Math.min((now - moved.when) / 1000, STEP_S) : 0;
  const muted = Boolean(said.sound?.muted);
  return JSON.stringify({ id, at: Math.round(at * 10) / 10, muted, corner: corner || CORNER, date });
}

/** Read what was written; undefined when it is no such thing, or older than a page takes to load. */
export function read(text, date) {
  try {
    const { id, at, muted, corner, date: then } = JSON.parse(text);
    const known = /^[\w-]{1,64}$/.test(id) && at >= 0 && at < 1e6 && /^(top|bottom) (left|right)$/.test(corner);
    if (known && date - then >= 0 && date - then < LASTS_MS) return { id, at: Number(at), muted: muted === true, corner };
  } catch {}
}

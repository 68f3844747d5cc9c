/* From a player's events to views and seconds: one view for each opened player that played. */

// Players tell where they are once a second; a longer silence is a wait for bytes and not watching.
const STEP_MS = 2000;
// Near enough to the end: who leaves while the credits roll has seen it all.
const END_PART = 0.05;

/**
 * Answer what hears the events of one opened player; `count(name, number)` takes what comes of them. One that goes
 * on from the page before was `viewed` there already.
 */
export function watching(count, now = () => performance.now(), viewed = false) {
  let since, finished;

  function pass() {
    if (since !== undefined) count("watched", Math.min(now() - since, STEP_MS) / 1000);
    since = now();
  }

  function finish() {
    if (viewed && !finished) count("completions");
    finished = true;
  }

  const player = {
    play() {
      if (!viewed) count("views");
      viewed = true;
      since = now();
    },
    progress({ at, duration }) {
      if (!viewed) return;
      pass();
      if (duration > 0 && duration - at <= duration * END_PART) finish();
    },
    stop() {
      if (since !== undefined) pass();
      since = undefined;
    },
    end() {
      player.stop();
      finish();
    },
  };
  return player;
}

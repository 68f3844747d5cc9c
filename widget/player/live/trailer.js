// The trailer: a film without sound, over and over behind the countdown, until shortly before the show.

import { part } from "../page.js";

// It ends this long before the start: who waits then waits for the show.
export const ENDS_BEFORE_MS = 15 * 60_000;

/** Tell whether a trailer is shown, so many milliseconds before the start (NaN: nobody knows when). */
export const isShown = (phase, wait) => phase === "before" && !(wait < ENDS_BEFORE_MS);

/** Follow the show with the trailer at `url`, if there is one. */
export function trailer(url, texts) {
  const video = part("trailer");
  const halt = part("trailer-halt");
  if (!url || !video) return () => {};
  // Who wants nothing to move, or pays for each byte, starts it by hand.
  const asked = matchMedia("(prefers-reduced-motion: reduce)").matches || navigator.connection?.saveData;
  let shown = false;

  function draw() {
    // Until it has begun, the show's own picture stands there.
    video.hidden = !shown || (video.paused && !video.currentTime);
    halt.hidden = !shown;
    const label = video.paused ? texts.trailer_play : texts.trailer_pause;
    halt.setAttribute("aria-label", label);
    halt.title = label;
    halt.querySelector("use").setAttribute("href", video.paused ? "#icon-play" : "#icon-pause");
  }

  for (const name of ["play", "pause"]) video.addEventListener(name, draw);
  halt.addEventListener("click", () => (video.paused ? video.play().catch(() => {}) : video.pause()));

  return (phase, wait) => {
    if (isShown(phase, wait) === shown) return;
    shown = !shown;
    if (shown) {
      video.src = url;
      // The attribute alone is not heeded by every browser.
      video.muted = true;
      if (!asked) video.play().catch(() => {});
    } else {
      video.pause();
      video.removeAttribute("src");
      video.load();
    }
    draw();
  };
}

// The seek bar: a native range (so every aid can move it) drawn as a thin line with what is loaded,
// the time, and a thumbnail of where the pointer is.

import { fill, part } from "./page.js";
import { storyboard } from "./storyboard.js";
import { clamp, clock } from "./time.js";

export function seekBar(playback, { content, texts }, stir) {
  const range = part("seek");
  const bar = part("seekbar");
  const peek = part("peek");
  const show = storyboard(content.storyboard_url, part("thumb"));
  let dragging = false;

  function draw() {
    const { duration } = playback;
    const at = dragging ? Number(range.value) : playback.at;
    range.max = duration || 0;
    if (!dragging) range.value = at;
    bar.style.setProperty("--played", duration ? at / duration : 0);
    bar.style.setProperty("--loaded", duration ? playback.loaded / duration : 0);
    part("at").textContent = clock(at);
    part("duration").textContent = clock(duration);
    range.setAttribute("aria-valuetext", fill(texts.position, { at: clock(at), duration: clock(duration) }));
  }

  /** Show what is at a moment of the film, above that place of the bar and inside the picture. */
  function preview(at) {
    const { width } = bar.getBoundingClientRect();
    peek.hidden = false;
    show(at);
    part("moment").textContent = clock(at);
    const half = peek.offsetWidth / 2;
    const x = playback.duration ? (at / playback.duration) * width : 0;
    peek.style.setProperty("--x", `${clamp(x, Math.min(half, width / 2), Math.max(width - half, width / 2))}px`);
  }

  function under(event) {
    const { left, width } = bar.getBoundingClientRect();
    return clamp((event.clientX - left) / width, 0, 1) * playback.duration;
  }

  function settle() {
    dragging = false;
    peek.hidden = true;
    draw();
  }

  range.addEventListener("input", () => {
    dragging = true;
    stir();
    preview(Number(range.value));
    draw();
  });
  range.addEventListener("change", () => {
    playback.seek(Number(range.value));
    settle();
  });
  bar.addEventListener("pointermove", (event) => !dragging && event.pointerType === "mouse" && preview(under(event)));
  bar.addEventListener("pointerleave", () => !dragging && (peek.hidden = true));
  range.addEventListener("blur", () => dragging && settle());
  for (const name of ["time", "state"]) playback.addEventListener(name, draw);
  draw();
}

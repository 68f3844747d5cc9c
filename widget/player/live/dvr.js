// Going back in a live and forward again: the time line of what is kept, the mark and the way back.

import { fill, part } from "../page.js";
import { clock } from "../time.js";
import { BEHIND_S } from "./picture.js";

// Less than this is not worth a time line.
const WORTH_S = 20;

/** Place a moment on the line: `{length, at}` in seconds from the oldest that is kept. */
export function placed({ start, end }, edge, at) {
  const length = Math.max(Math.min(edge, end) - start, 0);
  return { length, at: Math.min(Math.max(at - start, 0), length) };
}

export function timeLine(picture, texts, stir) {
  const range = part("seek");
  const bar = part("seekbar");
  const back = part("edge");
  let dragging = false;

  function draw() {
    const { length, at } = placed(picture.window, picture.edge, dragging ? start() + Number(range.value) : picture.at);
    const late = picture.state === "idle" || picture.following ? 0 : length - at;
    const isLive = late < BEHIND_S;
    const words = isLive ? texts.at_edge : fill(texts.behind, { clock: clock(late) });
    const share = isLive || !length ? 1 : at / length;
    bar.hidden = length < WORTH_S;
    range.max = length;
    if (!dragging) range.value = at;
    bar.style.setProperty("--played", share);
    range.setAttribute("aria-valuetext", words);
    part("at").textContent = isLive ? "" : `−${clock(late)}`;
    document.body.toggleAttribute("data-behind", !isLive);
    back.hidden = isLive || picture.state === "idle";
  }

  const start = () => picture.window.start;

  range.addEventListener("input", () => {
    dragging = true;
    stir();
    draw();
  });
  range.addEventListener("change", () => {
    dragging = false;
    picture.seek(start() + Number(range.value));
    draw();
  });
  back.addEventListener("click", () => {
    const focused = document.activeElement === back;
    picture.toEdge();
    draw();
    if (focused) part("play").focus({ preventScroll: true });
  });
  for (const name of ["time", "state"]) picture.addEventListener(name, draw);
  draw();
}

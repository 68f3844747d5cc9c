/* Lets a bubble be moved to another corner of the page: dragged there, or sent by arrow keys. */
import { mayMove } from "./context.js";

const SLACK = 6;
const WAYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/** Say where a bubble is as "bottom right", left and right being the reading direction's. */
const cornerAt = (left, top, rtl) => `${top ? "top" : "bottom"} ${left !== rtl ? "left" : "right"}`;

/** Let a bubble that has its corner as two classes be moved; `moved` hears of each new one. */
export function movable(bubble, corner, moved) {
  let from;
  let dragged;
  const isRtl = () => getComputedStyle(bubble).direction === "rtl";
  const middle = () => {
    const { left, top, width, height } = bubble.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const isLeft = () => corner.endsWith("left") !== isRtl();

  /** Go to a corner, told as seen and not as read. */
  function settle(left, top) {
    const before = middle();
    bubble.style.translate = "";
    bubble.classList.remove(...corner.split(" "));
    corner = cornerAt(left, top, isRtl());
    bubble.classList.add(...corner.split(" "));
    moved(corner);
    const after = middle();
    const way = before.map((each, at) => `${each - after[at]}px`).join(" ");
    if (mayMove()) bubble.animate({ translate: [way, "0px"] }, { duration: 250, easing: "ease-out" });
  }

  const hears = {
    pointerdown({ button, clientX, clientY, pointerId, target }) {
      dragged = false;
      from = button ? null : [clientX, clientY];
      // A quick hand has left the bubble before the first move is told.
      if (from) target.setPointerCapture(pointerId);
    },
    pointermove({ pointerId, buttons, clientX, clientY }) {
      // The press itself may have come before this code did.
      if (buttons !== 1) return;
      from ||= [clientX, clientY];
      const way = [clientX - from[0], clientY - from[1]];
      if (!dragged && Math.hypot(...way) < SLACK) return;
      if (!dragged) bubble.setPointerCapture(pointerId);
      dragged = true;
      bubble.style.translate = way.map((each) => `${each}px`).join(" ");
    },
    pointerup() {
      const [x, y] = middle();
      if (dragged && from) settle(x < innerWidth / 2, y < innerHeight / 2);
      from = null;
    },
    keydown(event) {
      const { key, altKey, ctrlKey, metaKey } = event;
      if (!WAYS.includes(key) || altKey || ctrlKey || metaKey) return;
      event.preventDefault();
      const towards = WAYS.indexOf(key);
      if (towards < 2) settle(isLeft(), !towards);
      else settle(towards === 2, corner.startsWith("top"));
    },
  };
  hears.pointercancel = hears.pointerup;
  for (const type in hears) bubble.addEventListener(type, hears[type]);
  bubble.querySelector(".cover").setAttribute("aria-keyshortcuts", WAYS.join(" "));
  // The end of a drag is no click.
  bubble.addEventListener("click", (event) => dragged && event.detail && event.stopPropagation(), true);
}

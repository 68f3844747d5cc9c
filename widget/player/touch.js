// Taps on the picture: with a mouse a click plays or pauses and a double click fills the screen; with a
// finger one tap shows or hides the controls and two taps on a side skip ten seconds.

const DOUBLE_MS = 280;

/** Which way a double tap at `x` skips: -1 on the left third, 1 on the right third, 0 between. */
export function side(x, width) {
  return x < width / 3 ? -1 : x > (width * 2) / 3 ? 1 : 0;
}

/** Wire the picture's surface to `{toggle, fill, skip(sign), chrome}`. */
export function taps(surface, { toggle, fill, skip, chrome }) {
  let last = { at: -Infinity, side: 0 };
  let single = 0;

  function tapped(event) {
    const where = side(event.clientX, surface.clientWidth);
    const twice = event.timeStamp - last.at < DOUBLE_MS && where === last.side;
    last = { at: event.timeStamp, side: where };
    clearTimeout(single);
    if (twice && where) skip(where);
    else single = setTimeout(chrome, DOUBLE_MS);
  }

  // Some browsers' clicks do not tell the finger from the mouse; the press before them does.
  let pointer = "mouse";
  surface.addEventListener("pointerdown", ({ pointerType }) => (pointer = pointerType));
  surface.addEventListener("click", (event) => {
    if (pointer === "touch") return tapped(event);
    if (event.detail === 2) fill();
    toggle();
  });
}

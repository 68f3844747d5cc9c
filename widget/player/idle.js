// Controls that step aside: hidden after a while without a hand, never under a pointer or an open menu.
//
// A focus does not hold them, or a keyboard would never see the bare picture; any key shows them again.

const REST_MS = 2600;

/** Keep `root.dataset.controls` at "shown" or "hidden"; answers `{stir, flip}`. */
export function idle(root, mayHide) {
  // On touch screens :hover sticks to what was tapped last, which is nobody resting there.
  const hovers = matchMedia("(hover: hover)");
  let timer = 0;

  const held = () =>
    root.querySelector("[data-menu]:not([hidden])") || (hovers.matches && root.querySelector("[data-holds]:hover"));

  function hide() {
    if (!mayHide()) return;
    if (held()) stir();
    else root.dataset.controls = "hidden";
  }

  function stir() {
    root.dataset.controls = "shown";
    clearTimeout(timer);
    if (mayHide()) timer = setTimeout(hide, REST_MS);
  }

  // A finger on the picture shows and hides by its tap (touch.js); on anything else it keeps them.
  const counts = ({ type, pointerType, target }) =>
    type === "click" ? target.closest("[data-holds]") : pointerType !== "touch";
  for (const name of ["pointermove", "pointerdown", "keydown", "focusin", "click"])
    root.addEventListener(name, (event) => counts(event) && stir(), { passive: true });
  root.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hide());

  return {
    stir,
    /** What a tap does: show, or hide at once when it may. */
    flip: () => (root.dataset.controls === "shown" ? hide() : stir()),
  };
}

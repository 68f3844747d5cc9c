// Controls that step aside: hidden after a while without a hand, never under a pointer, a focus or a menu.

const REST_MS = 2600;

/** Keep `root.dataset.controls` at "shown" or "hidden"; answers `{stir, hide, shown}`. */
export function idle(root, mayHide) {
  let timer = 0;

  function busy() {
    const held = root.querySelector("[data-holds]:hover, [data-holds] :focus-visible, [data-menu]:not([hidden])");
    return !mayHide() || (held && held.checkVisibility?.() !== false);
  }

  function hide() {
    if (busy()) return stir();
    root.dataset.controls = "hidden";
  }

  function stir() {
    root.dataset.controls = "shown";
    clearTimeout(timer);
    if (mayHide()) timer = setTimeout(hide, REST_MS);
  }

  for (const name of ["pointermove", "pointerdown", "keydown", "focusin"])
    root.addEventListener(name, (event) => event.pointerType !== "touch" && stir(), { passive: true });
  root.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && mayHide() && hide());

  return {
    stir,
    /** What a tap does: show, or hide at once when it can be. */
    flip: () => (root.dataset.controls === "shown" && mayHide() ? (root.dataset.controls = "hidden") : stir()),
  };
}
